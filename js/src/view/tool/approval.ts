/**
 * Where a reader decides whether a call may be made, and what was decided.
 *
 * Made from typed messages alone. What is decided about stands there whole, with its hidden
 * characters visible; a press counts only from a person, only after there was time to read, and
 * says which question it answers and what was shown. Doing nothing allows nothing.
 */

import { MAX_REJECTION, NAME_CHARACTERS } from "../../bounds/index.ts"
import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element, setText, show } from "../dom.ts"
import { indented } from "../json/indent.ts"
import { ARMED_AFTER_MS, STOP_HEARD_MS } from "../limits.ts"
import { longText } from "../longText.ts"
import { plainTextInto } from "../plainText.ts"
import type { Surroundings, View } from "../view.ts"
import { visible, visibleName } from "../visible.ts"
import { digest } from "./digest.ts"
import { notesOf } from "./notes.ts"
import { stillness } from "./still.ts"

export function approval(surroundings: Surroundings, id: string): View<Block> {
  const decided = element("div", "nbs-line nbs-decided")
  decided.hidden = true
  const whole = element("div", "nbs-approval", decided)
  let question: View<Block> | null = null
  whole.hidden = true

  return {
    element: whole,
    update(block) {
      const asks = asksHere(block) && surroundings.send !== null
      if (asks && question === null) {
        question = questionPart(surroundings, id)
        whole.append(question.element)
      }
      const decision = decisionOf(block)
      setText(decided, decision)
      show(decided, decision !== "")
      show(whole, asks || decision !== "")
      return question?.update(block) ?? false
    },
  }
}

/** Whether somebody can answer here: the kernel has named a question that is still open. */
export function asksHere(block: Block): boolean {
  return word(block, "status") === "approval" && word(block, "ask") !== "" && !block.closed
}

/** What somebody decided, as a sentence; empty while nobody has. */
function decisionOf({ props }: Block): string {
  const told = props.approval
  if (typeof told !== "object" || told === null) return ""
  const { approved, message, always } = told as Record<string, unknown>
  const every = always === true ? ", and every later call of this tool in this run" : ""
  if (approved === true) return `Approved by a person${every}`
  const why = typeof message === "string" && message !== "" ? `: ${visible(message)}` : ""
  return `Rejected by a person${every}${why}`
}

/** What a question shows. */
interface Asked {
  readonly name: string
  readonly args: string
  readonly notes: string
}

