/** Text that is shown stays, and what later text can give another meaning. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { steady } from "./answers.ts"
import { streamed, textOf } from "./recording.ts"

/** Answers tried; more with `NBSTREAM_FULL=1`. */
const RUNS = process.env.NBSTREAM_FULL === "1" ? 2_000 : 50

/** The places in a text at which what was shown is not what is shown next, or its beginning. */
function changes(text: string): string[] {
  const stream = streamed()
  const found: string[] = []
  for (const character of text) {
    const before = textOf(stream.sink.root)
    stream.write(character)
    const after = textOf(stream.sink.root)
    if (!after.startsWith(before)) found.push(`${before} → ${after}`)
  }
  return found
}

describe("text that is shown stays", () => {
  test.each([
    "Some **bold** and *italic* text, `code` and a [link](https://a.b) here.\n",
    "# Heading\n\n- one\n- two **x**\n  1. a\n  2. b\n\n> quote\n> more\n",
    "| a | b |\n|---|---|\n| 1 | `2` |\n| *3* | 4 |\n".slice(18),
    "```py\nx = 1\n```\n\n---\n\nafter & <b> it; a &amp; b\n",
    "citations [1] and [2], array[0], snake_case and 2 * 3\n",
    "see https://example.org/a_b_c for more\n",
    "~~gone~~ and ~100 km\n",
    "so 2*3 is 6, **always**\n\nend\n",
    "one\\\ntwo  \nthree `` c`d `` e\n",
    "<https://example.org/a> or (<me@example.org>) or a<b\n",
    "so ` b` and `` ` `` and `` c ` d `` it is\n",
    "![a](b) ![ c ](d) [ e ](f) [`` g ``](h) _\\ i_ \\( j\n",
    "[![a badge](b)](c) and [ ![another](d) ](e) end\n",
    "    </b> <?x ?>\n    <!Y\n    - z\n    1. a\n",
    "<b>bold</b> as it is\n\n<br> and\n\n<p>\n",
  ])("%j", (text) => {
    expect(changes(text)).toEqual([])
  })

  test("in any answer without tables, formulas, definitions and markers that never close", () => {
    fc.assert(
      fc.property(steady, (text) => {
        expect(changes(text)).toEqual([])
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    )
  })

  // These change their meaning when later text comes: what was shown was right until then.
  test("except that a row of text becomes the header of a table", () => {
    expect(changes("| a | b |\n|---|---|\n| 1")).toEqual(["| a | b | → ab"])
  })

  test("except that an underlined paragraph becomes a heading, with the same text", () => {
    const stream = streamed()
    stream.write("Title *x*\n")
    const text = stream.sink.root.children[0]?.children[0]?.children[0]
    stream.write("===\n")
    const heading = stream.sink.root.children[0]?.children[0]
    expect(heading?.tag).toBe("h1")
    expect(heading?.children[0]).toBe(text)
  })

  test("except that a star in a word is italic once there is another", () => {
    expect(changes("a *b*\n\n2*3*4\n")).toEqual(["a b2*3 → a b234"])
  })

  test("except that brackets become a link when their label is defined", () => {
    expect(changes("see [foo]\n\n[bar]: https://a.b\n\n")).toEqual([])
    expect(changes("see [foo]\n\n[foo]: https://a.b\n\n")).toEqual(["see [foo] → see foo"])
  })

  test("except that the label of a definition goes when its line is complete", () => {
    expect(changes("[label]: https://a.b 'c'\n[1]: /d\n\ne [1]")).toEqual(["label → "])
    expect(changes("[label]: https://a.b is none\n")).toEqual(["label → [label]: https://a.b i"])
  })

  test("except that a space before code is part of it or not, once the code closes", () => {
    expect(changes("a ` b ` c\n")).toEqual(["a  b → a b c"])
    expect(changes("a `` b`c`` d\n")).toEqual(["a b`c → a  b`c d"])
  })

  test("except that a bracket before another is one, until both close", () => {
    expect(changes("[see [the one] here](/b) c\n")).toEqual([
      "see  → [see the",
      "[see the one → see [the one]",
    ])
  })

  test("except that a formula is set once it closes", () => {
    expect(changes("a $x$ b")).toEqual(["a $x → a formula x"])
  })

  test("except that a mention becomes a number when its footnote is defined", () => {
    expect(changes("a[^x]\n\nb\n\n[^x]: note\n").slice(0, 1)).toEqual(["a[^x]b → a1bnote"])
  })

  test("except that a task whose line is underlined is a heading, and its box is text", () => {
    expect(changes("- [x] a\n  ===\n")).toEqual(["a → [x] a"])
  })

  test("except that display math that a blank line breaks off is the text it was written as", () => {
    expect(changes("$$\na *b*\n\nc")).toEqual(["$$\na *b*\n → $$\na b"])
  })

  test("except that a marker that was never closed is text in the end", () => {
    expect(changes("a *b c\n\nd")).toEqual(["a b c → a *b c"])
    expect(changes("a `b c\n\nd")).toEqual(["a b c → a `b c"])
    expect(changes("[b](c d\n\ne")).toEqual(["b → [b](c d"])
  })
})
