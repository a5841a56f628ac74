/**
 * Where the next question is written. Typing is possible at any time; when a question cannot be
 * asked, the reason stands beside it, and what was typed stays.
 */

import { control } from "../view/controls.ts"
import { quietButton } from "../view/copy.ts"
import { element, setText, show } from "../view/dom.ts"
import { visible, visibleProse } from "../view/visible.ts"
import type { ChatFacts } from "./conversation.ts"
import { type Drafts, Recall } from "./drafts.ts"
import { sends } from "./keys.ts"
import { type Attached, tray } from "./tray.ts"
import { tooLong } from "./words.ts"

/** What the composer can do now: ask; or else why it cannot; and whether there is something to stop. */
export interface Stance {
  readonly reason: string
  readonly ready: boolean
  readonly stop: "none" | "stop" | "stop now" | "asked" | "interrupt"
}

export interface ComposerContext {
  readonly signal: AbortSignal
  readonly submit: (text: string, files: readonly Attached[]) => void
  readonly stop: () => void
  /** Ends whatever the kernel does; offered where it hears nothing else. */
  readonly interrupt: () => void
  readonly leave: () => void
}

export interface Composer {
  readonly element: HTMLElement
  update(facts: ChatFacts, stance: Stance): void
  /** What was asked so far, for up-arrow. */
  learn(asked: readonly string[]): void
  /** Keep drafts here from now on, and show the one that was kept. */
  keep(drafts: Drafts): void
  /** Put back a question that could not be asked. */
  restore(text: string, files: readonly Attached[]): void
  /** Say why something did not happen. */
  refuse(reason: string): void
  focus(): void
}

const STOPS = {
  none: "",
  stop: "Stop",
  "stop now": "Stop now",
  asked: "Stopping…",
  interrupt: "Interrupt the kernel",
} as const

