/**
 * One model of the kernel on this page: its document, and the views that show it.
 *
 * The document belongs to the model; views come and go, and a late one shows what is there.
 */

import { isOver } from "../document/activity.ts"
import { Document, type Touched } from "../document/document.ts"
import type { Schedule } from "../schedule/schedule.ts"
import type { Extras } from "../view/extras.ts"
import { handOver } from "../view/handOver.ts"
import { type RunView, runView } from "../view/runView.ts"
import {
  decodeBatch,
  decodeOptions,
  decodePage,
  decodePart,
  decodeSnapshot,
} from "../wire/decode.ts"
import { ProtocolError } from "../wire/errors.ts"
import type { Message, Snapshot } from "../wire/messages.ts"
import { type Cell, cellOf, LEFT_AFTER_MS } from "./cell.ts"
import { drawn } from "./drawn.ts"
import { whenGone } from "./kernel.ts"
import { inserterOf } from "./notebook.ts"
import { staleOutputs } from "./outputs.ts"
import { parts } from "./parts.ts"
import { resync } from "./resync.ts"

/** How long after the end the kernel's own telling may take, in milliseconds. */
export const TOLD_WITHIN_MS = 1500

const NOTHING: Touched = new Set()

export interface SessionOptions {
  readonly schedule: Schedule
  readonly extras: Extras
  /** The view model's `options` trait, as it came. */
  readonly options: unknown
  /** Say something to the kernel. Must not throw. */
  readonly send: (message: Message) => void
  /** Have the model keep a snapshot that came in parts: its state is what a notebook saves. */
  readonly keep?: (snapshot: Snapshot) => void
  /** Interrupt the kernel; null where the host lets no view do that. */
  readonly interrupt?: (() => void) | null
  /** What the host knows its models by; what else it can do differs from host to host. */
  readonly manager?: unknown
  /** Aborts when the model goes. */
  readonly signal: AbortSignal
}

export interface Session {
  /** The model's `batch` trait came, as it came. */
  batch(raw: unknown): void
  /** The model's `snapshot` trait came, as it came. */
  snapshot(raw: unknown): void
  /** The kernel said something that is no trait. */
  message(raw: unknown): void
  /** What has come so far. */
  readonly document: Document
  /** Call whenever something came, until `signal` aborts. */
  changed(listener: () => void, signal: AbortSignal): void
  /** Show the document in `host` until `signal` aborts. */
  mount(host: HTMLElement, signal: AbortSignal): void
}

export function session(given: SessionOptions): Session {
  const { schedule, extras, options, send, signal, interrupt = null } = given
  const run = new Document()
  const views = new Map<RunView, Cell>()
  const listeners = new Set<() => void>()
  const asking = (ask: () => void) => resync(ask, (ms, callback) => schedule.later(ms, callback))
  const lost = asking(() => send({ type: "resync", seq: run.seq }))
  const coming = parts((snapshot, part) => send({ type: "part", snapshot, part }), asking)
  const hints = drawn(send)
  const isGoing = () => run.run !== undefined && !isOver(run.run)
  let refused = ""
  let gone = false
  let looking = false
  let watching: AbortController | null = null

  const stale = () => {
    const { model, settle } = decodeOptions(options)
    return staleOutputs(given.manager, model, run.seq, settle)
  }
  /** After the end, see that the notebook holds it: a page loaded anew was not told. */
  const lookLater = () => {
    if (looking || gone || views.size === 0 || run.run === undefined || isGoing()) return
    looking = true
    schedule.later(TOLD_WITHIN_MS, () => {
      looking = false
      if (!signal.aborted && views.size > 0 && stale().length > 0) send({ type: "page" })
    })
  }

  /** Take a message in; one that cannot be read is said, and made up for by a snapshot. */
  const take = (read: () => Touched) => {
    let broken = false
    try {
      const touched = read()
      for (const view of views.keys()) view.touched(touched)
      for (const listener of listeners) listener()
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      broken = true
      refused = error.message
    }
    lost.check(broken || (run.missing && !coming.awaited))
    const mended = refused !== "" && !run.missing && !broken
    if (mended) refused = ""
    if (mended || broken) for (const view of views.keys()) view.notice(refused)
    lookLater()
    watch()
  }

  /** Say that somebody looks, and hear of frames, while it goes on: what is over costs nothing. */
  const watch = () => {
    const needed = views.size > 0 && isGoing()
    if (needed === (watching !== null)) return
    watching?.abort()
    watching = needed ? new AbortController() : null
    if (watching === null) return
    // A kernel that waits for a decision has to know that there is somebody to take it.
    send({ type: "here" })
    schedule.onFrame((frame) => {
      for (const cell of views.values()) cell.look()
      hints.painted(frame, run.seq, schedule.now())
    }, watching.signal)
  }

  document.addEventListener(
    "visibilitychange",
    () => {
      if (views.size > 0 && isGoing()) hints.flipped(document.hidden, run.seq, schedule.now())
    },
    { signal },
  )
  const load = (snapshot: Snapshot): Touched => {
    if (snapshot.parts !== true) return run.load(snapshot, schedule.now())
    if (run.run === undefined || snapshot.seq > run.seq || run.missing) coming.collect(snapshot)
    // What lived here from the start is whole without it.
    else if (snapshot.seq === run.seq) given.keep?.(run.snapshot())
    return NOTHING
  }
  signal.addEventListener("abort", () => {
    lost.end()
    watching?.abort()
  })
  whenGone(
    given.manager,
    () => {
      gone = true
      lost.end()
      for (const view of views.keys()) view.gone()
    },
    signal,
  )

  return {
    document: run,
    changed(listener, listening) {
      listeners.add(listener)
      listening.addEventListener("abort", () => listeners.delete(listener), { once: true })
    },
    batch: (raw) => take(() => run.apply(decodeBatch(raw), schedule.now())),
    snapshot: (raw) => take(() => load(decodeSnapshot(raw))),
    message(raw) {
      take(() => {
        const part = decodePart(raw)
        const whole = part && coming.take(part)
        if (!whole) return NOTHING
        const touched = load(whole)
        given.keep?.(whole)
        return touched
      })
      const page = decodePage(raw)
      if (page === null) return
      if (Object.keys(page).length === 0) lookLater()
      else for (const output of stale()) output.put(page)
    },
    mount(host, viewSignal) {
      const chosen = decodeOptions(options)
      const view = runView(host, {
        document: run,
        options: chosen,
        extras,
        schedule,
        signal: viewSignal,
        send,
        interrupt,
        insert: inserterOf(given.manager),
      })
      const cell = cellOf(host)
      views.set(view, cell)
      if (gone) view.gone()
      lookLater()
      watch()
      const leave = () => {
        views.delete(view)
        watch()
        // The host takes its elements away before or after it tells us.
        schedule.later(LEFT_AFTER_MS, () => {
          if (cell.deleted() && views.size === 0 && isGoing()) send({ type: "left" })
        })
      }
      viewSignal.addEventListener("abort", leave, { once: true })
      if (chosen.settle !== "auto") handOver(view.element, schedule, viewSignal)
      if (refused !== "") view.notice(refused)
    },
  }
}
