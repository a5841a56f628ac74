/** The turns on the page, in order; each keeps its element for as long as it is in the conversation. */

import { control } from "../view/controls.ts"
import { element } from "../view/dom.ts"
import { follow } from "../view/follow.ts"
import type { Session } from "../widget/session.ts"
import type { ChatMessage } from "../wire/messages.ts"
import type { Answers } from "./answers.ts"
import type { Stance } from "./composer.ts"
import type { ChatFacts, TurnFacts } from "./conversation.ts"
import { groups } from "./groups.ts"
import { ANSWER_MS, OPENING_MS } from "./limits.ts"
import { question } from "./question.ts"
import { speaker } from "./speaker.ts"
import type { Attached } from "./tray.ts"
import { type TurnView, turnView } from "./turnView.ts"

export interface TranscriptContext {
  readonly answers: Answers
  readonly chat: () => ChatFacts
  readonly send: (message: ChatMessage) => void
  /** Have a question that waits to be asked out of the conversation, and back to be written on. */
  readonly takeBack: (turn: TurnFacts) => void
  readonly later: (ms: number, callback: () => void) => void
  /** Call with each answer as soon as it is shown. */
  readonly shown: (session: Session, turn: string) => void
  readonly signal: AbortSignal
}

/** A question on its way to the kernel. */
export interface Pending {
  readonly nonce: string
  readonly text: string
  readonly files: readonly Attached[]
  readonly note: string
}

export interface Transcript {
  readonly element: HTMLElement
  update(path: readonly TurnFacts[], pending: readonly Pending[], stance: Stance): void
  greet(text: string, name: string): void
  /** Go to the end, whatever the reader was looking at: they have asked something. */
  toEnd(): void
}

export function transcript(context: TranscriptContext): Transcript {
  const { signal } = context
  const greeting = element("div", "nbs-greeting")
  const turns = groups()
  const waiting = element("div", "nbs-pending")
  const inner = element("div", "nbs-scrolled", greeting, turns.element, waiting)
  const whole = control(element("div", "nbs-transcript", inner))
  whole.setAttribute("role", "group")
  whole.setAttribute("aria-label", "Conversation")
  whole.tabIndex = 0
  const views = new Map<string, { view: TurnView; life: AbortController }>()
  const soon = inSlices(() => {
    // Code that is coloured at once is drawn once.
    return turns.element.querySelector(".nbs-code") === null ? null : context.answers.colours()
  })
  const bottom = follow(whole, signal)
  const grown = new ResizeObserver(() => {
    bottom.measure()
    bottom.keep()
  })
  grown.observe(inner)
  signal.addEventListener("abort", () => grown.disconnect(), { once: true })
  let greeted = ""

  const make = (id: string) => {
    const life = new AbortController()
    signal.addEventListener("abort", () => life.abort(), { once: true })
    const made = turnView(
      {
        ...context,
        answer: (view) => context.answers.open(view),
        soon,
        signal: life.signal,
      },
      id,
    )
    views.set(id, { view: made, life })
    return made
  }
  const leave = (ids: ReadonlySet<string>) => {
    for (const [id, { view, life }] of views) {
      if (ids.has(id)) continue
      life.abort()
      view.element.remove()
      views.delete(id)
    }
  }

  return {
    element: whole,
    update(path, pending, stance) {
      leave(new Set(path.map(({ id }) => id)))
      const shown = path.map((turn) => {
        const view = views.get(turn.id)?.view ?? make(turn.id)
        view.update(turn, stance)
        return view.element
      })
      turns.show(shown)
      waiting.replaceChildren(...pending.map(pendingView))
    },
    greet(text, name) {
      if (text === greeted) return
      greeted = text
      greeting.replaceChildren()
      if (text === "") return
      const body = element("div", "nbs-answer-body")
      greeting.append(element("div", "nbs-answer", speaker(name), body))
      context.answers.text(text).mount(body, signal)
    },
    toEnd() {
      whole.scrollTop = whole.scrollHeight
    },
  }
}

function pendingView({ text, files, note }: Pending): HTMLElement {
  const attached = files.map((file) => ({ ...file, bytes: file.content.byteLength }))
  const line = element("div", "nbs-line nbs-waits", note)
  line.setAttribute("role", "status")
  return element("section", "nbs-turn", question({ question: text, files: attached }), line)
}

/**
 * Does one after the other, the newest first: readers look at the end. Frames go on meanwhile.
 *
 * @param needed Says, after each, what the others had better wait for; null: nothing yet.
 */
function inSlices(needed: () => Promise<unknown> | null): (act: () => Promise<void>) => void {
  const waiting: (() => Promise<void>)[] = []
  let running = false
  let waited = false
  const wait = async () => {
    const coming = waited || waiting.length === 0 ? null : needed()
    if (coming === null) return
    waited = true
    await Promise.race([coming.catch(() => {}), pause(ANSWER_MS)])
  }
  const run = async () => {
    let until = performance.now() + OPENING_MS
    // Whatever comes together is there before the first of it is done.
    await null
    for (let act = waiting.pop(); act !== undefined; act = waiting.pop()) {
      await Promise.race([act(), pause(ANSWER_MS)])
      await wait()
      if (performance.now() < until) continue
      await pause(0)
      until = performance.now() + OPENING_MS
    }
    running = false
  }
  return (act) => {
    waiting.push(act)
    if (running) return
    running = true
    void run()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
