/**
 * JSON text over several lines, token by token as it was written: numbers keep all their digits,
 * escapes stay escapes, and keys that come twice are both there. (Parsing it and writing it again
 * would change all three.) One pass, without recursion.
 */

import { INDENTED_LEVELS } from "../limits.ts"

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Indent valid JSON by two spaces a level; what is empty stays on its line. */
export function indented(json: string): string {
  const out: string[] = []
  let depth = 0
  let before = ""
  for (const [token] of json.matchAll(TOKEN)) {
    const opened = before === "{" || before === "["
    const closes = token === "}" || token === "]"
    if (closes) depth--
    if (before === "," || opened !== closes) out.push(newline(depth))
    if (token === "{" || token === "[") depth++
    out.push(token === ":" ? ": " : token)
    before = token
  }
  return out.join("")
}

function newline(depth: number): string {
  return `\n${"  ".repeat(Math.min(depth, INDENTED_LEVELS))}`
}
