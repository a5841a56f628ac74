/**
 * Tells the kernel what drawing costs, so that it can send less often: a hint, never waited for.
 * At most one a second, and at once when the page is hidden or seen again.
 */

import type { Frame } from "../schedule/schedule.ts"
import type { Message } from "../wire/messages.ts"

export const DRAWN_INTERVAL_MS = 1000

export interface Drawn {
  /** A frame was painted, at `nowMs`, with everything up to batch `seq` in it. */
  painted(frame: Frame, seq: number, nowMs: number): void
  /** The page was hidden or came into view. */
  flipped(hidden: boolean, seq: number, nowMs: number): void
}

export function drawn(send: (message: Message) => void): Drawn {
  let toldMs = Number.NEGATIVE_INFINITY
  let toldSeq = 0
  let wasHidden = false
  let lastMs = 0

  const tell = (seq: number, hidden: boolean, nowMs: number) => {
    toldMs = nowMs
    toldSeq = seq
    wasHidden = hidden
    send({ type: "drawn", seq, ms: Math.round(lastMs * 10) / 10, hidden })
  }
  return {
    painted({ ms, hidden }, seq, nowMs) {
      lastMs = ms
      // Frames of other views are no news of this one.
      if (seq === toldSeq) return
      if (hidden !== wasHidden || nowMs - toldMs >= DRAWN_INTERVAL_MS) tell(seq, hidden, nowMs)
    },
    flipped(hidden, seq, nowMs) {
      if (hidden !== wasHidden) tell(seq, hidden, nowMs)
    },
  }
}
