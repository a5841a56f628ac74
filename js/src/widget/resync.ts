/**
 * Asks the kernel for the whole document when something was lost on the way, and asks again for as
 * long as nothing comes: the answer may get lost too. Each time it waits twice as long, because a
 * kernel that is busy answers every question in the end.
 */

import { MAX_ASKED } from "../bounds/index.ts"

export const FIRST_WAIT_MS = 2000

export interface Resync {
  /** Whether something is missing, after every message. */
  check(missing: boolean): void
  /** Ask no more. */
  end(): void
}

export function resync(
  ask: () => void,
  later: (ms: number, callback: () => void) => () => void,
): Resync {
  let asked = 0
  let cancel: (() => void) | null = null

  const askAgain = () => {
    if (asked === MAX_ASKED) return
    ask()
    cancel = later(FIRST_WAIT_MS * 2 ** asked, askAgain)
    asked++
  }
  const end = () => {
    cancel?.()
    cancel = null
    asked = 0
  }
  return {
    check(missing) {
      if (!missing) end()
      else if (cancel === null) askAgain()
    },
    end,
  }
}
