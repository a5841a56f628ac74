/** Paragraphs, and the link reference definitions that can stand at their start. */

import { type Definitions, readDefinition } from "../definitions.ts"
import type { Block } from "./block.ts"

/**
 * Take the definitions off the start of a paragraph.
 *
 * `when` says whether lines can still follow: "growing" leaves the last definition, to which a
 * title may yet be added, or which may turn out to be the header of a table.
 */
export function takeDefinitions(
  paragraph: Block,
  definitions: Definitions,
  when: "growing" | "closing",
): void {
  if (paragraph.task || !paragraph.pieces[0]?.startsWith("[")) return
  const text = paragraph.pieces.join("")
  let at = 0
  while (text.startsWith("[", at)) {
    const found = readDefinition(text, at, when === "closing")
    if (typeof found === "string") break
    if (when === "growing" && found.end >= text.length) break
    definitions.links.define(found.label, found)
    at = found.end
  }
  if (at === 0) return
  // A new array, so that whoever shows the paragraph sees that it starts anew.
  paragraph.pieces = at < text.length ? [text.slice(at)] : []
}
