/** Long input: the work it makes grows with its length, and no faster. */

import { beforeAll, describe, expect, test } from "vitest"
import { startCounting, workOf } from "./counting.ts"
import type { Streamed } from "./recording.ts"

const numbered = (n: number, piece: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => piece(i)).join("")
const repeated = (piece: string) => (n: number) => piece.repeat(n)

/** Characters of the smallest input: beyond what is parsed again whenever it grows. */
const SIZE = 4096
/** Work that no growth is seen in. */
const FIXED = 2000

/** Inputs on which parsers have been slow: those of cmark's and markdown-it's tests, and our own. */
const INPUTS: Readonly<Record<string, (n: number) => string>> = {
  "nested strong emphasis": (n) => `${"*a **a ".repeat(n)}b${" a** a*".repeat(n)}`,
  "strong emphasis that closes emphasis": (n) => `${"*a ".repeat(n)}${"_a*_ ".repeat(n)}`,
  "emphasis across links": repeated("**x [a*b**c*](d) "),
  "emphasis closers": repeated("a_ "),
  "emphasis openers": repeated("_a "),
  "link closers": repeated("a]"),
  "link openers": repeated("[a"),
  "mismatched openers and closers": repeated("*a_ "),
  "openers and closers of length 3": (n) => `a**b${"c* ".repeat(n)}`,
  "link openers and emphasis closers": repeated("[ a_"),
  "brackets and parentheses": repeated("[ (]("),
  "image openers": repeated("![[]()"),
  "nested brackets": (n) => `${"[".repeat(n)}a${"]".repeat(n)}`,
  "links in brackets": repeated("[a [b](c) "),
  "spans around one letter": (n) => `${"*".repeat(n)}a${"*".repeat(n)}`,
  "quotes in quotes": (n) => `${"> ".repeat(n)}a`,
  "lists in lists": (n) =>
    Array.from({ length: Math.sqrt(n) }, (_, i) => `${"  ".repeat(i)}* a\n`).join(""),
  "definitions, and a label that is none": (n) => numbered(n / 9, (i) => `[x${i}]: u\n\n[y]\n\n`),
  "backticks behind backslashes": repeated("``\\"),
  "comments not closed, at once": (n) => `</${"<!--".repeat(n)}`,
  "markers at the end of an address": (n) => `https://a.b?${"*".repeat(n)}a`,
  "quotation marks": repeated('"'),
  backticks: (n) =>
    Array.from({ length: Math.sqrt(n) * 4 }, (_, i) => `e${"`".repeat(i)}`).join(""),
  "destinations not closed": repeated("[a](<b"),
  "parentheses not closed": repeated("[a](b"),
  "titles not closed": repeated('[a](b "'),
  "tags not closed": repeated("<a x="),
  "comments not closed": repeated("a <!-- "),
  "instructions not closed": repeated("a <? "),
  "CDATA not closed": repeated("a <![CDATA[ "),
  "declarations not closed": repeated("a <!A "),
  "delimiters of many kinds": repeated("**_* "),
  "underscores in words": repeated("a_b_"),
  references: (n) =>
    `${Array.from({ length: n }, (_, i) => `[${i}]: u\n`).join("")}\n${"[0] ".repeat(n)}`,
  "late definitions": (n) => `${"[x] ".repeat(n)}\n\n[x]: https://a.b\n`,
  "late definitions of many labels": (n) =>
    `${numbered(n / 9, (i) => `[${i}] `)}\n\n${numbered(n / 9, (i) => `[${i}]: u\n`)}`,
  "late footnotes of one paragraph": (n) =>
    `${numbered(n / 9, (i) => `[^${i}] `)}\n\n${numbered(n / 9, (i) => `[^${i}]: b\n`)}`,
  "late footnotes in another order": (n) =>
    `${numbered(n / 9, (i) => `a[^${i}]\n\n`)}${numbered(n / 9, (i) => `[^${Math.floor(n / 9) - i}]: b\n`)}`,
  footnotes: (n) =>
    `${numbered(n / 9, (i) => `a[^${i}]\n\n`)}${numbered(n / 9, (i) => `[^${i}]: b\n`)}`,
  "footnotes defined first": (n) =>
    `${numbered(n / 9, (i) => `[^${i}]: b\n`)}\n${numbered(n / 9, (i) => `a[^${i}]\n\n`)}`,
  "definitions not closed": (n) => `[a]: x '${"y\n".repeat(n)}`,
  "labels not closed": (n) => `[${"a\n".repeat(n)}`,
  tables: (n) => `a | b\n-|-\n${"x | y\n".repeat(n)}`,
  "rows without a table": repeated("| a | b |\n"),
  dollars: repeated("$a "),
  "math not closed": repeated("\\(a "),
  addresses: repeated("http://a.b "),
  "addresses in one word": repeated("www."),
  "mail addresses": repeated("a@b."),
  "closing parentheses in an address": (n) => `http://a.b/${")".repeat(n)}`,
  entities: repeated("&amp;"),
  "one long word": repeated("abcdefgh"),
  "spaces in a line": (n) => `a${" ".repeat(n)}b`,
  "heading markers": (n) => `# ${"# ".repeat(n)}`,
  "list markers in a line": repeated("- "),
  list: repeated("- foo\n"),
  "nested list": (n) => Array.from({ length: n }, (_, i) => `${"  ".repeat(i % 6)}- x\n`).join(""),
  "blank lines in deep lists": (n) => `${"- ".repeat(n / 8)}x${"\n".repeat(n)}`,
  "blank lines in deep lists in a quote": (n) => `> ${"- ".repeat(n / 8)}x\n${">\n".repeat(n)}`,
  "emphasis in a deep quote": (n) => `${">".repeat(n)}${"a*".repeat(n)}`,
  "characters that are none": repeated("abc\u0000de\u0000\n"),
  "angle brackets": (n) => `${"<".repeat(n)}>`,
  "spaces before a line ending": (n) => `x${" ".repeat(n)}x  \nx`,
  "lazy lines": (n) => `> foo\n${"bar\n".repeat(n)}`,
  "code in one block": (n) => `\`\`\`\n${"code\n".repeat(n)}`,
  "blank lines in code": (n) => `    code\n${"\n".repeat(n)}    x`,
  "one long line of code": (n) => `\`\`\`\n${"code ".repeat(n)}`,
}

describe("four times the text is about four times the work", () => {
  let whole: (text: string) => number
  let inPieces: (text: string) => number

  beforeAll(async () => {
    // Only what is compiled from here on is counted.
    startCounting()
    const { markdownToHtml } = await import("../../src/markdown/text-sink.ts")
    const { streamed } = await import("./recording.ts")
    whole = (text) => workOf(() => markdownToHtml(text))
    inPieces = (text) =>
      workOf(() => {
        const stream = streamed()
        for (const piece of text.match(/[\s\S]{1,64}/g) ?? []) stream.write(piece)
        stream.end()
      })
  })

  test("the same work is the same number", () => {
    const text = "a *b* `c`\n\n- d\n".repeat(10)
    expect(inPieces(text)).toBe(inPieces(text))
    expect(inPieces(text)).toBeGreaterThan(1000)
  })

  test.each(Object.entries(INPUTS))("%s", (_name, make) => {
    for (const work of [whole, inPieces]) {
      const n = (SIZE * 100) / make(100).length
      const [one = 0, two = 0, four = 0] = [n, 2 * n, 4 * n].map((size) =>
        work(make(Math.ceil(size))),
      )
      expect(two).toBeLessThan(3 * one + FIXED)
      expect(four).toBeLessThan(3 * two + FIXED)
    }
  })
})

const MIXED = `## A heading

Some **bold** text with \`code\`, a [link](https://example.org) and *more* of it.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

\`\`\`py
x = 1
\`\`\`

`

describe("a frame late in a long document is as much work as an early one", () => {
  let streamed: () => Streamed

  beforeAll(async () => {
    startCounting()
    streamed = (await import("./recording.ts")).streamed
  })

  const FRAME = 16
  const FRAMES = 300

  test.each([
    ["a mixed document", "", MIXED],
    ["one block of code", "```\n", "some code here\n"],
    ["one list", "", "- an item of text\n"],
    ["one nested list", "", "- a\n  - b\n    - c **d**\n"],
    ["one table", "| a | b |\n|---|---|\n", "| one | `two` |\n"],
    ["one paragraph", "", "words and *more* words with a `span` in "],
    ["one paragraph of many lines", "", "words and *more* words\n"],
    ["one quote", "", "> words and *more* words\n"],
  ])("in %s", (_name, begin, unit) => {
    const early = framesAfter(begin + unit.repeat(20_000 / unit.length), unit)
    const late = framesAfter(begin + unit.repeat(200_000 / unit.length), unit)
    expect(late).toBeLessThan(1.3 * early)
  })

  function framesAfter(before: string, unit: string): number {
    const stream = streamed()
    stream.write(before)
    const text = unit.repeat(Math.ceil((FRAME * FRAMES) / unit.length))
    return workOf(() => {
      for (let frame = 0; frame < FRAMES; frame++)
        stream.write(text.slice(frame * FRAME, (frame + 1) * FRAME))
    })
  }
})
