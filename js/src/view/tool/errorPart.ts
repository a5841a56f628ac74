/** Why a call failed: what was said of it, and where it happened for whoever wants to know. */

import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element } from "../dom.ts"
import { longText } from "../longText.ts"
import { terminalInto } from "../terminal/terminal.ts"
import type { Surroundings, View } from "../view.ts"
import { part } from "./part.ts"

export function errorPart(surroundings: Surroundings, id: string): View<Block> {
  const message = new GrowingText()
  const traceback = new GrowingText()
  const shown = part(surroundings, {
    label: "Error",
    copied: () => traceback.toString() || message.toString(),
    look: "nbs-part-error",
  })
  const said = longText(surroundings, { block: id, into: terminalInto })
  shown.body.append(said.element)
  let where: View<GrowingText> | null = null

  const folded = (): View<GrowingText> => {
    const lines = longText(surroundings, { block: id, into: terminalInto })
    const summary = control(element("summary", "nbs-fold-summary", "Traceback"))
    shown.body.append(element("details", "nbs-fold nbs-traceback", summary, lines.element))
    return lines
  }

  return {
    element: shown.element,
    update(block) {
      message.become(word(block, "error"))
      traceback.become(word(block, "traceback"))
      shown.update(message.length > 0)
      if (traceback.length > 0) where ??= folded()
      const left = where?.update(traceback) ?? false
      return said.update(message) || left
    },
  }
}
