/** The small print of a call: which server, which file, how it exited. */

import { NAME_CHARACTERS } from "../../bounds/index.ts"
import type { Block } from "../../document/block.ts"
import { element, setText, show } from "../dom.ts"
import type { View } from "../view.ts"
import { visibleName } from "../visible.ts"

export function notes(): View<Block> {
  const lines = element("div", "nbs-notes")
  lines.hidden = true

  return {
    element: lines,
    update(block) {
      const said = notesOf(block).map(([name, facts]) => `${name}: ${facts}`)
      setText(lines, said.map((each) => visibleName(each, NAME_CHARACTERS)).join("\n"))
      show(lines, said.length > 0)
      return false
    },
  }
}

/** All that is noted of a call, by name; of what is noted, only words are any. */
export function notesOf({ props }: Block): [name: string, facts: string][] {
  return Object.entries(props.notes ?? {}).flatMap(([name, facts]) =>
    Array.isArray(facts)
      ? [[name, facts.filter((fact) => typeof fact === "string").join(", ")]]
      : [],
  )
}

/** What is noted of a call under this name, in one line; empty where nothing is. */
export function noted(block: Block, name: string): string {
  const facts = notesOf(block).find(([known]) => known === name)?.[1] ?? ""
  return visibleName(facts, NAME_CHARACTERS)
}

/** How far a tool says that it is: "40 %", "reading page 3", or both; empty when it says nothing. */
export function progress({ props, closed }: Block): string {
  const told = props.progress
  if (closed || typeof told !== "object" || told === null) return ""
  const { fraction, message } = told as Record<string, unknown>
  const share = typeof fraction === "number" ? `${Math.round(fraction * 100)} %` : ""
  const words = typeof message === "string" ? visibleName(message, NAME_CHARACTERS) : ""
  return [share, words].filter((each) => each !== "").join(" · ")
}
