/**
 * A question that is being changed, in its place. What was typed stays until the kernel has taken
 * it, which replaces the turn and this with it.
 */

import { control } from "../view/controls.ts"
import { element, setText } from "../view/dom.ts"
import { sends } from "./keys.ts"
import { HEARD_MS } from "./limits.ts"

export interface EditorContext {
  readonly signal: AbortSignal
  readonly enterSends: () => boolean
  /** Why this cannot be asked now; empty: it can. */
  readonly refusal: (text: string) => string
  readonly ask: (text: string) => void
  /** Leave the question as it was. */
  readonly leave: () => void
  readonly later: (ms: number, callback: () => void) => void
}

export interface Editor {
  readonly element: HTMLElement
  /** The conversation has changed, and this question is still in its place. */
  update(): void
  focus(): void
}

export function editor(text: string, context: EditorContext): Editor {
  const { signal, refusal, leave } = context
  const field = control(element("textarea", "nbs-field nbs-editing"))
  field.value = text
  field.rows = Math.min(12, text.split("\n").length + 1)
  field.setAttribute("aria-label", "Edit the question")
  const reason = element("span", "nbs-editor-reason")
  reason.setAttribute("role", "status")
  const ask = control(element("button", "nbs-button nbs-primary", "Ask"))
  const cancel = control(element("button", "nbs-button", "Cancel"))
  ask.type = cancel.type = "button"
  let sent = false

  const look = () => {
    setText(reason, refusal(field.value))
    ask.disabled = sent || field.value.trim() === "" || reason.textContent !== ""
  }
  const accept = () => {
    look()
    if (ask.disabled) return
    sent = ask.disabled = true
    context.ask(field.value)
    context.later(HEARD_MS, () => {
      if (sent) setText(reason, "Waits for the kernel")
    })
  }
  ask.addEventListener("click", accept, { signal })
  cancel.addEventListener("click", leave, { signal })
  field.addEventListener("input", look, { signal })
  field.addEventListener(
    "paste",
    (event) => {
      const pasted = event.clipboardData?.getData("text/plain") ?? ""
      // As in the composer: what cannot be asked is not put into a field, which may take a minute.
      const why = refusal(field.value + pasted)
      if (why === "" || refusal(field.value) !== "") return
      event.preventDefault()
      setText(reason, why)
    },
    { signal },
  )
  field.addEventListener(
    "keydown",
    (event) => {
      event.stopPropagation()
      if (event.isComposing) return
      if (event.key === "Escape") leave()
      const quick = event.key === "Enter" && (event.ctrlKey || event.metaKey)
      if (!quick && !sends(event, context.enterSends())) return
      event.preventDefault()
      accept()
    },
    { signal },
  )
  const buttons = element("div", "nbs-editor-buttons", reason, cancel, ask)
  look()
  return {
    element: element("div", "nbs-editor", field, buttons),
    update() {
      sent = false
      look()
    },
    focus() {
      field.focus({ preventScroll: true })
      field.setSelectionRange(text.length, text.length)
    },
  }
}
