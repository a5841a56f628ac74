/**
 * Tells the run's own time from the page's: the kernel says when things began in seconds of the
 * run, and the page must let them tick without asking it.
 */
export class RunClock {
  #beganMs: number | null = null

  /**
   * The run's clock showed `runSeconds` at or before `nowMs` of the page's clock.
   *
   * Every message was under way for a while, so the earliest beginning is the truest.
   */
  heard(runSeconds: number, nowMs: number): void {
    const began = nowMs - runSeconds * 1000
    if (this.#beganMs === null || began < this.#beganMs) this.#beganMs = began
  }

  /** Seconds from `startedSeconds` of the run to `nowMs` of the page; null before any was heard. */
  since(startedSeconds: number, nowMs: number): number | null {
    if (this.#beganMs === null) return null
    return Math.max(0, (nowMs - this.#beganMs) / 1000 - startedSeconds)
  }
}
