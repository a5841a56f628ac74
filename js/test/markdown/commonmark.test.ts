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

describe("beyond its examples", () => {
  const html = (text: string) => markdownToHtml(text, { extended: false, trusting: true })

  test("spaces beyond the indentation of an item are code, on a blank line too", () => {
    expect(html("- ```\n  a\n     \n  ```\n")).toContain("<code>a\n   \n</code>")
    expect(html("1.     a\n\n          \n       b\n")).toContain("<code>a\n\n   \nb\n</code>")
  })

  test("an empty title is none", () => {
    expect(html('[a](/b "")')).toBe('<p><a href="/b">a</a></p>\n')
  })

  test("a space that does not break separates nothing in a tag, and may stand in an address", () => {
    expect(html("<b\u00a0c>")).toBe("<p>&lt;b\u00a0c&gt;</p>\n")
    expect(html("<div\u00a0c>")).toBe("<p>&lt;div\u00a0c&gt;</p>\n")
    expect(html("<b>\u00a0")).toBe("<p><b>\u00a0</p>\n")
    expect(html("<ab:c\u00a0d>")).toBe('<p><a href="ab:c%C2%A0d">ab:c\u00a0d</a></p>\n')
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
