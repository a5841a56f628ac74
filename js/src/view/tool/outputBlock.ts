/** What a tool printed while it ran, one block for each run of one channel. */

import { NAME_CHARACTERS } from "../../bounds/index.ts"
import { type Block, word } from "../../document/block.ts"
import { longText } from "../longText.ts"
import { terminalInto } from "../terminal/terminal.ts"
import type { Surroundings, View } from "../view.ts"
import { visibleName } from "../visible.ts"
import { part } from "./part.ts"

export function outputBlock(surroundings: Surroundings, id: string): View<Block> {
  let said = () => ""
  const shown = part(surroundings, { label: "Output", copied: () => said(), look: "nbs-part-said" })
  const text = longText(surroundings, { block: id, into: terminalInto })
  shown.body.append(text.element)
  return {
    element: shown.element,
    update(block) {
      const channel = word(block, "channel")
      shown.element.classList.toggle("nbs-part-error", channel === "stderr")
      const named = channel === "" || channel === "output" ? "Output" : channel
      shown.update(true, visibleName(named, NAME_CHARACTERS))
      said = () => block.text.toString()
      return text.update(block.text)
    },
  }
}
