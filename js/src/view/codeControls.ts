/**
 * What a block of code has for its reader: the name of its language, Copy, Insert where there is a
 * notebook to put it into, and whether long lines wrap. All of it is made of buttons, which are neither selected nor copied with the code.
 */

import type { CodeControls } from "../markdown/index.ts"
import { control } from "./controls.ts"
import { copy, type Later, quietButton } from "./copy.ts"
import { element } from "./dom.ts"
import type { Insert } from "./view.ts"

/** Controls for all code in `root`; one listener hears them all. */
export function codeControls(
  root: HTMLElement,
  later: Later,
  signal: AbortSignal | undefined,
  insert: Insert | null = null,
): CodeControls {
  const made = new WeakMap<EventTarget, () => void>()
  root.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? event.target.closest("button") : null
      if (target !== null) made.get(target)?.()
    },
    signal === undefined ? {} : { signal },
  )

  return (block, language) => {
    const copying = quietButton("nbs-copy", "")
    const verb = control(element("span", "", "Copy"))
    if (language !== "") copying.append(control(element("span", "nbs-language", language)), " ")
    copying.append(verb)
    made.set(copying, () => void copy(codeIn(block), verb, later))

    const wrapping = quietButton("nbs-wrap", "Wrap")
    wrapping.setAttribute("aria-pressed", "false")
    made.set(wrapping, () => {
      const wrapped = block.classList.toggle("nbs-wrapped")
      wrapping.setAttribute("aria-pressed", String(wrapped))
    })
    if (insert === null) {
      block.prepend(copying, wrapping)
      return
    }
    const inserting = quietButton("nbs-insert", "Insert")
    inserting.setAttribute("title", "Put this code into a new cell below; it is not run")
    made.set(inserting, () => insert(block, codeIn(block)))
    block.prepend(copying, inserting, wrapping)
  }
}

/** As it is shown. The last line's end stays behind: in a terminal it would be an order. */
function codeIn(block: HTMLElement): string {
  return (block.querySelector("code")?.textContent ?? "").replace(/\n$/, "")
}
