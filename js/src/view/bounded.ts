/**
 * A text of any length: so much of it is laid out as markdown, and what follows stands below it as
 * it came, folded, under a line that says how much there is. Where the one ends and the other begins
 * is a matter of the text alone, however it was cut on its way.
 */

import { MAX_MARKDOWN, MAX_SIGNS } from "../bounds/index.ts"
import { GrowingText } from "../document/text.ts"
import { cut } from "./cut.ts"
import { element, setText } from "./dom.ts"
import { longText } from "./longText.ts"
import { plainTextInto } from "./plainText.ts"
import type { Surroundings, View } from "./view.ts"
import { grouped } from "./words.ts"

/** What an element can come of; letters, digits and spaces make none. */
const SIGN = /[!-/:-@[-`{-~\n\r]/g

export interface Bounded {
  /** Whether the bound was reached, so that no more markdown comes. */
  readonly full: boolean
  /** The part of `piece`, which comes next, that is markdown; the rest is kept. */
  take(piece: string): string
  /** Show what is kept at the end of `place`. Returns true when more is left than a frame allows. */
  update(place: HTMLElement): boolean
}

export function bounded(
  surroundings: Pick<Surroundings, "signal" | "allowance" | "live" | "touch">,
  block: string,
): Bounded {
  const beyond = new GrowingText()
  let characters = 0
  let signs = 0
  let lines = 1
  let full = false
  let shown: { element: HTMLElement; said: HTMLElement; text: View<GrowingText> } | null = null

  const keep = (rest: string) => {
    beyond.append(rest)
    for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n", at + 1)) lines++
  }
  const show = (place: HTMLElement) => {
    const said = element("div", "nbs-muted")
    const text = longText(surroundings, {
      block,
      into: plainTextInto,
      resting: Number.POSITIVE_INFINITY,
    })
    shown = { element: element("div", "nbs-beyond", said, text.element), said, text }
    place.append(shown.element)
    return shown
  }

  return {
    get full() {
      return full
    },
    take(piece) {
      const end = full ? 0 : room(piece, MAX_MARKDOWN - characters, MAX_SIGNS - signs)
      const taken = piece.slice(0, end)
      characters += taken.length
      signs += taken.match(SIGN)?.length ?? 0
      if (end < piece.length) {
        full = true
        keep(piece.slice(end))
      }
      return taken
    },
    update(place) {
      if (!full) return false
      const { said, text } = shown ?? show(place)
      setText(said, `… ${grouped(lines)} more ${lines === 1 ? "line" : "lines"}, as they came`)
      return text.update(beyond)
    },
  }
}

/** How many characters of a text there is room for. */
function room(text: string, characters: number, signs: number): number {
  let left = signs
  for (const { index } of text.slice(0, characters).matchAll(SIGN)) if (--left < 0) return index
  return Math.min(text.length, cut(text, characters))
}
