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
    update({ props }) {
      const told = typeof props.notes === "object" && props.notes !== null ? props.notes : {}
      const said = Object.entries(told as Record<string, unknown>)
        .filter(([, facts]) => Array.isArray(facts))
        .map(([name, facts]) => `${name}: ${(facts as unknown[]).map(String).join(", ")}`)
      setText(lines, said.map((each) => visibleName(each, NAME_CHARACTERS)).join("\n"))
      show(lines, said.length > 0)
      return false
    },
  }
}

/** What is noted of a call under this name, in one line; empty where nothing is. */
export function noted({ props }: Block, name: string): string {
  const told = props.notes
  if (typeof told !== "object" || told === null) return ""
  const facts = (told as Record<string, unknown>)[name]
  return Array.isArray(facts) ? visibleName(facts.map(String).join(", "), NAME_CHARACTERS) : ""
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
