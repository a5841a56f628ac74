/** All rules about blocks: which may begin where, and which go on. */

import type { Line } from "../lines.ts"
import type { Block } from "./block.ts"
import { continueCode, startFencedCode, startIndentedCode } from "./code.ts"
import { startFootnote } from "./footnotes.ts"
import type { Continued, Start } from "./grammar.ts"
import { startAtxHeading, startSetextHeading } from "./headings.ts"
import { continueHtml, startHtml } from "./html.ts"
import { continueItem, startItem } from "./lists.ts"
import { startMath } from "./math.ts"
import { continueQuote, startQuote } from "./quotes.ts"
import { startRule } from "./rules.ts"
import { startTable } from "./tables.ts"

/** At most three columns in, in this order: what looks like several things is the first of them. */
const STARTS: readonly Start[] = [
  startQuote,
  startAtxHeading,
  startFencedCode,
  startHtml,
  startSetextHeading,
  startRule,
  startFootnote,
  startItem,
  startTable,
  startMath,
]
/** What turns text already shown into something else waits for the end of its line. */
const DRAFT_STARTS = STARTS.filter((start) => start !== startSetextHeading && start !== startTable)

/** Which rules may open a block where a line is that is not blank. */
export function startsAt({ indent }: Line, drafting: boolean): readonly Start[] {
  if (indent > 3) return [startIndentedCode]
  return drafting ? DRAFT_STARTS : STARTS
}

/** A line that begins like this, at most three columns in, begins no block but a paragraph. */
export const PLAIN = /^[\p{L}"'(,.;?!%&/@^{}\]]/u

/** Text of a paragraph that no more of its line turns into a rule, a table, HTML, a note or math. */
export const CERTAIN =
  /^(?!<[^>]*(?:>\s*)?$|<[^>]*["']|\[\^[^\s\]]*\]?$|\$\$|\\\[)[-*=_|:~+\s]*[^-*=_|:~+\s]/

/** Whether a line continues an open block. */
export function continues(block: Block, line: Line): Continued {
  switch (block.kind) {
    case "list":
      return "yes"
    case "item":
    case "footnote":
      return continueItem(block, line)
    case "quote":
      return continueQuote(line)
    case "code":
      return continueCode(block, line)
    case "html":
      return continueHtml(block, line)
    case "paragraph":
    case "table":
    case "math":
      return line.blank ? "no" : "yes"
    default:
      return "no"
  }
}
