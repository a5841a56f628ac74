/** The messages that both languages read: `tests/wire/README.md`. */

import { readFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(import.meta.dirname, "..", "..", "..", "tests", "wire")

export interface Story {
  readonly name: string
  readonly batches: readonly unknown[]
  readonly snapshot: unknown
}

export interface Refused {
  readonly name: string
  readonly what: "batch" | "snapshot"
  readonly message: unknown
  readonly reason: string
}

/** What a kernel holds before its first batch. */
export const WAITING = {
  seq: 0,
  blocks: [
    {
      id: "run",
      kind: "run",
      parent: null,
      props: { status: "waiting" },
      text: "",
      closed: false,
    },
  ],
}

export const stories = [...read<Story>("stories.jsonl"), ...read<Story>("kernel.jsonl")]
export const refused = read<Refused>("refused.jsonl")

function read<Line>(name: string): Line[] {
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n")
  return lines.map((line) => JSON.parse(line) as Line)
}
