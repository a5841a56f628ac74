/**
 * What shows conversations: a module of its own, carried once there is one. It stands on the core,
 * which shows each answer as it shows any stream.
 */

import { Document } from "../document/document.ts"
import { resync } from "../widget/resync.ts"
import type { Session } from "../widget/session.ts"
import type { Attached } from "../widget.ts"
import { decodeBatch, decodeSnapshot } from "../wire/decode.ts"
import { ProtocolError } from "../wire/errors.ts"
import { Answers } from "./answers.ts"
import { type ChatView, chatView } from "./chatView.ts"
import { hostOf } from "./host.ts"

/** What the loader needs of whoever shows a model. */
type Shown = Pick<Session, "batch" | "snapshot" | "mount">

/** Take over a chat's model; what it has said so far is told next, in order. */
export function attach(given: Attached): Shown {
  const { send, signal } = given
  const run = new Document()
  const views = new Set<ChatView>()
  const answers = new Answers(given)
  const host = hostOf(given.shared, given.manager)
  const lost = resync(
    () => send({ type: "resync", seq: run.seq }),
    (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  )
  signal.addEventListener("abort", () => lost.end(), { once: true })

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
  }

  return {
    batch: (raw) => take(() => run.apply(decodeBatch(raw), performance.now())),
    snapshot: (raw) => take(() => run.load(decodeSnapshot(raw), performance.now())),
    mount(target, viewSignal) {
      const view = chatView(target, { run, answers, host, send, signal: viewSignal })
      views.add(view)
      viewSignal.addEventListener("abort", () => views.delete(view), { once: true })
      view.update()
    },
  }
}
