/** Buttons that put a text on the reader's clipboard. */

import { control } from "./controls.ts"
import { element, setText } from "./dom.ts"
import { COPIED_MS } from "./limits.ts"

/** Call once, after so many milliseconds. */
export type Later = (ms: number, callback: () => void) => void

/** A button that copies what `text` gives at that moment; `what` that is, for who hears the page. */
export function copyButton(text: () => string, what: string, later: Later, signal: AbortSignal) {
  const button = quietButton("nbs-copy", "Copy")
  nameCopy(button, what)
  button.addEventListener("click", () => void copy(text(), button, later), { signal })
  return button
}

/** Say what a button copies: many stand on a page, and all of them say "Copy". */
export function nameCopy(button: HTMLElement, what: string): void {
  button.setAttribute("aria-label", `Copy ${what}`)
}

/** A small button that stands beside what it acts on. */
export function quietButton(className: string, label: string): HTMLButtonElement {
  const button = control(element("button", `nbs-quiet ${className}`, label))
  button.type = "button"
  return button
}

/** Copy, and let `said` tell for a moment whether that went well. */
export async function copy(text: string, said: HTMLElement, later: Later): Promise<void> {
  const name = said.getAttribute("aria-label")
  // For a moment it is called what it says, so that who hears the page is told, too.
  said.removeAttribute("aria-label")
  setText(said, (await written(text)) ? "Copied" : "Cannot copy")
  later(COPIED_MS, () => {
    setText(said, "Copy")
    if (name !== null) said.setAttribute("aria-label", name)
  })
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // There is no such clipboard on pages that came over plain http.
    return writtenBySelection(text)
  }
}

function writtenBySelection(text: string): boolean {
  const { activeElement, body } = document
  const field = element("textarea", "")
  field.value = text
  // Far away, and never scrolled to.
  field.style.cssText = "position:fixed;inset-inline-start:-100vw"
  body.append(field)
  field.select()
  const copied = document.execCommand("copy")
  field.remove()
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  return copied
}
