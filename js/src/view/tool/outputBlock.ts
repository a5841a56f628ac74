/** What a tool printed while it ran, one block for each run of one channel. */

import { type Block, word } from "../../document/block.ts"
import { element, setText } from "../dom.ts"
import { NAME_CHARACTERS } from "../limits.ts"
import { longText } from "../longText.ts"
import type { Surroundings, View } from "../view.ts"
import { visibleName, visibleOutput } from "../visible.ts"

export function outputBlock(surroundings: Surroundings, id: string): View<Block> {
  const label = element("div", "nbs-label")
  const text = longText(surroundings, { block: id, clean: visibleOutput })
  const whole = element("div", "nbs-part", label, text.element)
  return {
    element: whole,
    update(block) {
      const channel = word(block, "channel")
      if (channel === "stderr") whole.classList.add("nbs-part-error")
      const named = channel === "" || channel === "output" ? "Output" : channel
      setText(label, visibleName(named, NAME_CHARACTERS))
      return text.update(block.text)
    },
  }
}
