/**
 * The turns in order, a few of them together. The browser looks in every frame whether what it may
 * leave out has come into sight, and a layout goes along all that stand side by side: both are done
 * by the group, so that a long conversation costs no more than a short one while an answer comes.
 */

import { element } from "../view/dom.ts"
import { TURNS_TOGETHER } from "./limits.ts"

export interface Groups {
  readonly element: HTMLElement
  /** Show these in this order; what stands at its place already is not moved. */
  show(turns: readonly HTMLElement[]): void
}

export function groups(): Groups {
  const whole = element("div", "nbs-turns")
  return {
    element: whole,
    show(turns) {
      const count = Math.ceil(turns.length / TURNS_TOGETHER)
      while (whole.children.length < count) whole.append(element("div", "nbs-together"))
      turns.forEach((turn, index) => {
        const group = whole.children[Math.floor(index / TURNS_TOGETHER)]
        const there = group?.children[index % TURNS_TOGETHER]
        if (there !== turn) group?.insertBefore(turn, there ?? null)
      })
      while (whole.children.length > count) whole.lastElementChild?.remove()
    },
  }
}
