/**
 * Tries arbitrary input: the same hundred cases every time, or new ones for as long as asked.
 * `make fuzz` sets NBSTREAM_FUZZ to the seconds that each test may take.
 */

import fc from "fast-check"

const SECONDS = Number(process.env.NBSTREAM_FUZZ ?? 0)

export const TIMEOUT_MS = 60_000 + SECONDS * 1000

/** Hold `property` for the everyday cases, and for others until the time is over. */
export function holds<Given>(property: fc.IProperty<Given>): void {
  fc.assert(property, { seed: 20261123, numRuns: 100 })
  if (SECONDS > 0)
    fc.assert(property, {
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: SECONDS * 1000,
      markInterruptAsFailure: false,
    })
}
