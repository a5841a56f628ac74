/** One labelled part of a tool's cell, which can be copied: its input, its output, its error. */

import { copyButton, nameCopy } from "../copy.ts"
import { element, setText, show } from "../dom.ts"
import type { Surroundings } from "../view.ts"

export interface PartOptions {
  readonly label: string
  /** What Copy copies. */
  readonly copied: () => string
  /** Further classes, of ours. */
  readonly look: string
}

export interface Part {
  readonly element: HTMLElement
  /** What it is about stands in here. */
  readonly body: HTMLElement
  /** Show it, or do not: a part is there as soon as it has something to show. */
  update(shown: boolean, label?: string): void
}

export function part({ later, live, signal }: Surroundings, options: PartOptions): Part {
  const label = element("span", "nbs-label", options.label)
  const head = element("div", "nbs-part-head", label)
  const copying = live
    ? copyButton(options.copied, options.label.toLowerCase(), later, signal)
    : null
  if (copying !== null) head.append(copying)
  const body = element("div", "nbs-part-body")
  const whole = element("div", `nbs-part ${options.look}`, head, body)
  whole.hidden = true
  return {
    element: whole,
    body,
    update(shown, said = options.label) {
      show(whole, shown)
      if (label.textContent === said) return
      setText(label, said)
      if (copying !== null) nameCopy(copying, said.toLowerCase())
    },
  }
}
