/** Block quotes. */

import { MAX_BLOCK_DEPTH } from "../../bounds/index.ts"
import type { Line } from "../lines.ts"
import type { Continued, Start } from "./grammar.ts"

const MARKER = 62 // >

export const startQuote: Start = (line, _container, build) => {
  if (!isMarked(line) || build.depth >= MAX_BLOCK_DEPTH) return "no"
  takeMarker(line)
  build.open("quote")
  return "container"
}

export function continueQuote(line: Line): Continued {
  if (!isMarked(line)) return "no"
  takeMarker(line)
  return "yes"
}

function isMarked(line: Line): boolean {
  return line.indent < 4 && line.text.charCodeAt(line.next) === MARKER
}

function takeMarker(line: Line): void {
  line.skipCharacters(1)
  line.skipColumns(Math.min(line.indent, 1))
}