export function composer({ signal, submit, stop, interrupt, leave }: ComposerContext): Composer {
  const chips = element("div", "nbs-suggestions")
  chips.setAttribute("role", "group")
  chips.setAttribute("aria-label", "Suggestions")
  const field = control(element("textarea", "nbs-field"))
  field.rows = 1
  field.setAttribute("aria-label", "Question")
  const picker = control(element("input", "nbs-hidden"))
  picker.type = "file"
  picker.multiple = true
  picker.tabIndex = -1
  picker.setAttribute("aria-hidden", "true")
  const attach = quietButton("nbs-attach", "Attach")
  attach.setAttribute("title", "Pictures, PDFs and texts; also by pasting or dropping them")
  const reason = element("span", "nbs-stance")
  reason.setAttribute("role", "status")
  const sending = control(element("button", "nbs-button nbs-primary nbs-send", "Ask"))
  const stopping = control(element("button", "nbs-button nbs-stop-all", "Stop"))
  sending.type = stopping.type = "button"
  const notice = element("div", "nbs-notice")
  notice.setAttribute("role", "alert")
  notice.hidden = true

  let facts: ChatFacts | null = null
  let stance: Stance = { reason: "", ready: false, stop: "none" }
  let kept: Drafts | null = null
  let offered: readonly string[] = []
  const recall = new Recall()

  const changed = () => {
    kept?.write(field.value)
    grow(field)
    look()
  }
  const limits = () => ({
    maxFiles: facts?.maxFiles ?? 0,
    maxBytes: facts?.maxBytes ?? 0,
  })
  const files = tray(limits, () => look(), signal)
  const row = element("div", "nbs-composer-row", attach, picker, reason, sending, stopping)
  const box = element("div", "nbs-composer-box", files.element, field, row)
  const whole = element("div", "nbs-composer", chips, notice, box)

  const tell = (text: string) => {
    setText(notice, text)
    show(notice, text !== "")
  }
  const empty = () => field.value.trim() === "" && files.files.length === 0
  const look = () => {
    sending.disabled = !stance.ready || empty()
    show(sending, stance.stop === "none")
    show(stopping, stance.stop !== "none")
    setText(stopping, STOPS[stance.stop])
    stopping.disabled = stance.stop === "asked"
    setText(reason, stance.reason)
    whole.dataset.ready = String(stance.ready)
    show(chips, offered.length > 0)
    for (const chip of chips.children) (chip as HTMLButtonElement).disabled = !stance.ready
  }
  const send = () => {
    if (empty()) return
    if (!stance.ready) {
      // It says why already; now it says it so that it is noticed.
      reason.classList.remove("nbs-nudge")
      void reason.offsetWidth
      reason.classList.add("nbs-nudge")
      return
    }
    const why = tooLong(field.value.length, facts?.maxCharacters ?? 0)
    if (why !== null) return tell(why)
    const text = field.value
    const attached = files.files
    field.value = ""
    files.clear()
    tell("")
    changed()
    submit(text, attached)
  }
  const put = (text: string) => {
    field.value = text
    changed()
    field.setSelectionRange(text.length, text.length)
  }
  const take = async (given: readonly File[]) => {
    if (given.length > 0) tell((await files.add(given)) ?? "")
  }

  sending.addEventListener("click", send, { signal })
  stopping.addEventListener(
    "click",
    ({ isTrusted }) => {
      if (stance.stop !== "interrupt") stop()
      // It ends whatever the kernel does: a script of the page is nobody.
      else if (isTrusted) interrupt()
    },
    { signal },
  )
  attach.addEventListener("click", () => picker.click(), { signal })
  picker.addEventListener(
    "change",
    () => {
      void take([...(picker.files ?? [])])
      picker.value = ""
    },
    { signal },
  )
  field.addEventListener(
    "input",
    () => {
      recall.forget()
      changed()
    },
    { signal },
  )
  field.addEventListener(
    "paste",
    (event) => {
      const pasted = [...(event.clipboardData?.files ?? [])]
      if (pasted.length > 0) {
        event.preventDefault()
        void take(pasted)
        return
      }
      const text = event.clipboardData?.getData("text/plain") ?? ""
      // A page that puts twenty megabytes into a field is gone for a minute.
      const why = tooLong(text.length + field.value.length, facts?.maxCharacters ?? 0)
      if (why === null) return
      event.preventDefault()
      tell(why)
    },
    { signal },
  )
  box.addEventListener(
    "dragover",
    (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return
      event.preventDefault()
      event.stopPropagation()
      box.classList.add("nbs-dropping")
    },
    { signal },
  )
  box.addEventListener("dragleave", () => box.classList.remove("nbs-dropping"), { signal })
  box.addEventListener(
    "drop",
    (event) => {
      box.classList.remove("nbs-dropping")
      const dropped = [...(event.dataTransfer?.files ?? [])]
      if (dropped.length === 0) return
      event.preventDefault()
      event.stopPropagation()
      void take(dropped)
    },
    { signal },
  )
  field.addEventListener(
    "keydown",
    (event) => {
      // The notebook's own keys are of no use to somebody who writes.
      event.stopPropagation()
      if (event.isComposing) return
      const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
      if (sends(event, facts?.enterSends ?? true)) {
        event.preventDefault()
        send()
      } else if (event.key === "Escape") {
        field.blur()
        leave()
      } else if (event.key === "ArrowUp" && plain && atStart(field)) {
        const before = recall.back(field.value)
        if (before === null) return
        event.preventDefault()
        put(before)
        field.setSelectionRange(0, 0)
      } else if (event.key === "ArrowDown" && plain && atEnd(field)) {
        const after = recall.forth()
        if (after === null) return
        event.preventDefault()
        put(after)
      }
    },
    { signal },
  )

  const offer = (suggestions: readonly string[]) => {
    if (suggestions.join("\n") === offered.join("\n")) return
    offered = suggestions
    chips.replaceChildren(
      ...suggestions.map((text) => {
        const chip = control(element("button", "nbs-button nbs-suggestion", visibleProse(text)))
        chip.type = "button"
        chip.addEventListener("click", () => submit(text, []), { signal })
        return chip
      }),
    )
  }

  return {
    element: whole,
    update(now, next) {
      if (now.notice !== (facts?.notice ?? "")) tell(visible(now.notice))
      facts = now
      stance = next
      field.placeholder = now.placeholder || `Ask ${now.speaker || now.name || "a question"}`
      offer(now.suggestions)
      look()
    },
    learn: (asked) => recall.learn(asked),
    keep(drafts) {
      kept = drafts
      const draft = drafts.read()
      if (draft !== "" && field.value === "") put(draft)
    },
    restore(text, attached) {
      // What was typed meanwhile is the reader's, too.
      put([text, field.value].filter((part) => part !== "").join("\n\n"))
      files.restore(attached)
    },
    refuse: tell,
    focus: () => field.focus({ preventScroll: true }),
  }
}

/** As high as its text, as far as the styles allow; browsers that do so by themselves are left to. */
function grow(field: HTMLTextAreaElement): void {
  if (globalThis.CSS?.supports?.("field-sizing", "content")) return
  field.style.height = "auto"
  field.style.height = `${field.scrollHeight}px`
}

function atStart({ selectionStart, selectionEnd }: HTMLTextAreaElement): boolean {
  return selectionStart === 0 && selectionEnd === 0
}

function atEnd({ selectionStart, selectionEnd, value }: HTMLTextAreaElement): boolean {
  return selectionStart === value.length && selectionEnd === value.length
}
