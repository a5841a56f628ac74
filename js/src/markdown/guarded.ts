/**
 * What a caller brings along, guarded: when it fails, the document goes on without it.
 *
 * The error is told to the page as one that nobody caught, once for each function, and not with
 * every word that comes.
 */

import type { Highlight, LineColours } from "./sink.ts"

/** `action`, which on an error does `instead`; without one, that is all it does. */
export function guarded<A extends unknown[], R>(
  action: ((...given: A) => R) | undefined,
  instead: (...given: A) => R,
): (...given: A) => R {
  let told = false
  return (...given) => {
    try {
      return (action ?? instead)(...given)
    } catch (error) {
      if (!told) globalThis.reportError?.(error)
      told = true
      return instead(...given)
    }
  }
}

/** `highlight`, of which a line that cannot be coloured is plain. */
export function guardedHighlight(highlight: Highlight | undefined): Highlight {
  const find = guarded(highlight, () => null)
  return (language) => {
    const colours = find(language)
    return colours && { start: colours.start, line: guarded(colours.line.bind(colours), plain) }
  }
}

const plain: LineColours["line"] = (text, state) => ({ spans: [{ text, style: null }], state })
