/** Deep and long input: text in the end, never too much work, never an overflow. */

import { describe, expect, test } from "vitest"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"
import { type Recorded, rendered, streamed, textOf } from "./recording.ts"

function depthOf(node: Recorded): number {
  let depth = 0
  let row = [node]
  for (; row.length > 0; depth++) row = row.flatMap(({ children }) => children)
  return depth
}

function tree(text: string): Recorded {
  const stream = streamed()
  stream.write(text)
  stream.end()
  return stream.sink.root
}

describe("nesting", () => {
  test("of fifty quotes is shown, of more is text", () => {
    expect(markdownToHtml(`${"> ".repeat(50)}a`).split("<blockquote>")).toHaveLength(51)
    const deep = markdownToHtml(`${"> ".repeat(60)}a`)
    expect(deep.split("<blockquote>")).toHaveLength(51)
    expect(deep).toContain(`<p>${"&gt; ".repeat(10)}a</p>`)
  })

  test("of twenty spans is shown, of more is text", () => {
    const nested = (depth: number) =>
      markdownToHtml(`${"*a _b ".repeat(depth / 2)}c${"_ d*".repeat(depth / 2)}`)
    expect(nested(20).split("<em>")).toHaveLength(21)
    expect(nested(40).split("<em>")).toHaveLength(21)
    expect(nested(40)).toContain("*a _b *a")
  })

  test.each([
    ["quotes", "> ".repeat(10_000)],
    ["lists", "- ".repeat(10_000)],
    ["numbered lists", "1. ".repeat(10_000)],
    ["quotes and lists", "> - ".repeat(10_000)],
    [
      "indented lists",
      Array.from({ length: 500 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n"),
    ],
    ["emphasis", `${"*a **b ".repeat(5000)}c${"** d*".repeat(5000)}`],
    ["brackets", `${"[".repeat(10_000)}a${"]".repeat(10_000)}`],
    ["images", `${"![".repeat(5000)}a${"](b)".repeat(5000)}`],
    [
      "letters in a host",
      `http://${"x".repeat(10_000)}\u{10ffff} [x](https://${"x.".repeat(10_000)}-)`,
    ],
    ["letters before an at sign", `${"a".repeat(10_000)} @`],
    ["spaces in a delimiter row", `a\n-${" ".repeat(10_000)}x`],
    ["spaces in a tag", `a <b${" ".repeat(10_000)}<`],
    ["spaces in a heading", `# a${" ".repeat(10_000)}b`],
    ["dollars in a line of math", `$$\n${"$$ ".repeat(10_000)}x`],
    ["footnotes", `[^a]\n\n${"[^a]: ".repeat(5000)}`],
  ])("of ten thousand %s does no harm", (_name, text) => {
    const root = tree(text)
    expect(depthOf(root)).toBeLessThan(160)
    expect(rendered(text.match(/[\s\S]{1,512}/g) ?? [])).toBe(rendered([text]))
  })

  test("loses no text", () => {
    expect(textOf(tree(`${"> ".repeat(70)}end`))).toBe(`${"> ".repeat(20)}end`)
  })
})
