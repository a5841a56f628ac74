/** Footnote definitions, in GitHub's syntax: `[^label]: blocks`. */

import { MAX_BLOCK_DEPTH } from "../../bounds/index.ts"
import { normaliseLabel } from "../definitions.ts"
import type { Start } from "./grammar.ts"

const OPENING = /^\[\^([^\s\]]{1,999})\]:/

export const startFootnote: Start = (line, _container, build) => {
  const found = build.extended && OPENING.exec(line.rest)
  if (!found || build.depth >= MAX_BLOCK_DEPTH) return "no"
  line.skipCharacters(found[0].length)
  line.skipColumns(line.indent)
  const footnote = build.open("footnote")
  footnote.label = normaliseLabel(`^${found[1]}`)
  footnote.indent = 4
  if (!build.drafting) build.definitions.footnotes.define(footnote.label, footnote)
  return "container"
}
