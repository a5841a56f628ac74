/** Block quotes. */

import { MAX_BLOCK_DEPTH } from "../../bounds/index.ts"
import type { Line } from "../lines.ts"
import type { Continued, Start } from "./grammar.ts"

const MARKER = 62 // >

export const startQuote: Start = (line, _container, build) => {
  if (!takeMarker(line, build.depth)) return "no"
  build.open("quote")
  return "container"
}

export function continueQuote(line: Line): Continued {
  return takeMarker(line, 0) ? "yes" : "no"
}

function takeMarker(line: Line, depth: number): boolean {
  const isMarker = line.indent < 4 && line.text.charCodeAt(line.next) === MARKER
  if (!isMarker || depth >= MAX_BLOCK_DEPTH) return false
  line.skipCharacters(1)
  line.skipColumns(Math.min(line.indent, 1))
  return true
}
