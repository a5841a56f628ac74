/** What a model thinks aloud: folded, with one line that tells whether it still does. */

import { amount, type Block } from "../document/block.ts"
import { control } from "./controls.ts"
import { element, setText } from "./dom.ts"
import { prose } from "./prose.ts"
import type { Surroundings, View } from "./view.ts"
import { duration } from "./words.ts"

export function reasoningBlock(surroundings: Surroundings, id: string): View<Block> {
  const title = element("span", "nbs-muted")
  const summary = control(element("summary", "nbs-fold-summary", title))
  const thoughts = prose(surroundings, id)
  const body = element("div", "nbs-fold-body nbs-thoughts", thoughts.element)
  const whole = element("details", "nbs-fold nbs-reasoning", summary, body)

  return {
    element: whole,
    update(block) {
      setText(title, titleOf(block))
      return thoughts.update(block.text, block.closed)
    },
  }
}

function titleOf(block: Block): string {
  if (!block.closed) return "Thinking…"
  const seconds = amount(block, "seconds")
  return seconds === null ? "Thought" : `Thought for ${duration(seconds)}`
}
