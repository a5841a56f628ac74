/** Any text, in any pieces: the same page, of the elements that are allowed, and no exception. */

import fc from "fast-check"
import { expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"
import { documents } from "../markdown/fragments.ts"
import { harm } from "../markdown/harm.ts"
import { holds, TIMEOUT_MS } from "./fuzzing.ts"

const HOSTILE = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "<style>*{position:fixed}</style>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "[a](javascript:alert(1))",
  "![a](https://evil.test/?q=",
  "[a]: data:text/html,<script>",
  "&#106;avascript:",
  "&colon;",
  "\\u202e",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u{e0041}",
  "\u001b[2J",
  "\0",
  "\r",
  "$\\href{javascript:a}{b}$",
  "```html\n",
  "[^1]: ",
  "https://me@evil.test/",
  "//evil.test/",
]

const text = fc
  .array(fc.oneof(documents, fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""))

function shown(pieces: readonly string[], look: (page: HTMLElement) => void): string {
  const page = document.createElement("div")
  const view = markdownInto(page)
  for (const piece of pieces) {
    view.write(piece)
    view.paint()
    look(page)
  }
  view.end()
  look(page)
  return page.innerHTML
}

test(
  "however it is cut, any text is the same harmless page",
  () => {
    holds(
      fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (whole, cuts) => {
        const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort(
          (a, b) => a - b,
        )
        const pieces = [0, ...places].map((from, at) => whole.slice(from, places[at]))
        const harmless = (page: HTMLElement) => expect(harm(page)).toEqual([])
        expect(shown(pieces, harmless)).toBe(shown([whole], harmless))
      }),
    )
  },
  TIMEOUT_MS,
)

test(
  "the text of a page holds no markup that the text brought along",
  () => {
    holds(
      fc.property(text, (whole) => {
        const html = markdownToHtml(whole, { allowsLink: () => false })
        expect(html).not.toMatch(/<(?:script|style|img|iframe|svg|object|form|base|meta|link)\b/i)
        expect(html).not.toMatch(/<[^>]*\son\w+\s*=/i)
      }),
    )
  },
  TIMEOUT_MS,
)
