/** Math: where it is recognised, and where a dollar is a dollar. */

import { describe, expect, test } from "vitest"
import { shown, streamed } from "./recording.ts"

/** The formulas that are set in a text, in order. */
function formulas(text: string): string[] {
  const stream = streamed()
  stream.write(text)
  stream.end()
  return [...shown(stream.sink.root).matchAll(/"formula (.*?)"/g)].map(
    ([, formula = ""]) => formula,
  )
}

describe("a formula", () => {
  test.each([
    ["$x$", "x"],
    ["so $a_1 * b_2$ is", "a_1 * b_2"],
    ["$$x^2$$ inline", "display x^2"],
    ["$$x^2$$", "display x^2"],
    ["$$\nx\n- y\n= z\n$$\n", "display x\\n- y\\n= z"],
    ["text\n$$\nx\n$$\nmore", "display x"],
    ["\\(x + y\\)", "x + y"],
    ["\\[x + y\\]", "display x + y"],
    ["\\[\nx\n\\]\n", "display x"],
    ["- item\n\n  $$\n  x\n  $$\n", "display x"],
    ["```math\nx^2\n```\n", "display x^2"],
    ["$`a*b*c`$", "a*b*c"],
    ["$5x = 10$", "5x = 10"],
    ["数学$x$です", "x"],
    ["an $n$th of it", "n"],
    ["\\[f(x)\\] and \\[1\\]", "display f(x)"],
    ["from $5 to $x$ dollars", "x"],
  ])("%j", (text, formula) => {
    expect(formulas(text)).toEqual([formula.replaceAll("\\n", "\\\\n").replaceAll("\\\\n", "\\n")])
  })
})

describe("no formula", () => {
  test.each([
    "$5 and $10",
    "it costs $5, or 10$ there",
    "$ x $",
    "US$5 and CA$6",
    "export PATH=$PATH:$HOME/bin",
    "$AAPL/$TSLA and $FOO_$BAR",
    "$(pwd) and $(ls), $A} and $B}",
    "see \\[1\\], \\[2, 3\\] and \\[the text\\](u)",
    "naïve$x$",
    "$5-$10",
    "`$x$`",
    "\\$x\\$",
    "\\(\\)",
    "\\[foo]: /url",
    "f\\(x\\)",
    "a\\[0\\]",
    "a $ b",
    "$x",
    "$$\nnever closed\n\nnext",
    "```\n$x$\n```",
  ])("%j", (text) => {
    expect(formulas(text)).toEqual([])
  })
})

test("math that is never closed is what it was written as", () => {
  const stream = streamed()
  stream.write("$$\na *b*\n\nc")
  stream.end()
  expect(shown(stream.sink.root)).toContain('["$$\\na " <em>["b"]]')
})