/** The question: what would run, and the three answers. */
function questionPart(surroundings: Surroundings, id: string): View<Block> {
  const { later, now, signal, send, touch } = surroundings
  const title = element("div", "nbs-wanted")
  const args = longText(surroundings, { block: id, into: plainTextInto })
  const reject = button("Reject", "nbs-reject")
  const approve = button("Approve", "nbs-approve")
  const always = control(element("input", "nbs-always"))
  always.type = "checkbox"
  const alwaysLabel = control(element("label", "nbs-always-label", always, "Always for this tool"))
  const reply = control(element("input", "nbs-reply"))
  reply.type = "text"
  reply.maxLength = MAX_REJECTION
  reply.placeholder = "Why not? (the model is told)"
  reply.setAttribute("aria-label", "What the model is told when you reject")
  const said = element("div", "nbs-muted")
  said.setAttribute("role", "status")
  const answers = element("div", "nbs-answers", reject, reply, approve, alwaysLabel)
  const about = element("div", "nbs-notes nbs-about")
  const whole = element("div", "nbs-question", title, about, args.element, answers, said)
  whole.hidden = true

  let nonce = ""
  let shown: Asked | null = null
  const text = new GrowingText()
  let sinceMs = 0
  let sentMs: number | null = null
  let folded = true
  /** While something is asked: whether the answers stand still. */
  let isStill: (() => boolean) | null = null
  let over = new AbortController()
  let aimed = true
  /** What stood there to be answered when a press began; undefined where none did. */
  let begun: Asked | null | undefined
  let missed = false

  const armed = () => shown !== null && sentMs === null && now() - sinceMs >= ARMED_AFTER_MS
  const answer = (event: Event, approved: boolean) => {
    const meant = begun
    begun = undefined
    // A script of the page, or of what stands in it, is nobody.
    if (!event.isTrusted || !armed() || shown === null || (approved && folded)) return
    // Keys are pressed where the focus is, wherever that has moved to.
    missed = !aimed && event instanceof MouseEvent && event.detail > 0
    // What is let go of now may have been pressed for another question, or before this could be read.
    if (meant !== undefined && meant !== shown) missed = true
    touch(id)
    if (missed) return
    const about = { id, nonce, digest: digest(shown.name, shown.args, shown.notes) }
    if (approved) send?.({ type: "approve", ...about, always: always.checked })
    else send?.({ type: "reject", ...about, message: reply.value.slice(0, MAX_REJECTION) })
    sentMs = now()
    later(STOP_HEARD_MS, () => touch(id))
  }
  const begin = () => {
    begun = armed() ? shown : null
  }
  const aim = () => {
    aimed = isStill?.() ?? true
    begin()
  }
  answers.addEventListener("pointerdown", aim, { signal })
  approve.addEventListener("click", (event) => answer(event, true), { signal })
  reject.addEventListener("click", (event) => answer(event, false), { signal })
  // A key that has been held down since before it came here was pressed for something else.
  answers.addEventListener(
    "keydown",
    (event) => {
      const { key, repeat, target } = event
      if (key !== "Enter" && (key !== " " || target === reply)) return
      if (!repeat) begin()
      else {
        begun ??= null
        event.preventDefault()
      }
      if (target === reply && !repeat && !event.isComposing) answer(event, false)
    },
    { signal },
  )
  always.addEventListener(
    "click",
    (event) => {
      if (!event.isTrusted) event.preventDefault()
    },
    { signal },
  )

  return {
    element: whole,
    update(block) {
      const asks = asksHere(block)
      show(whole, asks)
      if (!asks) {
        shown = isStill = null
        over.abort()
        return false
      }
      if (isStill === null) {
        over = new AbortController()
        isStill = stillness(answers, now, AbortSignal.any([signal, over.signal]))
      }
      const here = {
        name: word(block, "name"),
        args: block.text.toString(),
        notes: allNoted(block).join("\n"),
      }
      const same =
        shown?.name === here.name && shown.args === here.args && shown.notes === here.notes
      if (word(block, "ask") !== nonce || !same) {
        // Another question, or the same about something else: all there is to read is new.
        nonce = word(block, "ask")
        shown = here
        sinceMs = now()
        sentMs = null
        missed = always.checked = false
        text.become(readable(here.args))
        // A clock's rounding must not leave it unarmed for good.
        later(ARMED_AFTER_MS + 1, () => touch(id))
      }
      setText(title, `Allow ${visibleName(here.name, NAME_CHARACTERS)} with exactly this?`)
      // On lines of their own, and none that a name could make up.
      const lines = allNoted(block).map((each) => visibleName(each, Number.POSITIVE_INFINITY))
      setText(about, lines.join("\n"))
      show(about, lines.length > 0)
      const left = args.update(text)
      folded = left || args.element.querySelector("button") !== null
      const open = armed()
      reject.disabled = reply.disabled = !open
      approve.disabled = always.disabled = !open || folded
      const waitedMs = sentMs === null ? null : now() - sentMs
      setText(said, missed ? MOVED : words(waitedMs, folded, word(block, "call_id")))
      return left
    },
  }
}

/** What else is known of a call, but for what the kernel says of the question itself. */
function allNoted(block: Block): string[] {
  return notesOf(block)
    .filter(([name]) => name !== "decision")
    .map(([name, facts]) => `${name}: ${facts}`)
}

/** JSON over several lines; anything else as it came. */
function readable(args: string): string {
  try {
    JSON.parse(args)
    return indented(args)
  } catch {
    return args
  }
}

const MOVED = "This had just moved or changed: press again"

/** What to say below the answers; `waitedMs` since one was given, null when none was. */
function words(waitedMs: number | null, folded: boolean, call: string): string {
  if (waitedMs === null) return folded ? "Show all of it before you approve" : ""
  if (waitedMs < STOP_HEARD_MS) return "Telling the kernel…"
  return (
    "The kernel has not heard this yet: it may be busy, or gone. " +
    `In another cell: view.approve(${JSON.stringify(visibleName(call, NAME_CHARACTERS))})`
  )
}

function button(label: string, className: string): HTMLButtonElement {
  const made = control(element("button", `nbs-button ${className}`, label))
  made.type = "button"
  return made
}
