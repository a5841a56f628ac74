/** One turn: what was asked, the answer, and what a reader can do with either. */

import { copyButton, quietButton } from "../view/copy.ts"
import { element, setText, show } from "../view/dom.ts"
import { visible } from "../view/visible.ts"
import { duration } from "../view/words.ts"
import type { Session } from "../widget/session.ts"
import type { ChatMessage } from "../wire/messages.ts"
import type { Stance } from "./composer.ts"
import { type ChatFacts, isOver, type TurnFacts } from "./conversation.ts"
import { type Editor, editor } from "./editor.ts"
import { question } from "./question.ts"
import { speaker } from "./speaker.ts"
import { tooLong } from "./words.ts"

export interface TurnContext {
  /** What the conversation it is a part of says of itself now. */
  readonly chat: () => ChatFacts
  readonly send: (message: ChatMessage) => void
  /** Have its question out of the conversation, and back to be written on. */
  readonly takeBack: (turn: TurnFacts) => void
  /** Its answer; asked for once its model is known. */
  readonly answer: (view: string) => Promise<Session>
  /** Call with the answer as soon as it is shown. */
  readonly shown: (session: Session, turn: string) => void
  /** Do this when the page has time for it, the last turns first. */
  readonly soon: (act: () => Promise<void>) => void
  readonly later: (ms: number, callback: () => void) => void
  readonly signal: AbortSignal
}

export interface TurnView {
  readonly element: HTMLElement
  update(turn: TurnFacts, stance: Stance): void
}

export function turnView(context: TurnContext, id: string): TurnView {
  const { send, signal } = context
  const asked = element("div", "nbs-asking")
  const who = element("div", "nbs-who")
  const body = element("div", "nbs-answer-body")
  const trouble = element("div", "nbs-line nbs-trouble")
  const waits = element("div", "nbs-line nbs-waits")
  const answer = element("div", "nbs-answer", who, body, trouble, waits)
  const actions = element("div", "nbs-turn-actions")
  const whole = element("section", "nbs-turn", asked, answer, actions)

  let facts: TurnFacts | null = null
  let session: Session | null = null
  let opened = ""
  let editing: Editor | null = null
  let reason = ""

  const on = (name: string, label: string, act: () => void) => {
    const made = quietButton(name, label)
    made.addEventListener("click", act, { signal })
    return made
  }
  const copying = copyButton(() => answerText(session), "answer", context.later, signal)
  const retry = on("nbs-retry", "Retry", () => send({ type: "retry", turn: id }))
  const edit = on("nbs-edit", "Edit", () => beginEditing())
  const withdraw = on("nbs-withdraw", "Take back", () => {
    if (facts !== null) context.takeBack(facts)
  })
  const older = on("nbs-older", "‹", () => choose(-1))
  const newer = on("nbs-newer", "›", () => choose(1))
  older.setAttribute("aria-label", "Earlier version")
  newer.setAttribute("aria-label", "Later version")
  const which = element("span", "nbs-which")
  const versions = element("span", "nbs-versions", older, which, newer)
  const took = element("span", "nbs-took")
  actions.append(versions, copying, retry, edit, withdraw, took)

  const choose = (step: number) => {
    const all = facts?.versions ?? []
    const turn = all[all.indexOf(id) + step]
    if (turn !== undefined) send({ type: "choose", turn })
  }
  const beginEditing = () => {
    if (facts === null || editing !== null) return
    const made = editor(facts.question, {
      signal,
      enterSends: () => context.chat().enterSends,
      refusal: (text) => reason || (tooLong(text.length, context.chat().maxCharacters) ?? ""),
      ask: (text) => send({ type: "edit", turn: id, text }),
      leave: () => {
        made.element.remove()
        editing = null
        asked.classList.remove("nbs-hidden")
        edit.focus({ preventScroll: true })
      },
      later: context.later,
    })
    editing = made
    asked.classList.add("nbs-hidden")
    asked.after(made.element)
    made.focus()
  }
  const open = async (view: string) => {
    try {
      session = await context.answer(view)
      if (signal.aborted) return
      setText(body, "")
      session.mount(body, signal)
      context.shown(session, id)
    } catch (error) {
      console.error(error)
      opened = ""
      setText(body, "This answer is not on the page. Reload it, or run the chat's cell again.")
    }
  }

  return {
    element: whole,
    update(turn, stance) {
      const { ready } = stance
      if (facts === null) asked.append(question(turn))
      facts = turn
      whole.dataset.status = turn.status
      whole.setAttribute("aria-label", `Question: ${visible(turn.question).slice(0, 80)}`)
      if (turn.agent !== "" && who.textContent === "") who.append(speaker(turn.agent))
      setText(trouble, visible(turn.trouble))
      show(trouble, turn.trouble !== "")
      setText(waits, turn.status === "queued" ? "Waits for the answer before it" : "")
      show(waits, turn.status === "queued")
      if (turn.status === "stopped" && turn.view === "") {
        setText(waits, "Not asked")
        show(waits, true)
      }
      if (turn.view !== "" && opened !== turn.view) {
        opened = turn.view
        context.soon(() => open(turn.view))
      }
      const over = isOver(turn)
      setText(took, turn.seconds === null ? "" : duration(turn.seconds))
      show(copying, over && turn.view !== "")
      show(retry, over)
      show(edit, over)
      retry.disabled = edit.disabled = !ready
      show(withdraw, turn.status === "queued")
      const at = turn.versions.indexOf(id)
      show(versions, turn.versions.length > 1 && over)
      setText(which, `${at + 1} / ${turn.versions.length}`)
      older.disabled = !ready || at === 0
      newer.disabled = !ready || at === turn.versions.length - 1
      reason = stance.reason
      editing?.update()
    },
  }
}

/** An answer as its model wrote it: markdown. */
function answerText(session: Session | null): string {
  const texts: string[] = []
  for (const block of session?.document.run?.children ?? []) {
    const kept = block.kind === "text" && typeof block.props.retracted !== "string"
    if (kept) texts.push(block.text.toString())
  }
  return texts.join("\n\n")
}
