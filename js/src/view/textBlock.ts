/** What a model said: an answer, a refusal, or words that were taken back. */

import { type Block, word } from "../document/block.ts"
import { control } from "./controls.ts"
import { element, setText } from "./dom.ts"
import { prose } from "./prose.ts"
import type { Surroundings, View } from "./view.ts"
import { visible } from "./visible.ts"

export function textBlock(surroundings: Surroundings, id: string): View<Block> {
  const said = prose(surroundings, id)
  const whole = element("div", "nbs-said", said.element)
  let reason: HTMLElement | null = null

  return {
    element: whole,
    update(block) {
      if (word(block, "role") === "refusal" && whole.dataset.role !== "refusal") {
        whole.dataset.role = "refusal"
        whole.prepend(element("div", "nbs-label", "Refused"))
      }
      if (typeof block.props.retracted === "string") {
        reason ??= takeBack(whole, said.element)
        setText(reason, visible(block.props.retracted))
      }
      return said.update(block.text, block.closed)
    },
  }
}

/** Strike the words and fold them away; returns where the reason is to stand. */
function takeBack(whole: HTMLElement, words: HTMLElement): HTMLElement {
  const reason = element("span", "nbs-reason")
  const summary = control(
    element(
      "summary",
      "nbs-fold-summary",
      element("span", "nbs-strong", "Taken back"),
      " ",
      reason,
    ),
  )
  const struck = element("details", "nbs-fold nbs-retracted", summary, element("s", "", words))
  whole.replaceChildren(struck)
  return reason
}
