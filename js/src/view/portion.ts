/**
 * How much of a text is written at once: so little that no frame is long, unless little would cost
 * more. A paragraph is laid out whole whenever it grows, so one of megabytes that grows by small
 * portions costs the square of its length: the longer it is, the more of it is written at once.
 */
export class Portion {
  #sinceBreak = 0

  /** How many of the characters that are left to write, when a frame allows so many. */
  of(left: number, allowed: number): number {
    if (allowed <= 0) return 0
    return Math.min(left, Math.max(allowed, Math.floor(this.#sinceBreak / 2)))
  }

  /** This was written. */
  wrote(text: string): void {
    const blank = text.lastIndexOf("\n\n")
    this.#sinceBreak = blank < 0 ? this.#sinceBreak + text.length : text.length - blank
  }
}
