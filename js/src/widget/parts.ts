/**
 * A snapshot that is too long for one message, asked for part by part: each is a batch of a document
 * that is told from its beginning. What the kernel sends meanwhile waits for it.
 */

import { Document } from "../document/document.ts"
import type { Part, Snapshot } from "../wire/messages.ts"
import type { Resync } from "./resync.ts"

export interface Parts {
  /** Whether parts are awaited. */
  readonly awaited: boolean
  /** Ask for this snapshot; one that was being asked for is forgotten. */
  collect(snapshot: Snapshot): void
  /** A part came; returns the whole when it was the last one. */
  take(part: Part): Snapshot | null
}

/**
 * @param ask Asks the kernel for a part, counted from 1, of the snapshot as of a batch.
 * @param again Makes sure that somebody asks until the part is there.
 */
export function parts(
  ask: (snapshot: number, part: number) => void,
  again: (ask: () => void) => Resync,
): Parts {
  let wanted: Snapshot | null = null
  let come = new Document()
  const next = again(() => {
    if (wanted !== null) ask(wanted.seq, come.seq + 1)
  })
  return {
    get awaited() {
      return wanted !== null
    },
    collect(snapshot) {
      // It is told again for others, too.
      if (wanted?.seq === snapshot.seq) return
      wanted = snapshot
      come = new Document()
      next.end()
      next.check(true)
    },
    take({ snapshot, last, batch }) {
      // Parts are sent to every page, whichever asked.
      if (wanted?.seq !== snapshot || batch.seq !== come.seq + 1) return null
      come.apply(batch, 0)
      next.end()
      if (!last) {
        next.check(true)
        return null
      }
      const whole = { ...wanted, blocks: come.snapshot().blocks, parts: false }
      wanted = null
      come = new Document()
      return whole
    },
  }
}
