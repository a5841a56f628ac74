/** Markdown as code: its marks, line by line, without the parser that shows it. */

import type { Mode } from "./mode.ts"
import type { LineStream } from "./stream.ts"

interface State {
  /** The marker of the fence that is open; empty outside of code. */
  fence: string
}

/** What a line can begin with, and its style. The first that suits is taken. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^ {0,3}#{1,6}(?=\s|$).*/, "heading"],
  [/^ {0,3}(?:={2,}|-{2,})\s*$/, "heading"],
  [/^ {0,3}(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*){3,})$/, "meta"],
  [/^ {0,3}>.*/, "quote"],
  [/^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s)?/, "keyword"],
  [/^ {0,3}\[[^\]]+\]:.*/, "link"],
]

/** What can stand in a line. */
const INLINES: readonly (readonly [RegExp, string])[] = [
  [/^\\./, "escape"],
  [/^(`+)(?!`).*?[^`]\1(?!`)/, "monospace"],
  [/^\*\*(?=\S).*?\S\*\*/, "strong"],
  [/^__(?=\S).*?\S__/, "strong"],
  [/^\*(?=[^\s*])[^*]*\*/, "emphasis"],
  [/^_(?=[^\s_])[^_]*_(?!\w)/, "emphasis"],
  [/^!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/, "link"],
  [/^<(?:https?:|mailto:)[^\s>]*>/, "link"],
  [/^<\/?[a-z][^>]*>/i, "tag"],
  [/^&(?:#x?)?\w+;/, "escape"],
]

export const markdown: Mode<State> = {
  startState: () => ({ fence: "" }),
  token(stream, state) {
    if (stream.sol()) {
      const style = beginning(stream, state)
      if (style !== null) return style
    }
    for (const [pattern, style] of INLINES) if (stream.match(pattern)) return style
    stream.next()
    // A mark inside a word, as in snake_case, is none.
    stream.eatWhile(/[\p{L}\p{N}_]/u)
    return null
  },
}

function beginning(stream: LineStream, state: State): string | null {
  const fence = /^\s*(`{3,}|~{3,})(.*)$/.exec(stream.string)
  const run = fence?.[1] ?? ""
  if (state.fence !== "") {
    const closes = run.startsWith(state.fence) && fence?.[2]?.trim() === ""
    if (closes) state.fence = ""
    stream.skipToEnd()
    return closes ? "meta" : "monospace"
  }
  if (run !== "") {
    state.fence = run
    stream.skipToEnd()
    return "meta"
  }
  for (const [pattern, style] of BEGINNINGS) if (stream.match(pattern)) return style
  return null
}
