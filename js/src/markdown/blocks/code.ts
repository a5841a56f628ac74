/** Fenced code blocks and indented code blocks. */

import { trimEnd } from "../characters.ts"
import type { Line } from "../lines.ts"
import type { Block } from "./block.ts"
import type { Builder, Continued, Start } from "./grammar.ts"

const OPENING = /^(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/s
const CLOSING = /^(`{3,}|~{3,})[ \t]*$/

export const startFencedCode: Start = (line, _container, build) => {
  const [, run, info = ""] = OPENING.exec(line.rest) ?? []
  if (!run) return "no"
  const code = build.open("code")
  code.blanks = []
  code.fence = { character: run.charAt(0), length: run.length, indent: line.indent }
  code.info = trimEnd(info)
  return "done"
}

export const startIndentedCode: Start = (line, _container, build) => {
  if (build.tip.kind === "paragraph") return "no"
  line.skipColumns(4)
  build.open("code").blanks = []
  return "leaf"
}

export function continueCode({ fence }: Block, line: Line): Continued {
  if (!fence && line.indent < 4 && !line.blank) return "no"
  const run = fence && line.indent < 4 ? CLOSING.exec(line.rest)?.[1] : undefined
  if (fence && run?.startsWith(fence.character) && run.length >= fence.length) return "end"
  line.skipColumns(fence ? fence.indent : 4)
  return "yes"
}

/** Add a line to code. Blank lines of indented code wait until more code follows. */
export function addCode(code: Block, line: Line, build: Builder): void {
  if (build.drafting) build.put(code, code.blanks.join("") + line.content)
  else if (line.blank && !code.fence) code.blanks.push(`${line.content}\n`)
  else {
    for (const blank of code.blanks) code.pieces.push(blank)
    code.blanks = []
    build.put(code, line.content)
  }
}
