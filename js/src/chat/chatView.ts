/** A whole conversation on the page: its head, its turns, and the composer under them. */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { word } from "../document/block.ts"
import type { Document } from "../document/document.ts"
import { quietButton } from "../view/copy.ts"
import { element, setText, show } from "../view/dom.ts"
import { keepKeysInside } from "../view/keys.ts"
import { visibleName } from "../view/visible.ts"
import type { Session } from "../widget/session.ts"
import type { ChatMessage } from "../wire/messages.ts"
import { announcer } from "./announcer.ts"
import type { Answers } from "./answers.ts"
import { composer, type Stance } from "./composer.ts"
import { type ChatFacts, chatFacts, isOver, pathOf, type TurnFacts } from "./conversation.ts"
import { drafts, pageStore } from "./drafts.ts"
import { keepFocus } from "./focus.ts"
import type { Host } from "./host.ts"
import { HEARD_MS, SURE_MS } from "./limits.ts"
import { adoptChatStyles } from "./styles/adopt.ts"
import { transcript } from "./transcript.ts"
import type { Attached } from "./tray.ts"

export interface ChatContext {
  readonly run: Document
  readonly answers: Answers
  readonly host: Host
  readonly send: (message: ChatMessage, buffers?: ArrayBuffer[]) => void
  /** Interrupt the kernel; null where the host lets no view do that. */
  readonly interrupt: (() => void) | null
  readonly signal: AbortSignal
}

export interface ChatView {
  /** Something came: show the conversation as it is now. */
  update(): void
}

/** A question that was sent, until the kernel has taken it. */
interface Sent {
  readonly nonce: string
  readonly text: string
  readonly files: readonly Attached[]
  note: string
}

