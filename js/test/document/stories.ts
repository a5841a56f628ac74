/** Runs that nobody thought of: valid batches in any order that a kernel could send. */

import fc from "fast-check"
import { Document } from "../../src/document/document.ts"
import { decodeSnapshot } from "../../src/wire/decode.ts"
import type { Batch, BlockKind, Change } from "../../src/wire/messages.ts"
import { WAITING } from "../wire/fixtures.ts"

const KINDS: readonly BlockKind[] = ["text", "reasoning", "tool", "handoff", "error"]

/** A document as it is before the first batch. */
export function waiting(): Document {
  const document = new Document()
  document.load(decodeSnapshot(WAITING), 0)
  return document
}

/** Batches, numbered from 1, of changes that make sense one after the other. */
export const batches: fc.Arbitrary<Batch[]> = fc
  .array(fc.array(fc.tuple(fc.nat(9), fc.nat(99), fc.string()), { maxLength: 4 }), {
    maxLength: 12,
  })
  .map((plan) => {
    const kernel = new Kernel()
    return plan.map((choices, index) => ({
      seq: index + 1,
      changes: choices.flatMap(([what, which, text]) => kernel.change(what, which, text)),
    }))
  })

/** Remembers just enough to say only what makes sense. */
class Kernel {
  #made = 0
  readonly #parents = new Map<string, string>()

  change(what: number, which: number, text: string): Change[] {
    const ids = [...this.#parents.keys()]
    const id = ids[which % Math.max(1, ids.length)]
    if (id === undefined || what < 3) return [this.#open(which, text)]
    if (what < 6) return text === "" ? [] : [{ op: "append", id, text }]
    if (what === 6) return [{ op: "set", id, props: { [text]: which } }]
    if (what === 7) return [{ op: "set", id, props: { text, status: text } }]
    if (what === 8) return [{ op: "close", id }]
    this.#forget(id)
    return [{ op: "retract", id }]
  }

  #open(which: number, text: string): Change {
    const parents = ["run", ...this.#parents.keys()]
    const id = `b${++this.#made}`
    // Both indexes are below the lengths: they were taken modulo them.
    const parent = parents[which % parents.length]!
    this.#parents.set(id, parent)
    return { op: "open", id, parent, kind: KINDS[which % KINDS.length]!, props: { name: text } }
  }

  #forget(id: string): void {
    this.#parents.delete(id)
    for (const [child, parent] of this.#parents) if (parent === id) this.#forget(child)
  }
}
