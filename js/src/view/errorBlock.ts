/** How a run failed: what it is called, what it says, what to do. Stands under what had arrived. */

import { NAME_CHARACTERS } from "../bounds/index.ts"
import { type Block, word } from "../document/block.ts"
import { GrowingText } from "../document/text.ts"
import { control } from "./controls.ts"
import { element, setText, show } from "./dom.ts"
import { longText } from "./longText.ts"
import { terminalInto } from "./terminal/terminal.ts"
import type { Surroundings, View } from "./view.ts"
import { visibleName, visibleOutput } from "./visible.ts"

export function errorBlock(surroundings: Surroundings, id: string): View<Block> {
  const name = element("div", "nbs-error-name")
  const message = longText(surroundings, { block: id, into: terminalInto })
  const hint = element("div", "nbs-hint")
  const whole = element("div", "nbs-error", name, message.element, hint)
  const retry = retryButton(surroundings, id)
  if (retry !== null) whole.append(retry.element)
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
      retry?.update(block)
      return message.update(said)
    },
  }
}

/** Asks the kernel to try again; null where nobody hears. */
function retryButton({ live, send, signal, touch }: Surroundings, id: string): View<Block> | null {
  if (!live || send === null) return null
  const button = control(element("button", "nbs-button nbs-retry", "Retry"))
  button.type = "button"
  button.hidden = true
  let asked = false
  button.addEventListener(
    "click",
    (event) => {
      // A script of the page is nobody: trying again costs money, and can act.
      if (!event.isTrusted || asked) return
      asked = true
      send({ type: "retry" })
      touch(id)
    },
    { signal },
  )
  return {
    element: button,
    update({ props }) {
      show(button, props.retry === true)
      if (asked) button.disabled = true
      return false
    },
  }
}
