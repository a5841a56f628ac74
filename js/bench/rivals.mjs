/** The other engines, each used as its documentation says, behind the one interface that is measured. */

import DOMPurify from "dompurify"
import MarkdownIt from "markdown-it"
import { marked } from "marked"
import { createElement } from "react"
import { flushSync } from "react-dom"
import { createRoot } from "react-dom/client"
import { Streamdown } from "streamdown"
import { default_renderer, parser, parser_write } from "streaming-markdown"

/** Parse and sanitise the whole text each time: what most pages do. */
function markedWhole(target) {
  let text = ""
  return {
    write(piece) {
      text += piece
      target.innerHTML = DOMPurify.sanitize(marked.parse(text))
    },
    destroy: () => target.replaceChildren(),
  }
}

/** Append-only, without ever going back. */
function streamingMarkdown(target) {
  const state = parser(default_renderer(target))
  return {
    write: (piece) => parser_write(state, piece),
    destroy: () => target.replaceChildren(),
  }
}

/** markdown-it, told to parse only the last block: those before it are in the page for good. */
function markdownItTail(target) {
  const engine = new MarkdownIt({ html: false, linkify: false })
  const done = document.createElement("div")
  const tail = document.createElement("div")
  target.append(done, tail)
  let text = ""
  return {
    write(piece) {
      text += piece
      const tokens = engine.parse(text, {})
      const tops = tokens.filter(({ level, nesting }) => level === 0 && nesting >= 0)
      const from = tops.at(-1)?.map?.[0] ?? 0
      if (tops.length > 1 && from > 0) {
        const at = endOfLines(text, from)
        const settled = document.createElement("template")
        settled.innerHTML = engine.render(text.slice(0, at))
        done.append(settled.content)
        text = text.slice(at)
      }
      tail.innerHTML = engine.render(text)
    },
    destroy: () => target.replaceChildren(),
  }
}

function endOfLines(text, count) {
  let at = 0
  for (let line = 0; line < count; line++) at = text.indexOf("\n", at) + 1
  return at
}

/** React: blocks that did not change are not rendered again. */
function streamdown(target) {
  const root = createRoot(target)
  let text = ""
  return {
    write(piece) {
      text += piece
      flushSync(() => root.render(createElement(Streamdown, null, text)))
    },
    destroy: () => root.unmount(),
  }
}

export const rivals = {
  "marked + DOMPurify": markedWhole,
  "streaming-markdown": streamingMarkdown,
  "markdown-it, tail": markdownItTail,
  streamdown,
}
