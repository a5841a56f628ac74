/** A model's text, as markdown or as it is, growing by what is new. */

import type { GrowingText } from "../document/text.ts"
import { markdownInto } from "../markdown/index.ts"
import { bounded } from "./bounded.ts"
import { codeControls } from "./codeControls.ts"
import { cut } from "./cut.ts"
import { element } from "./dom.ts"
import { footnoteControls } from "./footnoteControls.ts"
import { remotePictures } from "./pictures.ts"
import type { Surroundings } from "./view.ts"

/** What stands behind a fence when the text in it is no code: nothing is fetched for its colours. */
const NO_LANGUAGE = /^(?:te?xt|plain|plaintext|none|output|math)?$/i

export interface Prose {
  readonly element: HTMLElement
  /** Write what is new; `closed` when nothing more will come. Returns true when more is left. */
  update(text: GrowingText, closed: boolean): boolean
}

/** Prose of `block`, which is brought up to date again when its code or formulas can look better. */
export function prose(surroundings: Surroundings, block: string): Prose {
  const { allowance, extras, options, touch } = surroundings
  const whole = element("div", "nbs-text")
  const { live, later, signal, insert } = surroundings
  const controls = codeControls(whole, later, signal, insert)
  const pictures = live ? remotePictures(options.images, signal) : undefined
  const footnotes = live ? footnoteControls(whole, signal) : undefined
  if (!options.markdown) whole.dataset.plain = ""
  let improved = false
  let improving: Generator<void> | null = null
  const again = () => {
    improved = true
    touch(block)
  }
  const begin = () => {
    whole.replaceChildren()
    return markdownInto(whole, {
      markdown: options.markdown,
      codeControls: controls,
      pictures,
      footnoteControls: footnotes,
      highlight: (language) =>
        NO_LANGUAGE.test(language) ? null : (extras.highlight(again)?.(language) ?? null),
      renderMath: (target, formula, display) =>
        extras.renderMath(again)?.(target, formula, display) ?? false,
    })
  }

  let bound = bounded(surroundings, block)
  let sink = begin()
  let revision = 0
  let written = 0
  let ended = false

  const restart = () => {
    sink = begin()
    bound = bounded(surroundings, block)
    ended = false
    improved = false
    improving = null
  }
  /** Write the next portion. Returns true when more is left. */
  const grow = (text: GrowingText, closed: boolean): boolean => {
    const rest = text.since(written)
    const piece = rest.slice(0, cut(rest, allowance.portion(rest.length)))
    written += piece.length
    const left = written < text.length
    if (piece !== "") sink.write(bound.take(piece))
    if (((closed && !left) || bound.full) && !ended) {
      ended = true
      sink.close()
    }
    const waits = sink.paint(() => allowance.spent)
    return bound.update(whole) || left || waits
  }
  /** Improve what is shown, as far as this frame allows. Returns true when more is left. */
  const improve = (): boolean => {
    if (improved && !improving) {
      improving = sink.improve()
      improved = false
    }
    while (improving && !allowance.spent) if (improving.next().done) improving = null
    return improved || improving !== null
  }

  return {
    element: whole,
    update(text, closed) {
      // A text that was replaced, or that goes on after its end, is told again from the start.
      if (text.revision !== revision || (ended && !bound.full && text.length > written)) {
        restart()
        revision = text.revision
        written = 0
      }
      let left = grow(text, closed)
      while (left && !allowance.spent) left = grow(text, closed)
      return improve() || left
    },
  }
}
