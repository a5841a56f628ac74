/** A page whose time and frames come when the test says so. */

import type { Screen } from "../../src/schedule/screen.ts"

interface Waiting {
  readonly callback: () => void
  readonly dueMs: number
}

export class ManualScreen implements Screen {
  isHidden = false
  /** False: the window is covered, and no frame ever comes. */
  frames = true
  readonly failures: unknown[] = []
  #nowMs = 0
  readonly #frames = new Set<() => void>()
  readonly #timers = new Set<Waiting>()

  now = () => this.#nowMs
  hidden = () => this.isHidden
  painted = (callback: () => void) => callback()
  failed = (error: unknown) => {
    this.failures.push(error)
  }

  frame(callback: () => void) {
    // Two requests with one function are two requests.
    const own = () => callback()
    this.#frames.add(own)
    return () => this.#frames.delete(own)
  }

  later(ms: number, callback: () => void) {
    const timer = { callback, dueMs: this.#nowMs + ms }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Let time go by without a frame, as when a script is busy. */
  spend(ms: number): void {
    this.#nowMs += ms
  }

  /** How many frames and timers are being waited for. */
  get waiting(): number {
    return this.#frames.size + this.#timers.size
  }

  /** Let `ms` go by: timers that are due fire, then the frame comes, if the page shows any. */
  tick(ms = 1000 / 60): void {
    this.#nowMs += ms
    for (const timer of [...this.#timers]) {
      if (timer.dueMs > this.#nowMs || !this.#timers.delete(timer)) continue
      timer.callback()
    }
    if (!this.frames || this.isHidden) return
    const due = [...this.#frames]
    this.#frames.clear()
    for (const callback of due) callback()
  }
}
