/** A text of any length as it came, folded at a bound, so that ten megabytes open like ten lines. */

import { FOLDED_CHARACTERS, FOLDED_LINES, RESTING_CHARACTERS } from "../bounds/index.ts"
import type { GrowingText } from "../document/text.ts"
import { control } from "./controls.ts"
import { cut } from "./cut.ts"
import { element, setText } from "./dom.ts"
import type { Growing } from "./plainText.ts"
import type { Surroundings, View } from "./view.ts"
import { grouped } from "./words.ts"

export interface LongTextOptions {
  /** The block that the text is of: it is brought up to date while "Show all" is at work. */
  readonly block: string
  /** How the text grows in the element that it stands in. */
  readonly into: (target: HTMLElement) => Growing
  /** Characters on a page at rest, where nothing can be unfolded. */
  readonly resting?: number
}

export interface LongText extends View<GrowingText> {
  /** The next update tells it from the start: it can look better by now. */
  again(): void
}

export function longText(
  { signal, allowance, live, touch }: Pick<Surroundings, "signal" | "allowance" | "live" | "touch">,
  { block, into, resting = RESTING_CHARACTERS }: LongTextOptions,
): LongText {
  const text = element("pre", "nbs-plain")
  const more = live ? showAllButton() : element("div", "nbs-muted nbs-more")
  const whole = element("div", "nbs-long", text)
  const grown = into(text)

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
    again() {
      shown = null
    },
    update(source) {
      if (source !== shown || source.revision !== revision) {
        grown.clear()
        shown = source
        revision = source.revision
        written = 0
      }
      const folded = live ? fold(source) : Math.min(source.length, resting)
      const end = all ? source.length : folded
      if (written < end) {
        const rest = source.since(written)
        const piece = rest.slice(0, cut(rest, allowance.take(end - written)))
        grown.write(piece)
        written += piece.length
      }
      const left = source.length - written
      if (left === 0 || all) more.remove()
      else {
        setText(more, live ? showAll(source.length) : `… ${grouped(left)} more characters`)
        if (more.parentNode === null) whole.append(more)
      }
      return written < end
    },
  }
}

function showAllButton(): HTMLButtonElement {
  const button = control(element("button", "nbs-button nbs-more"))
  button.type = "button"
  return button
}

function showAll(characters: number): string {
  return `Show all ${grouped(characters)} characters`
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
