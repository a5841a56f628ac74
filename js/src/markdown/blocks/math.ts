/**
 * Display math as a block: lines between `$$` and `$$`, or between `\[` and `\]`.
 *
 * Inside, nothing else is Markdown: a line may begin with `-`, `=` or `#`. A block that meets a
 * blank line or the end of its container before it is closed was no math, and is a paragraph.
 */

import type { Block } from "./block.ts"
import type { Start } from "./grammar.ts"

const LONE_OPENING = /^(?:\$\$|\\\[)[ \t]*$/
const WHOLE = /^(?:\$\$(?!\$)(?:[^$\\]|\\.|\$(?!\$))*\$\$|\\\[(?:[^\\]|\\[^\]])*\\\])[ \t]*$/s
const OPENING = /^(?:\$\$(?![$\d])|\\\[(?=[ \t]))/

export const startMath: Start = (line, container, build) => {
  const code = line.text.charCodeAt(line.next)
  if (!build.extended || (code !== 36 && code !== 92)) return "no"
  const rest = line.rest
  const lone = LONE_OPENING.test(rest)
  const whole = !lone && WHOLE.test(rest) && /[\p{L}\p{N}]/u.test(rest)
  const begins =
    container.kind !== "paragraph" && OPENING.test(rest) && !/\$\$|\\\]/.test(rest.slice(2))
  if (!lone && !whole && !begins) return "no"
  const math = build.open("math")
  math.ending = code === 36 ? /\$\$[ \t]*$/ : /\\\][ \t]*$/
  build.put(math, rest)
  if (whole) {
    math.ending = null
    build.closeTip()
  }
  return "done"
}

/** The formula of a closed block of math, without what opens and closes it. */
export function formulaOf(math: Block): string {
  return math.text.trim().slice(2, -2).trim()
}
