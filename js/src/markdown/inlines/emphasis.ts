/** Emphasis, strong emphasis and strikethrough: delimiter runs and how they pair. */

import { characterAt, characterBefore, sideOf } from "../characters.ts"
import type { SpanKind } from "./inline.ts"
import type { Run } from "./tokens.ts"

/** The delimiter run at `from`. With GFM, `*` and `_` look past tildes at what stands beside them. */
export function readRun(text: string, from: number, extended: boolean): Run {
  const character = text.charAt(from)
  const passed = extended && character !== "~" ? "~" : undefined
  let end = from + 1
  while (text[end] === character) end++
  let first = from
  while (first > 0 && text[first - 1] === passed) first--
  let next = end
  while (next < text.length && text[next] === passed) next++
  const before = sideOf(characterBefore(text, first))
  const after = sideOf(characterAt(text, next))
  const left = after !== "space" && (after === "letter" || before !== "letter")
  const right = before !== "space" && (before === "letter" || after !== "letter")
  const anywhere = character !== "_"
  return {
    kind: "run",
    from,
    character,
    length: end - from,
    canOpen: left && (anywhere || !right || before === "punctuation"),
    canClose: right && (anywhere || !left || after === "punctuation"),
    left: end - from,
    closes: [],
    opens: [],
  }
}

/** What a matched delimiter of this length means. */
export function spanKind(character: string, length: number): SpanKind {
  if (character === "~") return "del"
  return length === 2 ? "strong" : "em"
}

/**
 * Pair runs, in order, and return those that could still open something.
 *
 * Closers look only backwards, so that pairing a prefix of the text gives the same pairs as
 * pairing all of it.
 */
export function pairRuns(runs: readonly Run[]): Run[] {
  const openers: Run[] = []
  // Offset before which no opener fits a closer of some sort, so that none looks there again.
  const bottoms = new Map<string, number>()
  for (const run of runs) {
    if (run.canClose) closeWith(run, openers, bottoms)
    if (run.canOpen && run.left > 0) openers.push(run)
  }
  return openers
}

function closeWith(closer: Run, openers: Run[], bottoms: Map<string, number>): void {
  const sort = closer.character + (closer.canOpen ? "+" : "-") + (closer.length % 3)
  const key = closer.character === "~" ? `~${closer.length}` : sort
  while (closer.left > 0) {
    const bottom = bottoms.get(key) ?? -1
    let at = openers.length - 1
    while (at >= 0 && openers[at]!.from > bottom && !fits(openers[at]!, closer)) at--
    const opener = openers[at]
    if (!opener || opener.from <= bottom) {
      bottoms.set(key, closer.from - 1)
      return
    }
    const length = closer.character === "~" ? closer.left : Math.min(opener.left, closer.left, 2)
    opener.left -= length
    closer.left -= length
    opener.opens.push(length)
    closer.closes.push(length)
    // Runs between the two can no longer pair with anything.
    openers.length = opener.left > 0 ? at + 1 : at
  }
}

function fits(opener: Run, closer: Run): boolean {
  if (opener.character !== closer.character) return false
  if (opener.character === "~") return opener.left === closer.left
  if (!opener.canClose && !closer.canOpen) return true
  // The "multiple of 3" rule, for runs that can both open and close.
  return (
    (opener.length + closer.length) % 3 !== 0 ||
    (opener.length % 3 === 0 && closer.length % 3 === 0)
  )
}

/**
 * Show what an unmatched run opens, as if it were closed at the end of the text. A single tilde is
 * mostly an approximation, and a single star in a word, as in `2*3`, mostly a product.
 */
export function openToTheEnd(run: Run): void {
  if (run.left < 2 && (run.canClose || run.character === "~")) return
  for (; run.left > 0; run.left -= run.opens.at(-1) ?? 1) run.opens.push(Math.min(run.left, 2))
}
