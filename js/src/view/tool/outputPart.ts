/** What a tool gives the model: as a tree where it is JSON, else as a terminal would show it. */

import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element, show } from "../dom.ts"
import { jsonText } from "../json/jsonText.ts"
import { terminalInto } from "../terminal/terminal.ts"
import type { Surroundings, View } from "../view.ts"
import { part } from "./part.ts"

export function outputPart(surroundings: Surroundings, id: string): View<Block> {
  const returned = new GrowingText()
  const shown = part(surroundings, {
    label: "Output",
    copied: () => returned.toString(),
    look: "nbs-part-output",
  })
  const text = jsonText(surroundings, { block: id, meanwhile: "lines", into: terminalInto })
  shown.body.append(text.element)
  const summary = control(element("summary", "nbs-fold-summary", "What the model was given"))
  const aside = element("details", "nbs-fold", summary)
  const whole = element("div", "nbs-output", shown.element)

  return {
    element: whole,
    update(block) {
      returned.become(word(block, "output"))
      shown.update(returned.length > 0)
      show(whole, returned.length > 0)
      // Where more of it can be shown than its text, the text stands back.
      if (aside.parentNode === null && isShown(block)) {
        aside.append(shown.element)
        whole.append(aside)
      }
      return text.update({ text: returned, whole: true })
    },
  }
}

/** Whether what a tool returned stands in its cell; a hosted tool's pictures come beside its text. */
function isShown(block: Block): boolean {
  const own = word(block, "kind") === ""
  return block.children.some(({ kind }) => kind === "display" || (own && kind === "image"))
}
