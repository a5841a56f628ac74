/** A question that is being changed, in its place. */

import { control } from "../view/controls.ts"
import { element } from "../view/dom.ts"

export interface Editor {
  readonly element: HTMLElement
  focus(): void
}

/** `done` is called once: with the new question, or with null when it stays as it was. */
export function editor(
  text: string,
  signal: AbortSignal,
  done: (text: string | null) => void,
): Editor {
  const field = control(element("textarea", "nbs-field nbs-editing"))
  field.value = text
  field.rows = Math.min(12, text.split("\n").length + 1)
  field.setAttribute("aria-label", "Edit the question")
  const ask = control(element("button", "nbs-button nbs-primary", "Ask"))
  const leave = control(element("button", "nbs-button", "Cancel"))
  ask.type = leave.type = "button"
  const accept = () => {
    if (field.value.trim() !== "") done(field.value)
  }
  ask.addEventListener("click", accept, { signal })
  leave.addEventListener("click", () => done(null), { signal })
  field.addEventListener(
    "keydown",
    (event) => {
      event.stopPropagation()
      if (event.key === "Escape") done(null)
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) accept()
    },
    { signal },
  )
  const buttons = element("div", "nbs-editor-buttons", leave, ask)
  return {
    element: element("div", "nbs-editor", field, buttons),
    focus() {
      field.focus({ preventScroll: true })
      field.setSelectionRange(text.length, text.length)
    },
  }
}
