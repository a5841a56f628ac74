/**
 * What colours code and what sets formulas: modules of their own, since most answers need neither.
 * Until one has come, code is plain and a formula is its source.
 */

import type { Highlight, RenderMath } from "../markdown/index.ts"

export interface Extras {
  /** What colours code, if it is there; if not, it is sent for, and `again` called when it comes. */
  highlight(again: () => void): Highlight | null
  /** What sets formulas, if it is there; if not, it is sent for, and `again` called when it comes. */
  renderMath(again: () => void): RenderMath | null
}

/** Nothing is coloured, nothing is set. */
export const NO_EXTRAS: Extras = { highlight: () => null, renderMath: () => null }

/** Extras that are fetched with their first use; `load` gives what a module exports. */
export function fetchedExtras(
  load: (module: "code" | "math") => Promise<unknown>,
  failed: (error: unknown) => void,
): Extras {
  const code = fetched<Highlight>(() => load("code"), "highlight", failed)
  const math = fetched<RenderMath>(() => load("math"), "renderMath", failed)
  return { highlight: code, renderMath: math }
}

function fetched<Made>(
  load: () => Promise<unknown>,
  name: string,
  failed: (error: unknown) => void,
): (again: () => void) => Made | null {
  let made: Made | null = null
  let waiting: Set<() => void> | null = null

  const begin = async () => {
    try {
      const module = await load()
      const found = (module as Record<string, unknown> | null)?.[name]
      // A kernel without this module is no error: what it would do is left undone.
      if (typeof found !== "function") return
      made = found as Made
      for (const again of waiting ?? []) again()
    } catch (error) {
      failed(error)
    } finally {
      waiting?.clear()
    }
  }
  return (again) => {
    if (made !== null) return made
    if (waiting === null) {
      waiting = new Set()
      void begin()
    }
    waiting.add(again)
    return null
  }
}
