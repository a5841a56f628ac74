/** ATX headings and setext headings. */

import { trimEnd } from "../characters.ts"
import type { Start } from "./grammar.ts"
import { takeDefinitions } from "./paragraphs.ts"

const OPENING = /^#{1,6}(?:[ \t]+|$)/
const UNDERLINE = /^(?:=+|-+)[ \t]*$/

export const startAtxHeading: Start = (line, _container, build) => {
  const opening = OPENING.exec(line.rest)?.[0]
  if (opening === undefined) return "no"
  const content = line.rest.slice(opening.length)
  const heading = build.open("heading")
  heading.level = opening.trimEnd().length
  build.put(heading, withoutClosing(content))
  build.closeTip()
  return "done"
}

export const startSetextHeading: Start = (line, container, build) => {
  if (container.kind !== "paragraph" || !UNDERLINE.test(line.rest)) return "no"
  takeDefinitions(container, build.definitions, "closing")
  // Definitions alone are no heading: the line is text after them.
  if (container.pieces.length === 0) return "no"
  const heading = build.turnTip("heading")
  heading.level = line.rest.startsWith("=") ? 1 : 2
  if (heading.task) {
    // A task is a paragraph: in a heading, its box is text.
    heading.task.item.checked = undefined
    heading.pieces = [heading.task.box, ...heading.pieces]
  }
  build.closeTip()
  return "done"
}

/** A heading's content without the sequence of `#` that may close it. */
function withoutClosing(content: string): string {
  return trimEnd(trimEnd(content).replace(/(?:^|[ \t])#+$/, ""))
}
