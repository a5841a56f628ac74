/** What was typed at a prompt, and what came back: only the former is code. */

import { copyOf, type Mode } from "./mode.ts"

interface State {
  inner: unknown
  typed: boolean
}

/** Colour what stands behind a prompt with a mode, and leave the rest of the lines plain. */
export function sessionOf(mode: Mode, prompt: RegExp): Mode<State> {
  return {
    parts: [mode],
    startState: (indentUnit) => ({ inner: mode.startState?.(indentUnit) ?? {}, typed: false }),
    copyState: ({ inner, typed }) => ({ inner: copyOf(mode, inner), typed }),
    token(stream, state) {
      if (stream.sol()) {
        state.typed = stream.match(prompt) !== null
        if (state.typed) return "meta"
      }
      if (state.typed) return mode.token(stream, state.inner)
      stream.skipToEnd()
      return null
    },
  }
}
