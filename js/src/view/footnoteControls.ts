/**
 * What footnotes have for their reader: a number leads to its footnote, and that back to where he
 * came from. The buttons have no text: they cover the number, and are drawn behind the footnote.
 */

import type { FootnoteControls } from "../markdown/index.ts"
import { control } from "./controls.ts"
import { element } from "./dom.ts"

const NUMBERS = ".nbs-footnote"
const NOTES = [".nbs-footnotes > ol", ".nbs-footnotes > ol > .nbs-items"]
  .flatMap((list) => [`${list} > li`, `${list} > .nbs-items > li`])
  .join()

/** Controls for all footnotes in `root`; one listener hears them all. */
export function footnoteControls(
  root: HTMLElement,
  signal: AbortSignal | undefined,
): FootnoteControls {
  let left: Element | null = null

  const toNote = (number: Element) => {
    left = number
    reach(root.querySelectorAll(NOTES)[Number(number.textContent) - 1])
  }
  const back = (note: Element) => {
    const at = [...root.querySelectorAll(NOTES)].indexOf(note)
    const numbers = [...root.querySelectorAll(NUMBERS)].filter(
      ({ textContent }) => textContent === String(at + 1),
    )
    reach(numbers.find((number) => number === left) ?? numbers[0])
  }
  root.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element ? target.closest(".nbs-jump") : null
      const place = button?.parentElement
      if (place) (place.matches(NUMBERS) ? toNote : back)(place)
    },
    signal === undefined ? {} : { signal },
  )

  return (place) => {
    const button = control(element("button", "nbs-jump"))
    button.type = "button"
    button.title = place.localName === "sup" ? "To the footnote" : "Back to the text"
    place.append(button)
  }
}

/** Bring a place into view, and the keyboard's focus with it. */
function reach(place: Element | undefined): void {
  place?.scrollIntoView({ block: "nearest" })
  place?.querySelector<HTMLElement>(":scope > .nbs-jump")?.focus({ preventScroll: true })
}
