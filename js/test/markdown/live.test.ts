/** What is shown while a construct is incomplete: what it is about to be. */

import { describe, expect, test } from "vitest"
import { type Streamed, shown, streamed, textOf } from "./recording.ts"

/** What is shown of an unfinished text, without the containers and directions around it. */
function live(text: string): string {
  const stream = streamed()
  stream.write(text)
  return blocksOf(stream)
}

function blocksOf({ sink }: Streamed): string {
  return sink.root.children
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
    ["a ` co", '<p>["a " <code>[" co"]]'],
    ["a `` co``", '<p>["a " <code>["co"]]'],
    ["[some text", '<p>[<a>["some text"]]'],
    ["[text](htt", '<p>[<a>["text"]]'],
    ['[text](http://a.b "tit', '<p>[<a>["text"]]'],
    ["[![a tree", '<p>[<a>[<span class=nbs-image>["a tree"]]]'],
    ["![a [tall one", '<p>[<span class=nbs-image>["a tall one"]]'],
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

describe("character by character, nothing is shown but", () => {
  const strong = (text: string) => `<p>["a " <strong>["${text}"]]`
  const code = (text: string) => `<p>["a " <code>["${text}"]]`
  const table = (rows: string) =>
    `<table>[<thead>[<tr>[<th>["a"] <th align=center>["b"]]]${rows && ` <tbody>[${rows}]`}]`
  const lines = (text: string) => `<div class=nbs-math-block>[<span class=nbs-lines>[${text}]]`

  // What is shown, each once, in the order in which it is.
  test.each<[string, ...string[]]>([
    [
      "a **bo** c",
      '<p>["a"]',
      '<p>["a "]',
      strong("b"),
      strong("bo"),
      `${strong("bo").slice(0, -1)} " c"]`,
    ],
    ["a *it*", '<p>["a"]', '<p>["a "]', '<p>["a " <em>["i"]]', '<p>["a " <em>["it"]]'],
    ["a ~~no~~", '<p>["a"]', '<p>["a "]', '<p>["a " <del>["n"]]', '<p>["a " <del>["no"]]'],
    ["***b***", "", '<p>[<em>[<strong>["b"]]]'],
    ["a `co`", '<p>["a"]', '<p>["a "]', code("c"), code("co")],
    ["a `` c`o``", '<p>["a"]', '<p>["a "]', code("c"), code("c`o")],
    ["[text](htt", "", '<p>[<a>["text"]]'],
    ["![alt](htt", "", '<p>[<span class=nbs-image>["alt"]]'],
    ["&amp;", "", '<p>["&"]'],
    ["\\*a", "", '<p>["*a"]'],
    ["# H", "", '<h1>["H"]'],
    [
      "- i\n- j",
      "",
      '<ul class=nbs-tight>[<li>[<p>["i"]]]',
      '<ul class=nbs-tight>[<li>[<p>["i"]] <li>[<p>["j"]]]',
    ],
    ["1. i", "", '<ol class=nbs-tight>[<li>[<p>["i"]]]'],
    ["> q", "", '<blockquote>[<p>["q"]]'],
    ["a\n\n---\n", '<p>["a"]', '<p>["a"] <hr>[]'],
    ["a\n---\n", '<p>["a"]', '<h2>["a"]'],
    [
      "| a | b |\n|---|:-:|\n| 1 |",
      "",
      '<p>["| a"]',
      '<p>["| a |"]',
      '<p>["| a | b"]',
      '<p>["| a | b |"]',
      table(""),
      table('<tr>[<td>["1"] <td align=center>[]]'),
    ],
    [
      "$$\nx^2",
      "",
      lines('"$$\\n"'),
      lines('"$$\\n" "x"'),
      lines('"$$\\n" "x^"'),
      lines('"$$\\n" "x^2"'),
    ],
    ["$$x", "", lines('"$$x"')],
    ["\\(x", "", '<p>["\\\\(x"]'],
  ])("%j", (text, ...states) => {
    const stream = streamed()
    const seen: string[] = []
    for (const character of text) {
      stream.write(character)
      const now = blocksOf(stream)
      if (now !== seen.at(-1)) seen.push(now)
    }
    expect(seen).toEqual(states)
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
    "\\(",
    "` ",
    "`` ",
    "[ ",
    "![ ",
    "_\\ ",
    "\\( ",
    "<https:",
    "<https://example.org/a_b?c=d",
    "<me.you@exam",
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
