/** What is shown while a construct is incomplete: what it is about to be. */

import { describe, expect, test } from "vitest"
import { shown, streamed, textOf } from "./recording.ts"

/** What is shown of an unfinished text, without the containers and directions around it. */
function live(text: string): string {
  const stream = streamed()
  stream.write(text)
  return stream.sink.root.children
    .flatMap((group) => group.children)
    .map((block) => shown(block).replaceAll(" dir=auto", ""))
    .join(" ")
}

describe("an unfinished construct is shown as what it will be", () => {
  test.each([
    ["a **bo", '<p>["a " <strong>["bo"]]'],
    ["a *it", '<p>["a " <em>["it"]]'],
    ["a ***bo", '<p>["a " <em>[<strong>["bo"]]]'],
    ["**a *b", '<p>[<strong>["a " <em>["b"]]]'],
    ["~~gone", '<p>[<del>["gone"]]'],
    ["a `co", '<p>["a " <code>["co"]]'],
    ["a `` co`d", '<p>["a " <code>["co`d"]]'],
    ["[some text", '<p>[<a>["some text"]]'],
    ["[text](htt", '<p>[<a>["text"]]'],
    ['[text](http://a.b "tit', '<p>[<a>["text"]]'],
    ["[a **b", '<p>[<a>["a " <strong>["b"]]]'],
    ["![alt](http://a", '<p>[<span class=nbs-image>["alt"]]'],
    ["# Head", '<h1>["Head"]'],
    ["- item", '<ul class=nbs-tight>[<li>[<p>["item"]]]'],
    ["> quo", '<blockquote>[<p>["quo"]]'],
    [
      "```py\nx = ",
      '<div class=nbs-code>[<pre>[<code class=language-py>[<span class=nbs-lines>["x = "]]]]',
    ],
    ["| a | b |\n|---|---|\n", '<table>[<thead>[<tr>[<th>["a"] <th>["b"]]]]'],
    ["$$\nx^2", '<div class=nbs-math-block>[<span class=nbs-lines>["$$\\n" "x^2"]]'],
    ["see https://exam", '<p>["see " <a>["https://exam"]]'],
    ["a $x^2", '<p>["a $x^2"]'],
  ])("%j", (text, expected) => {
    expect(live(text)).toBe(expected)
  })
})

describe("a marker at the very end is not shown before it says what it is", () => {
  test.each([
    "*",
    "**",
    "_",
    "`",
    "``",
    "[",
    "![",
    "~~",
    "$",
    "\\",
    "<",
    "<di",
    "&",
    "&am",
    "&#3",
    "!",
    "[1",
    "[^no",
  ])("a word and %j", (marker) => {
    expect(live(`word ${marker}`)).toBe('<p>["word "]')
  })

  test.each([
    "-",
    "- ",
    "*",
    "+",
    "1",
    "12.",
    "#",
    "## ",
    ">",
    "```",
    "```py",
    "~~~",
    "=",
    "---",
    "***",
    "|",
    "$$",
    "- [",
    "- [ ]",
    "<",
    "[^1]:",
  ])("a line that so far is %j", (marker) => {
    expect(live(`text\n${marker}`)).toBe('<p>["text"]')
  })

  test("half of a character", () => {
    expect(live("a\ud83d")).toBe('<p>["a"]')
    expect(live("```\na\ud83d")).not.toContain("\\ud83d")
  })

  test("once more text has come it is what it is", () => {
    expect(live("2 * 3")).toBe('<p>["2 * 3"]')
    expect(live("AT&T and a < b")).toBe('<p>["AT&T and a < b"]')
    expect(live("array[0] is")).toBe('<p>["array[0] is"]')
    expect(live("text\n- x")).toBe('<p>["text"] <ul class=nbs-tight>[<li>[<p>["x"]]]')
    expect(live("text\n--x")).toBe('<p>["text\\n--x"]')
  })

  test("at the end of the text it is what it was written as", () => {
    const stream = streamed()
    stream.write("a **b and [c")
    stream.end()
    expect(textOf(stream.sink.root)).toBe("a **b and [c")
  })
})

describe("long text of which nothing is settled", () => {
  test.each(["*", "[", "`", "$", "<b> [x "])("behind %j is shown whole, and once", (opening) => {
    const stream = streamed()
    stream.write(opening)
    const words: string[] = []
    for (let word = 0; word < 1000; word++) {
      words.push(`w${word}`)
      for (const character of `w${word}${word % 10 === 9 ? "\n" : " "}`) stream.write(character)
      expect(textOf(stream.sink.root).match(/w\d+/g)).toEqual(words)
    }
  })
})

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
  ])("%j", (text) => {
    expect(changes(text)).toEqual([])
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

  test("except that brackets become a link when their label is defined", () => {
    expect(changes("see [foo]\n\n[bar]: https://a.b\n\n")).toEqual([])
    expect(changes("see [foo]\n\n[foo]: https://a.b\n\n")).toEqual(["see [foo] → see foo"])
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
