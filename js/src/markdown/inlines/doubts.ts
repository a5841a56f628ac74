/** What more text could still change in the text of one leaf. */

import { MAX_UNFINISHED } from "../../bounds/index.ts"

export class Doubts {
  /** Offset of the first thing that more text could give another meaning. */
  unsure = Number.POSITIVE_INFINITY

  /** `whole`: no text will follow, so what is unfinished is what it was written as. */
  constructor(
    readonly text: string,
    readonly whole: boolean,
  ) {}

  /** Note that what begins at `from` could still turn out otherwise. */
  at(from: number): void {
    this.unsure = Math.min(this.unsure, from)
  }

  /** Whether what has begun before `from` and not ended is shown as if it went on to the end. */
  unfinished(from: number): boolean {
    return !this.whole && from < this.text.length && this.text.length - from < MAX_UNFINISHED
  }
}
