/** A model's text, as markdown or as it is, growing by what is new. */

import type { GrowingText } from "../document/text.ts"
import { markdownInto } from "../markdown/index.ts"
import { cut } from "./cut.ts"
import { element } from "./dom.ts"
import type { Surroundings } from "./view.ts"

export interface Prose {
  readonly element: HTMLElement
  /** Write what is new; `closed` when nothing more will come. Returns true when more is left. */
  update(text: GrowingText, closed: boolean): boolean
}

export function prose({ allowance, options }: Surroundings): Prose {
  const whole = element("div", "nbs-text")
  if (!options.markdown) whole.dataset.plain = ""
  const begin = () => {
    whole.replaceChildren()
    return markdownInto(whole, { markdown: options.markdown })
  }

  let sink = begin()
  let revision = 0
  let written = 0
  let ended = false

  return {
    element: whole,
    update(text, closed) {
      // A text that was replaced, or that goes on after its end, is told again from the start.
      if (text.revision !== revision || (ended && text.length > written)) {
        sink = begin()
        revision = text.revision
        written = 0
        ended = false
      }
      const rest = text.since(written)
      const piece = rest.slice(0, cut(rest, allowance.take(rest.length)))
      written += piece.length
      const left = written < text.length
      if (piece !== "") sink.write(piece)
      if (closed && !left && !ended) {
        ended = true
        sink.end()
      }
      sink.paint()
      return left
    },
  }
}