export function chatView(target: HTMLElement, context: ChatContext): ChatView {
  const { run, host, signal } = context
  const title = element("span", "nbs-chat-title")
  const clear = quietButton("nbs-clear", "Clear")
  const head = element("div", "nbs-chat-head", title, clear)
  const announce = announcer()
  const gone = element("div", "nbs-gone")
  gone.setAttribute("role", "status")
  gone.hidden = true

  const sent: Sent[] = []
  /** What a reader wants back, by turn, until the kernel has taken it out or has begun to answer. */
  const wanted = new Map<string, TurnFacts>()
  let askedToStop = 0
  let askedMs = 0
  let stopping: string | null = null
  /** Turns whose end nobody has been told of. */
  const awaited = new Set<string>()
  /** The answer that is under way. */
  let answering: { readonly turn: string; readonly session: Session } | null = null
  let kept = false
  let refused: string | null = null

  const later = (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms)
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true })
  }
  const submit = (text: string, files: readonly Attached[]) => {
    const nonce = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`
    const question: Sent = { nonce, text, files, note: "" }
    sent.push(question)
    const about = files.map(({ name, preview }) => ({ name, preview }))
    const contents = files.map(({ content }) => content)
    context.send({ type: "submit", text, nonce, files: about }, contents)
    later(HEARD_MS, () => {
      question.note =
        "Waits for the kernel, which is running something else: it is asked as soon as that ends"
      update()
    })
    update()
    turns.toEnd()
  }
  const stop = () => {
    const current = underWay(pathOf(run))
    if (current === undefined) return
    askedToStop = current.id === stopping ? askedToStop + 1 : 1
    if (askedToStop === 1) askedMs = performance.now()
    stopping = current.id
    context.send({ type: "stop" })
    later(HEARD_MS, update)
    update()
  }

  const turns = transcript({
    answers: context.answers,
    chat: () => chatFacts(run),
    send: (message) => context.send(message),
    takeBack: (turn) => {
      wanted.set(turn.id, turn)
      context.send({ type: "withdraw", turn: turn.id })
    },
    later,
    shown: (session, turn) => follow(session, turn),
    signal,
  })
  const writes = composer({
    signal,
    submit,
    stop,
    interrupt: () => context.interrupt?.(),
    leave: () => target.closest<HTMLElement>("[tabindex]")?.focus({ preventScroll: true }),
  })
  const root = element("div", "nbs nbs-chat", head, turns.element, gone)
  root.append(writes.element, announce.element)
  keepKeysInside(root, signal)
  root.addEventListener("keydown", keepPage, { signal, capture: true })
  target.append(root)
  signal.addEventListener("abort", () => root.remove(), { once: true })
  const styled = adoptChatStyles(root)

  let sure = false
  clear.addEventListener(
    "click",
    () => {
      if (sure) context.send({ type: "clear" })
      sure = !sure
      setText(clear, sure ? "Clear everything?" : "Clear")
      if (sure)
        later(SURE_MS, () => {
          sure = false
          setText(clear, "Clear")
        })
    },
    { signal },
  )

  /** Tell of an answer that is under way as it is opened; others are history. */
  const follow = (session: Session, turn: string) => {
    const facts = pathOf(run).find(({ id }) => id === turn)
    if (facts === undefined || isOver(facts)) return
    answering = { turn, session }
    const tell = announce.follow(session.document)
    session.changed(() => {
      tell()
      if (turn === stopping) update()
    }, signal)
    tell()
  }

  const update = () => {
    const kept = keepFocus(root, () => writes.focus())
    bringUpToDate()
    kept()
  }

  const bringUpToDate = () => {
    styled()
    const facts = chatFacts(run)
    const path = pathOf(run)
    if (!kept && facts.id !== "") {
      kept = true
      // A refusal from before this view was opened is not its question's.
      refused = facts.refused
      writes.keep(drafts(facts.id, pageStore()))
    }
    settle(facts, path)
    putBack()
    tellOfEnds(path)
    setText(title, visibleName(facts.title, MAX_CHAT_NAME))
    show(head, facts.title !== "" || path.length > 0)
    show(clear, path.length > 0)
    const stance = stanceOf(facts, path)
    clear.disabled = host.line() !== "open"
    root.style.setProperty("--nbs-chat-height", `${facts.height}px`)
    turns.greet(facts.greeting, facts.name)
    turns.update(path, sent, stance)
    show(turns.element, path.length + sent.length > 0 || facts.greeting !== "")
    writes.learn(path.map(({ question }) => question))
    writes.update(facts, stance)
    const line = host.line()
    setText(
      gone,
      line === "gone"
        ? "This conversation is no longer live: its kernel was restarted or is gone. " +
            "What was said stays here; run the cell again to begin a new one."
        : "",
    )
    show(gone, line === "gone")
    root.dataset.line = line
  }

  /** Let go of questions that the kernel has taken, or has refused. */
  const settle = (facts: ChatFacts, path: readonly TurnFacts[]) => {
    for (const question of [...sent]) {
      const refusal = facts.refused === question.nonce && facts.refused !== refused
      const taken = path.find(({ nonce }) => nonce === question.nonce)
      if (taken !== undefined) awaited.add(taken.id)
      else if (!refusal) continue
      sent.splice(sent.indexOf(question), 1)
      if (refusal) writes.restore(question.text, question.files)
    }
    if (facts.refused !== "") refused = facts.refused
  }

  /** An answer may be over before it is opened: then its end is told from here. */
  const tellOfEnds = (path: readonly TurnFacts[]) => {
    for (const turn of path) {
      if (!isOver(turn)) awaited.add(turn.id)
      else if (awaited.delete(turn.id) && answering?.turn !== turn.id) announce.ended(turn.status)
    }
  }

  /** Give back the questions that were taken out; one that is asked already has been too late. */
  const putBack = () => {
    for (const [id, { question, files }] of wanted) {
      const turn = run.get(id)
      if (turn !== undefined && word(turn, "status") === "queued") continue
      wanted.delete(id)
      if (turn !== undefined) continue
      writes.restore(question, [])
      // Their contents are the kernel's, or another page's.
      if (files.length > 0) writes.refuse(`Attach again: ${files.map(nameOf).join(", ")}`)
    }
  }

  /** Whether the kernel has had time to hear Stop, and goes on as if it had not. */
  const isUnheard = ({ id }: TurnFacts) => {
    const run = answering?.turn === id ? answering.session.document.run : undefined
    if (run === undefined || performance.now() - askedMs < HEARD_MS) return false
    return word(run, "status") === "streaming" || word(run, "status") === "waiting"
  }

  const stanceOf = (facts: ChatFacts, path: readonly TurnFacts[]): Stance => {
    const line = host.line()
    if (line === "gone") return { ready: false, reason: "Not live any more", stop: "none" }
    if (line === "waiting")
      return { ready: false, reason: "Not connected to the kernel; this stays here", stop: "none" }
    const current = underWay(path)
    if (current === undefined)
      return sent.length > 0
        ? { ready: false, reason: "Your question is on its way", stop: "none" }
        : { ready: true, reason: "", stop: "none" }
    const presses = current.id === stopping ? askedToStop : 0
    const who = visibleName(current.agent || facts.name, MAX_CHAT_NAME)
    if (presses > 0 && isUnheard(current)) {
      const reason = "The kernel is busy and has not heard Stop yet"
      return { ready: false, reason, stop: context.interrupt === null ? "asked" : "interrupt" }
    }
    if (presses > 1) return { ready: false, reason: "Stopping now", stop: "asked" }
    if (presses === 1) return { ready: false, reason: "Stopping", stop: "stop now" }
    return { ready: false, reason: `${who} is answering`, stop: "stop" }
  }

  host.changed(update, signal)
  context.send({ type: "opened" })
  return { update }
}

function nameOf({ name }: { readonly name: string }): string {
  return visibleName(name, MAX_CHAT_NAME)
}

/** The notebook hears no key in here: left to itself, the browser would save its page as a file. */
function keepPage(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") event.preventDefault()
}

/** The turn that is being answered, or is the next to be. */
function underWay(path: readonly TurnFacts[]): TurnFacts | undefined {
  return path.find((turn) => !isOver(turn))
}
