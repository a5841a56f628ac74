/** HTML blocks: the seven kinds of start and end conditions. */

import { MARKED, TAG } from "../inlines/raw-html.ts"
import type { Line } from "../lines.ts"
import type { Block } from "./block.ts"
import type { Continued, Start } from "./grammar.ts"

/** Names of tags that begin a block wherever they stand (kind 6). */
const BLOCK_TAGS =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|" +
  "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|" +
  "header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|" +
  "param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"

/** Start and end of each kind; without an end, a blank line ends it. */
const KINDS: readonly (readonly [start: RegExp, end: RegExp | null])[] = [
  [/^<(?:script|pre|textarea|style)(?![^ \t>])/i, /<\/(?:script|pre|textarea|style)>/i],
  ...MARKED,
  [new RegExp(`^</?(?:${BLOCK_TAGS})(?:[ \\t]|/?>|$)`, "i"), null],
]

/** Any one complete tag, alone on its line (kind 7). */
const LONE_TAG = new RegExp(`^(?:${TAG})[ \\t]*$`, "i")

export const startHtml: Start = (line, container, build) => {
  if (line.text.charCodeAt(line.next) !== 60) return "no"
  const rest = line.rest
  const kind = KINDS.find(([start]) => rest.search(start) === 0)
  const interrupts = container.kind === "paragraph" || build.tip.kind === "paragraph"
  if (!kind && (interrupts || !LONE_TAG.test(rest))) return "no"
  build.open("html").ending = kind?.[1]
  return "leaf"
}

export function continueHtml({ ending }: Block, line: Line): Continued {
  return line.blank && !ending ? "no" : "yes"
}
