/** Every example of the CommonMark specification, as the specification has it. */

import { describe, expect, test } from "vitest"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"
import { EXAMPLES } from "./specification.ts"

test("there are 652 examples", () => {
  expect(EXAMPLES).toHaveLength(652)
})

describe("the specification's HTML", () => {
  test.each(EXAMPLES)("$name", ({ markdown, html }) => {
    expect(markdownToHtml(markdown, { extended: false, trusting: true })).toBe(html)
  })
})

describe("as it is shown to readers", () => {
  test("raw HTML is text", () => {
    expect(markdownToHtml("a <b>c</b>\n\n<div onclick='x'>\n*a*\n</div>")).toBe(
      "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div onclick='x'&gt;\n*a*\n&lt;/div&gt;</p>\n",
    )
  })

  test("an image is its description", () => {
    expect(markdownToHtml("![a *b*](https://x.org/i.png)")).toBe("<p>a b</p>\n")
  })

  test("what describes an image is all that would have been shown", () => {
    expect(markdownToHtml("![a <b> `c` \\[d\\] [e](f)](g)")).toBe("<p>a &lt;b&gt; c [d] e</p>\n")
  })

  test("a line ending in the description of an image is one, hard or soft", () => {
    expect(markdownToHtml("![a\\\nb  \nc\nd](e)", { trusting: true })).toBe(
      '<p><img src="e" alt="a\nb\nc\nd" /></p>\n',
    )
  })

  test("a link that is refused is its text", () => {
    const html = markdownToHtml("[a *b*](javascript:alert(1))", { allowsLink: () => false })
    expect(html).toBe("<p>a <em>b</em></p>\n")
  })
})
