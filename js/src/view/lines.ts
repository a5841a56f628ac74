/** Blocks that are one line: who speaks, who gave to whom, and what nobody has a word for. */

import { NAME_CHARACTERS } from "../bounds/index.ts"
import { type Block, word } from "../document/block.ts"
import { element, setText } from "./dom.ts"
import type { View } from "./view.ts"
import { visibleName } from "./visible.ts"

/** One agent gave the run to another. */
export function handoffLine(): View<Block> {
  const source = element("span", "nbs-name")
  const target = element("span", "nbs-name")
  const arrow = element("span", "nbs-arrow", "→")
  arrow.setAttribute("aria-hidden", "true")
  const line = element("div", "nbs-line nbs-handoff", arrow, source, " handed over to ", target)
  return {
    element: line,
    update(block) {
      setText(source, name(block, "source"))
      setText(target, name(block, "target"))
      return false
    },
  }
}

/** From here on, another agent speaks. */
export function agentLine(): View<Block> {
  const speaker = element("span", "nbs-name")
  const line = element("div", "nbs-line nbs-agent", speaker)
  return {
    element: line,
    update(block) {
      setText(speaker, name(block, "name"))
      return false
    },
  }
}

/** Something this version has no word for: kept and named, never dropped. */
export function unknownLine(): View<Block> {
  const what = element("code", "nbs-name")
  const detail = element("span", "nbs-detail")
  const line = element("div", "nbs-line nbs-unknown", "Unknown event ", what, detail)
  return {
    element: line,
    update(block) {
      setText(what, name(block, "name"))
      const told = visibleName(word(block, "detail"), NAME_CHARACTERS)
      setText(detail, told === "" ? "" : ` ${told}`)
      return false
    },
  }
}

function name(block: Block, fact: string): string {
  return visibleName(word(block, fact) || "(unnamed)", NAME_CHARACTERS)
}
