/** Text shown as it is, without Markdown: white space is kept, and nothing is a marker. */

import { Lines } from "./paint/lines.ts"
import type { Sink } from "./sink.ts"
import { escapeHtml } from "./text-sink.ts"

/** Show plain text in an element. The view is that of Markdown, for callers need not care. */
export function plainInto<Node>(sink: Sink<Node>, element: Node) {
  const pieces: string[] = []
  let line = ""
  let lines: Lines<Node> | null = null
  const paint = () => {
    lines ??= new Lines(sink, sink.element("pre", element), null)
    lines.update(pieces, line)
    return false
  }
  return {
    write(text: string) {
      const ended = (line + text).split("\n")
      line = ended.pop() ?? ""
      for (const complete of ended) pieces.push(`${complete}\n`)
    },
    paint,
    close() {},
    end: () => void paint(),
    *improve() {},
    html: () => `<pre>${escapeHtml(pieces.join("") + line)}</pre>\n`,
  }
}
