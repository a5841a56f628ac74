/**
 * What shows conversations: a module of its own, carried once there is one. It stands on the core,
 * which shows each answer as it shows any stream.
 */

import { Document } from "../document/document.ts"
import { staleOutputs } from "../widget/outputs.ts"
import { resync } from "../widget/resync.ts"
import type { Session } from "../widget/session.ts"
import type { Attached } from "../widget.ts"
import { decodeBatch, decodeOptions, decodePage, decodeSnapshot } from "../wire/decode.ts"
import { ProtocolError } from "../wire/errors.ts"
import { Answers } from "./answers.ts"
import { type ChatView, chatView } from "./chatView.ts"
import { chatFacts, isOver, pathOf } from "./conversation.ts"
import { hostOf } from "./host.ts"
import { REST_MS } from "./limits.ts"

export { isOurControl as isControl } from "../view/controls.ts"

/** What the loader needs of whoever shows a model. */
type Shown = Pick<Session, "batch" | "snapshot" | "message" | "mount">

/** Take over a chat's model; what it has said so far is told next, in order. */
export function attach(given: Attached): Shown {
  const { send, signal } = given
  const run = new Document()
  const views = new Set<ChatView>()
  const answers = new Answers(given)
  const host = hostOf(given.shared, given.manager, signal)
  const later = (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  }
  const lost = resync(() => send({ type: "resync", seq: run.seq }), later)
  let looking = () => {}
  signal.addEventListener("abort", () => lost.end(), { once: true })

  /** The static conversations in the notebook's own record that lack something. */
  const stale = () => {
    const { model, settle } = decodeOptions(given.options)
    const { rest } = chatFacts(run)
    return settle === "auto" ? staleOutputs(given.manager, model, rest, settle) : []
  }
  /** Some time after an end, see that the notebook holds it: a page loaded anew was not told. */
  const lookLater = () => {
    looking()
    if (views.size === 0 || !pathOf(run).every(isOver)) return
    looking = later(REST_MS, () => {
      if (views.size > 0 && host.line() === "open" && stale().length > 0) send({ type: "page" })
    })
  }
  signal.addEventListener("abort", () => looking(), { once: true })

  const take = (read: () => unknown) => {
    let broken = false
    try {
      read()
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      broken = true
      console.error(error)
    }
    lost.check(broken || run.missing)
    for (const view of views) view.update()
    lookLater()
  }

  return {
    batch: (raw) => take(() => run.apply(decodeBatch(raw), performance.now())),
    snapshot: (raw) => take(() => run.load(decodeSnapshot(raw), performance.now())),
    message(raw) {
      const page = decodePage(raw)
      if (page !== null) for (const output of stale()) output.put(page)
    },
    mount(target, viewSignal) {
      const view = chatView(target, { ...given, run, answers, host, signal: viewSignal })
      views.add(view)
      viewSignal.addEventListener("abort", () => views.delete(view), { once: true })
      view.update()
      lookLater()
    },
  }
}
