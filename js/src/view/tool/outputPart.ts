/** What a tool gives the model: as a tree where it is JSON, else as a terminal would show it. */

import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
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

  return {
    element: shown.element,
    update(block) {
      returned.become(word(block, "output"))
      shown.update(returned.length > 0)
      return text.update({ text: returned, whole: true })
    },
  }
}
