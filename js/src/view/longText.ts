/** A text of any length as it came, folded at a bound, so that ten megabytes open like ten lines. */

import type { GrowingText } from "../document/text.ts"
import { control } from "./controls.ts"
import { cut } from "./cut.ts"
import { element, setText, show } from "./dom.ts"
import { FOLDED_CHARACTERS, FOLDED_LINES } from "./limits.ts"
import { plainTextInto } from "./plainText.ts"
import type { Surroundings, View } from "./view.ts"
import { grouped } from "./words.ts"

export interface LongTextOptions {
  /** The block that the text is of: it is brought up to date while "Show all" is at work. */
  readonly block: string
  /** What a piece of the text looks like on the page. */
  readonly clean: (text: string) => string
}

export function longText(
  { signal, allowance, touch }: Surroundings,
  { block, clean }: LongTextOptions,
): View<GrowingText> {
  const text = element("pre", "nbs-plain")
  const more = control(element("button", "nbs-button nbs-more"))
  more.type = "button"
  const whole = element("div", "nbs-long", text, more)
  const grown = plainTextInto(text)

  let shown: GrowingText | null = null
  let revision = 0
  let written = 0
  let all = false
  more.addEventListener(
    "click",
    () => {
      all = true
      text.dataset.all = ""
      touch(block)
    },
    { signal },
  )

  return {
    element: whole,
    update(source) {
      if (source !== shown || source.revision !== revision) {
        grown.clear()
        shown = source
        revision = source.revision
        written = 0
      }
      const end = all ? source.length : fold(source)
      const rest = source.since(written)
      const piece = rest.slice(0, cut(rest, allowance.take(end - written)))
      if (piece !== "") grown.write(clean(piece))
      written += piece.length
      const left = source.length - written
      show(more, left > 0 && !all)
      if (left > 0) setText(more, `Show all ${grouped(source.length)} characters`)
      return written < end
    },
  }
}

/** Where the text folds: at whichever bound comes first, or at its end when it reaches neither. */
function fold(source: GrowingText): number {
  const head = source.head(FOLDED_CHARACTERS)
  let at = -1
  for (let line = 0; line < FOLDED_LINES; line++) {
    at = head.indexOf("\n", at + 1)
    if (at < 0) return head.length
  }
  return at + 1
}
