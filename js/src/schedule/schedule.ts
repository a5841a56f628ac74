/**
 * One frame for all that is painted on the page: first all measuring, then all painting, so that
 * the page is laid out once a frame however many views there are.
 *
 * A frame that never comes (a hidden tab, a covered window) is replaced by a timer.
 */

import {
  DUE_SLACK_MS,
  EVERY_FRAME_FPS,
  FRAME_BUDGET_MS,
  FRAME_OVERDUE_MS,
  HIDDEN_INTERVAL_MS,
} from "./limits.ts"
import type { Screen } from "./screen.ts"

/** One thing to bring up to date on screen. */
export interface Painter {
  /** Look at layout. Must not change the DOM. */
  measure?(): void
  /**
   * Change the DOM. Must not look at layout. Returns true when more is left for a next frame.
   * `lastMs`: what the frame before cost, if there was one.
   */
  paint(lastMs?: number): boolean
  /** Paints a second, at most. */
  readonly fps: number
}

/** What a frame cost: `ms` of the page's thread, with layout and paint unless the page is hidden. */
export interface Frame {
  readonly ms: number
  readonly hidden: boolean
}

export class Schedule {
  readonly #screen: Screen
  readonly #waiting = new Set<Painter>()
  readonly #painted = new WeakMap<Painter, number>()
  readonly #listeners = new Set<(frame: Frame) => void>()
  #cancel: (() => void) | null = null
  #lastMs = 0
  /** When the frame that was asked for is due, by the page's clock. */
  #dueMs = 0

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** Milliseconds of the page's clock. */
  now(): number {
    return this.#screen.now()
  }

  /** Call once, after `ms`, for what changes by the time alone. Returns how to take it back. */
  later(ms: number, callback: () => void): () => void {
    return this.#screen.later(ms, callback)
  }

  /** Tell whoever debugs the page of an error that its part of the page cannot mend. */
  failed(error: unknown): void {
    this.#screen.failed(error)
  }

  /** Paint it in the next frame in which it is due. */
  request(painter: Painter): void {
    this.#waiting.add(painter)
    const now = this.#screen.now()
    const wait = this.#wait(painter, now)
    if (this.#cancel === null || now + wait < this.#dueMs) this.#ask(wait)
  }

  /** Forget it. */
  release(painter: Painter): void {
    this.#waiting.delete(painter)
  }

  /** The page came into view: what was waiting for a timer is painted in the next frame. */
  wake(): void {
    if (this.#waiting.size > 0) this.#ask(0)
  }

  /** Hear what every frame cost, until `signal` aborts. */
  onFrame(listener: (frame: Frame) => void, signal: AbortSignal): void {
    this.#listeners.add(listener)
    signal.addEventListener("abort", () => this.#listeners.delete(listener), { once: true })
  }

  #ask(inMs: number): void {
    this.#cancel?.()
    this.#dueMs = this.#screen.now() + inMs
    const frame = () => this.#frame()
    if (this.#screen.hidden() || inMs > FRAME_OVERDUE_MS) {
      const wait = this.#screen.hidden() ? Math.max(inMs, HIDDEN_INTERVAL_MS) : inMs
      this.#cancel = this.#screen.later(wait, frame)
      return
    }
    const cancelFrame = this.#screen.frame(frame)
    const cancelTimer = this.#screen.later(FRAME_OVERDUE_MS, frame)
    this.#cancel = () => {
      cancelFrame()
      cancelTimer()
    }
  }

  #frame(): void {
    this.#cancel?.()
    this.#cancel = null
    const began = this.#screen.now()
    const due = [...this.#waiting].filter((painter) => this.#wait(painter, began) <= DUE_SLACK_MS)
    for (const painter of due) this.#attempt(() => looked(painter))
    for (const painter of due) {
      // Who is left out stands first in the next frame: a Set keeps the order of its additions.
      if (this.#screen.now() - began > FRAME_BUDGET_MS) break
      this.#waiting.delete(painter)
      this.#painted.set(painter, began)
      if (this.#attempt(() => painter.paint(this.#lastMs))) this.#waiting.add(painter)
    }
    if (this.#waiting.size > 0 && this.#cancel === null) this.#ask(this.#untilDue())
    if (due.length > 0) this.#tell(began)
  }

  #tell(began: number): void {
    const hidden = this.#screen.hidden()
    const tell = () => {
      const frame = { ms: this.#screen.now() - began, hidden }
      this.#lastMs = frame.ms
      for (const listener of this.#listeners) listener(frame)
    }
    if (hidden) tell()
    else this.#screen.painted(tell)
  }

  #untilDue(): number {
    const now = this.#screen.now()
    return Math.min(...[...this.#waiting].map((painter) => this.#wait(painter, now)))
  }

  #wait(painter: Painter, now: number): number {
    const last = this.#painted.get(painter)
    if (last === undefined || painter.fps >= EVERY_FRAME_FPS) return 0
    return Math.max(0, last + 1000 / painter.fps - now)
  }

  /** One view's failure must not stop the others. */
  #attempt(work: () => boolean): boolean {
    try {
      return work()
    } catch (error) {
      this.failed(error)
      return false
    }
  }
}

function looked(painter: Painter): false {
  painter.measure?.()
  return false
}
