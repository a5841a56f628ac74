/**
 * When an unfinished line is not shown yet.
 *
 * A line that so far holds nothing but markers could become many things: `-` a heading's
 * underline, a rule, a list item. It is held back until it says which, so that what has been
 * shown need not be shown otherwise a moment later.
 */

import { MAX_HELD } from "../bounds/index.ts"
import type { Block } from "./blocks/block.ts"

const MARKERS = /^(?:[ \t>]+|[-+*][ \t]+|\d{1,9}[.)][ \t]+)*/
const AMBIGUOUS =
  /^(?:[-+*=_#|:`~<$\s]*|\d{1,9}[.)]?|\[[ xX]?\]?[ \t]*|\[\^[^\s\]]*\]?:?[ \t]*|\\\[?[ \t]*|<[/!?]?[a-z0-9-]*>?)$/i
/** An opening fence: its language is known at the end of the line. */
const OPENING_FENCE = /^(?:`{3,}[^`]*|~{3,}.*)$/s
const CLOSING_MARK = /^[ \t>]*(?:`*|~*|\$*|\\\]?)[ \t]*$/

/** Whether to wait for more of the line before anything of it is shown. `tip`: the open leaf. */
export function holdsBack(line: string, tip: Block): boolean {
  if (line.length > MAX_HELD) return false
  if (tip.fence || tip.kind === "math") return CLOSING_MARK.test(line)
  const rest = line.replace(MARKERS, "")
  return AMBIGUOUS.test(rest) || OPENING_FENCE.test(rest)
}
