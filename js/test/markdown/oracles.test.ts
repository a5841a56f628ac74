/**
 * Two other parsers as oracles: commonmark.js, the specification's own, and markdown-it.
 *
 * Where the two agree about a document of difficult fragments, we agree with them. Where they do
 * not, the specification decides; each such matter that was met is listed with what it says.
 */

import { HtmlRenderer, Parser } from "commonmark"
import fc from "fast-check"
import MarkdownIt from "markdown-it"
import { describe, expect, test } from "vitest"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"
import { documents, longDocuments } from "./fragments.ts"

/** Documents tried; more with `NBSTREAM_FULL=1`. */
const RUNS = process.env.NBSTREAM_FULL === "1" ? 50_000 : 2_000
const SEED = 20_261_123

const reference = new Parser()
const renderer = new HtmlRenderer()
const markdownIt = new MarkdownIt("commonmark")
// Which links are let through is not a matter of parsing.
markdownIt.validateLink = () => true

/** HTML without the line breaks between its elements, which say nothing. */
function plain(html: string): string {
  return html.replace(/\n+/g, "\n").replace(/\n(?=<)|(?<=>)\n/g, "")
}

function answers(text: string) {
  return {
    ours: plain(markdownToHtml(text, { extended: false, trusting: true })),
    theirs: plain(renderer.render(reference.parse(text))),
    markdownIt: plain(markdownIt.render(text)),
  }
}

describe("where commonmark.js and markdown-it agree, so do we", () => {
  test.each([
    ["short", documents, RUNS],
    ["long", longDocuments, RUNS / 20],
  ])("about %s documents", (_name, arbitrary, numRuns) => {
    let agreed = 0
    for (const text of fc.sample(arbitrary, { numRuns, seed: SEED })) {
      const { ours, theirs, markdownIt } = answers(text)
      if (theirs !== markdownIt) continue
      agreed++
      expect(ours, JSON.stringify(text)).toBe(theirs)
    }
    expect(agreed).toBeGreaterThan(numRuns / 2)
  })
})

describe("where they do not", () => {
  test("a paragraph loses the spaces and tabs around it, and no other white space", () => {
    const { ours, theirs, markdownIt } = answers("\u00a0a\u2003 \n")
    expect(ours).toBe("<p>\u00a0a\u2003</p>")
    expect(markdownIt).toBe(ours)
    expect(theirs).toBe("<p>a</p>")
  })

  test.each([
    ["an indented line", "[a]: /b\n    c\n", "<p>c</p>"],
    ["a number that is not 1", "[a]: /b\n2. c\n", "<p>2. c</p>"],
    ["a lazy line", "> [a]: /b\nc\n", "<blockquote><p>c</p></blockquote>"],
  ])("%s behind a definition goes on with its paragraph", (_name, text, html) => {
    const { ours, theirs, markdownIt } = answers(text)
    expect(ours).toBe(html)
    expect(theirs).toBe(ours)
    expect(markdownIt).not.toBe(ours)
  })

  test("spaces in code that was never closed are code", () => {
    const { ours, theirs, markdownIt } = answers("```\n  ")
    expect(ours).toBe("<pre><code>  </code></pre>")
    expect(theirs).toBe(ours)
    expect(markdownIt).toBe("<pre><code></code></pre>")
  })

  test("a symbol is punctuation, also one that takes two units", () => {
    const { ours, theirs, markdownIt } = answers("*a.*🎉")
    expect(ours).toBe("<p><em>a.</em>🎉</p>")
    expect(markdownIt).toBe(ours)
    expect(theirs).toBe("<p>*a.*🎉</p>")
  })
})
