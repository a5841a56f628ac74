/** Code that grows, coloured line by line, outside of any Markdown. */

import { DomSink } from "./dom-sink.ts"
import { Lines } from "./paint/lines.ts"
import type { LineColours } from "./sink.ts"

export interface GrowingCode {
  write(text: string): void
  clear(): void
}

/** Show code in an element; `colours` is asked again whenever it is cleared. */
export function codeInto(element: HTMLElement, colours: () => LineColours | null): GrowingCode {
  const sink = new DomSink(element)
  const begin = () => new Lines<Node>(sink, element, colours())
  let lines = begin()
  let complete: string[] = []
  let last = ""

  return {
    write(text) {
      const ended = (last + text).split("\n")
      last = ended.pop() ?? ""
      for (const line of ended) complete.push(`${line}\n`)
      lines.update(complete, last)
    },
    clear() {
      element.replaceChildren()
      lines = begin()
      complete = []
      last = ""
    },
  }
}
