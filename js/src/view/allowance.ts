import { LONGEST_WRITE_MS, PORTIONS_PER_FRAME, WRITE_MS } from "./limits.ts"

/** How much may still be written in this frame: so many characters, for so many milliseconds. */
export class Allowance {
  #left: number
  readonly #perFrame: number
  readonly #now: () => number
  #until = Number.POSITIVE_INFINITY

  /** Without a clock, and with characters without end, all that there is may be written at once. */
  constructor(perFrame: number, now: () => number = () => 0) {
    this.#perFrame = perFrame
    this.#left = perFrame
    this.#now = now
  }

  get spent(): boolean {
    return this.#left <= 0 || this.#now() > this.#until
  }

  /**
   * A new frame begins, behind one that cost `ms`. Where laying out costs much, however little is
   * new, more is written at once, or the whole would take for ever.
   */
  renew(ms = 0): void {
    this.#left = this.#perFrame
    this.#until = this.#now() + Math.min(Math.max(WRITE_MS, ms / 3), LONGEST_WRITE_MS)
  }

  /** Take up to `wanted` characters; returns how many there were. */
  take(wanted: number): number {
    const taken = Math.max(0, Math.min(wanted, this.#left))
    this.#left -= taken
    return taken
  }

  /** Take up to `wanted` characters of what costs most: as many as are written between two looks. */
  portion(wanted: number): number {
    return this.spent ? 0 : this.take(Math.min(wanted, this.#perFrame / PORTIONS_PER_FRAME))
  }
}
