/** One labelled part of a tool's cell: its arguments, its output, its error. */

import type { GrowingText } from "../../document/text.ts"
import { element, show } from "../dom.ts"
import { longText } from "../longText.ts"
import type { Surroundings, View } from "../view.ts"

export interface PartOptions {
  readonly block: string
  readonly label: string
  readonly name: "arguments" | "output" | "error"
  readonly clean: (text: string) => string
}

/** A part is there as soon as it has a text. */
export function part(surroundings: Surroundings, options: PartOptions): View<GrowingText> {
  const text = longText(surroundings, options)
  const label = element("div", "nbs-label", options.label)
  const whole = element("div", `nbs-part nbs-part-${options.name}`, label, text.element)
  whole.hidden = true
  return {
    element: whole,
    update(source) {
      show(whole, source.length > 0)
      return text.update(source)
    },
  }
}
