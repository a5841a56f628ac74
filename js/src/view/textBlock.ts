/** What a model said: an answer, data, a refusal, or words that were taken back. */

import { type Block, word } from "../document/block.ts"
import { citations } from "./citations.ts"
import { numbersInto } from "./cited.ts"
import { control } from "./controls.ts"
import { element, setText } from "./dom.ts"
import { indented } from "./json/indent.ts"
import { jsonText } from "./json/jsonText.ts"
import { prose } from "./prose.ts"
import { part } from "./tool/part.ts"
import type { Surroundings, View } from "./view.ts"
import { visible } from "./visible.ts"

export function textBlock(surroundings: Surroundings, id: string): View<Block> {
  const whole = element("div", "nbs-said")
  const cited = citations()
  let words: View<Block> | null = null
  let reason: HTMLElement | null = null

  /** Data and prose are shown by other means; which of them it is, the first update knows. */
  const begin = (block: Block): View<Block> => {
    const made = word(block, "role") === "data" ? data(surroundings, id) : answer(surroundings, id)
    whole.append(made.element, cited.element)
    return made
  }

  return {
    element: whole,
    update(block) {
      words ??= begin(block)
      if (word(block, "role") === "refusal" && whole.dataset.role !== "refusal") {
        whole.dataset.role = "refusal"
        whole.prepend(element("div", "nbs-label", "Refused"))
      }
      if (typeof block.props.retracted === "string") {
        reason ??= takeBack(whole, words.element)
        setText(reason, visible(block.props.retracted))
      }
      cited.update(block)
      return words.update(block)
    },
  }
}

function answer(surroundings: Surroundings, id: string): View<Block> {
  const said = prose(surroundings, id)
  let numbered = ""
  let numbers: HTMLElement[] = []
  return {
    element: said.element,
    update(block) {
      const left = said.update(block.text, block.closed)
      const state = `${block.text.revision} ${(block.props.citations as unknown[])?.length}`
      // A text that still grows is not touched: where a citation belongs is known at its end.
      if (block.props.citations === undefined || left || !block.closed || state === numbered)
        return left
      for (const each of numbers) each.remove()
      numbers = numbersInto(said.element, block, surroundings.options.markdown)
      numbered = state
      return left
    },
  }
}

/** An answer that is JSON by agreement. */
function data(surroundings: Surroundings, id: string): View<Block> {
  const json = jsonText(surroundings, { block: id, meanwhile: "tree" })
  let copied = () => ""
  const shown = part(surroundings, {
    label: "Data",
    copied: () => copied(),
    look: "nbs-data",
  })
  shown.body.append(json.element)
  return {
    element: shown.element,
    update(block) {
      copied = () => indented(block.text.toString())
      shown.update(block.text.length > 0)
      return json.update({ text: block.text, whole: block.closed })
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
