/** Thematic breaks. */

import type { Start } from "./grammar.ts"

const RULE = /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/

export const startRule: Start = (line, _container, build) => {
  if (!RULE.test(line.rest)) return "no"
  build.open("rule")
  build.closeTip()
  return "done"
}
