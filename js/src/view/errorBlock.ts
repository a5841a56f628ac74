/** How a run failed: what it is called, what it says, what to do. Stands under what had arrived. */

import { type Block, word } from "../document/block.ts"
import { GrowingText } from "../document/text.ts"
import { element, setText, show } from "./dom.ts"
import { NAME_CHARACTERS } from "./limits.ts"
import { longText } from "./longText.ts"
import { terminalInto } from "./terminal/terminal.ts"
import type { Surroundings, View } from "./view.ts"
import { visibleName, visibleOutput } from "./visible.ts"

export function errorBlock(surroundings: Surroundings, id: string): View<Block> {
  const name = element("div", "nbs-error-name")
  const message = longText(surroundings, { block: id, into: terminalInto })
  const hint = element("div", "nbs-hint")
  const whole = element("div", "nbs-error", name, message.element, hint)
  whole.setAttribute("role", "alert")
  const said = new GrowingText()

  return {
    element: whole,
    update(block) {
      setText(name, visibleName(word(block, "error") || "Error", NAME_CHARACTERS))
      said.become(word(block, "message"))
      show(message.element, said.length > 0)
      const advice = word(block, "hint")
      setText(hint, visibleOutput(advice))
      show(hint, advice !== "")
      return message.update(said)
    },
  }
}
