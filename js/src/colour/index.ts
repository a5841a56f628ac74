/** Coloured code: a module of its own, which a page loads with its first code in a known language. */

import type { Highlight } from "../markdown/sink.ts"
import { modeFor } from "./languages.ts"
import { coloursOf } from "./mode.ts"

/** How code in a language is coloured, by the name behind its fence; null when it is not known. */
export const highlight: Highlight = (language) => {
  const mode = modeFor(language)
  return mode && coloursOf(mode)
}
