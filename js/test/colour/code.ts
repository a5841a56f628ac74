/** Code, coloured, in a form that tests can read. */

import { highlight } from "../../src/colour/index.ts"
import type { CodeSpan, LineColours } from "../../src/markdown/sink.ts"

export function coloursFor(language: string): LineColours {
  const colours = highlight(language)
  if (!colours) throw new Error(`no colours for ${language}`)
  return colours
}

/** The pieces of each line, read one after the other. */
export function coloured(colours: LineColours, lines: readonly string[]): CodeSpan[][] {
  let state = colours.start
  return lines.map((line) => {
    const read = colours.line(line, state)
    state = read.state
    return [...read.spans]
  })
}

/** Code with its styles written in: `keyword[def] definition[f](x):`. */
export function marked(language: string, code: string): string {
  return coloured(coloursFor(language), code.split("\n"))
    .map((spans) =>
      spans.map(({ text, style }) => (style === null ? text : `${style}[${text}]`)).join(""),
    )
    .join("\n")
}
