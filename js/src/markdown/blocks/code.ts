/** Fenced code blocks and indented code blocks. */

import { trimEnd } from "../characters.ts"
import type { Line } from "../lines.ts"
import type { Block, Fence } from "./block.ts"
import type { Continued, Start } from "./grammar.ts"

const OPENING = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/s
const CLOSING = /^(`{3,}|~{3,})[ \t]*$/

export const startFencedCode: Start = (line, _container, build) => {
  const found = OPENING.exec(line.rest)
  if (!found) return "no"
  const run = found[1] ?? found[3] ?? ""
  const code = build.open("code")
  code.fence = { character: run.charAt(0), length: run.length, indent: line.indent }
  code.info = trimEnd(found[2] ?? found[4] ?? "").replace(/^[ \t]+/, "")
  return "done"
}

export const startIndentedCode: Start = (line, _container, build) => {
  if (build.tip.kind === "paragraph") return "no"
  line.skipColumns(4)
  build.open("code")
  return "leaf"
}

export function continueCode({ fence }: Block, line: Line): Continued {
  if (fence) return continueFencedCode(fence, line)
  if (line.indent < 4 && !line.blank) return "no"
  line.skipColumns(4)
  return "yes"
}

function continueFencedCode(fence: Fence, line: Line): Continued {
  const run = line.indent > 3 ? undefined : CLOSING.exec(line.rest)?.[1]
  if (run?.startsWith(fence.character) && run.length >= fence.length) return "end"
  line.skipColumns(Math.min(line.indent, fence.indent))
  return "yes"
}

/** Add a line to code. Blank lines of indented code wait until more code follows. */
export function addCode(code: Block, line: Line, put: (text: string) => void): void {
  if (code.fence) {
    put(line.content)
    return
  }
  if (line.blank) {
    code.blanks.push(line.content)
    return
  }
  // Whole lines, while the line at hand may still go on.
  for (const blank of code.blanks) code.pieces.push(`${blank}\n`)
  code.blanks = []
  put(line.content)
}
