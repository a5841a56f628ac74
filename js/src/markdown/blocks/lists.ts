/** List items and lists. */

import { MAX_BLOCK_DEPTH } from "../../bounds/index.ts"
import type { Line } from "../lines.ts"
import type { Block, Marker } from "./block.ts"
import type { Builder, Continued, Start } from "./grammar.ts"

const MARKER = /^(?:[*+-]|(\d{1,9})[.)])(?=[ \t]|$)/
const TASK = /^\[[ \txX]\][ \t]+(?=[^ \t])/

export const startItem: Start = (line, container, build) => {
  const found = MARKER.exec(line.rest)
  if (!found || build.depth >= MAX_BLOCK_DEPTH) return "no"
  const [mark, number] = found
  const marker: Marker = {
    character: mark.slice(-1),
    start: number === undefined ? null : Number(number),
  }
  if (container.kind === "paragraph" && !mayInterrupt(marker, line.rest.slice(mark.length)))
    return "no"

  const before = line.indent
  line.skipCharacters(mark.length)
  const width = before + mark.length + takePadding(line)
  if (container.marker?.character !== marker.character) build.open("list").marker = marker
  const item = build.open("item")
  item.indent = width
  return build.extended && takeTask(line, item, build) ? "leaf" : "container"
}

/** Whether a line belongs to an item or footnote: it is blank, or indented like its content. */
export function continueItem(item: Block, line: Line): Continued {
  // An item can begin with at most one blank line.
  const ends = line.blank
    ? item.kind === "item" && item.children.length === 0
    : line.indent < item.indent
  if (ends) return "no"
  // Of a blank line, too, what is beyond the indentation may be code.
  line.skipColumns(item.indent)
  return "yes"
}

/** A paragraph gives way only to an item with text, and to a number only if that is 1. */
function mayInterrupt(marker: Marker, rest: string): boolean {
  return /[^ \t]/.test(rest) && (marker.start ?? 1) === 1
}

/** Take the spaces between marker and content, and say how many columns count as indentation. */
function takePadding(line: Line): number {
  // Five columns or more mean one for the marker, and indented code.
  const padding = line.blank || line.indent > 4 ? 1 : line.indent
  line.skipColumns(Math.min(padding, line.indent))
  return padding
}

/** Take a task's box (GFM). It begins a paragraph, whatever the text behind it looks like. */
function takeTask(line: Line, item: Block, build: Builder): boolean {
  const box = line.indent > 0 ? null : TASK.exec(line.text.slice(line.offset))
  if (!box) return false
  item.checked = /x/i.test(box[0])
  line.skipCharacters(3)
  line.skipColumns(line.indent)
  build.open("paragraph").task = { item, box: box[0] }
  return true
}
