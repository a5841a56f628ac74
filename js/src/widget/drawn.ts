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
  let since: number | null = null
  let toldSeq = 0
  let wasHidden = false
  let costs: number[] = []

  const tell = (seq: number, hidden: boolean, nowMs: number) => {
    const ms = Math.round(median(costs) * 10) / 10
    since = nowMs
    toldSeq = seq
    wasHidden = hidden
    costs = []
    send({ type: "drawn", seq, ms, hidden })
  }
  return {
    painted({ ms, hidden }, seq, nowMs) {
      // Frames of other views are no news of this one.
      if (seq === toldSeq) return
      costs.push(ms)
      since ??= nowMs
      if (hidden !== wasHidden || nowMs - since >= DRAWN_INTERVAL_MS) tell(seq, hidden, nowMs)
    },
    flipped(hidden, seq, nowMs) {
      if (hidden !== wasHidden) tell(seq, hidden, nowMs)
    },
  }
}

/** What a frame usually costs: the first one, which sets everything up, says nothing of the rest. */
function median(costs: readonly number[]): number {
  return costs.toSorted((a, b) => a - b)[costs.length >> 1] ?? 0
}
