/** Sizes to try a bound with: at it, one above it, and far above. */

export const around = (bound: number, far = 20) =>
  [
    ["at", bound, true],
    ["above", bound + 1, false],
    ["far above", far * bound, false],
  ] as const
