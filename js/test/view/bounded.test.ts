/** Texts that are too long to be laid out: so much is markdown, the rest stands below as it came. */

import { expect, test } from "vitest"
import { MAX_MARKDOWN, MAX_SIGNS } from "../../src/bounds/index.ts"
import { Allowance } from "../../src/view/allowance.ts"
import { bounded } from "../../src/view/bounded.ts"
import { append, close, open, shown } from "./page.ts"

/** What of a text in pieces is markdown, and what is said of the rest. */
function taken(pieces: readonly string[]): { markdown: string; said: string } {
  const signal = new AbortController().signal
  const allowance = new Allowance(Number.POSITIVE_INFINITY)
  const bound = bounded({ signal, allowance, live: true, touch() {} }, "t")
  const markdown = pieces.map((piece) => bound.take(piece)).join("")
  const place = document.createElement("div")
  bound.update(place)
  return { markdown, said: place.querySelector(".nbs-beyond > .nbs-muted")?.textContent ?? "" }
}

test.each([
  ["at", 0, ""],
  ["one above", 1, "… 1 more line, as they came"],
  ["far above", 8 * MAX_MARKDOWN, "… 1 more line, as they came"],
])("characters, %s the bound", (_name, more, said) => {
  const text = "x".repeat(MAX_MARKDOWN + more)
  expect(taken([text])).toEqual({ markdown: text.slice(0, MAX_MARKDOWN), said })
})

test.each([
  ["at", 0, ""],
  ["one above", 1, "… 2 more lines, as they came"],
  ["far above", 3200, "… 3,201 more lines, as they came"],
])("signs, %s the bound", (_name, more, said) => {
  const text = "a\n".repeat(MAX_SIGNS + more)
  expect(taken([text])).toEqual({
    markdown: more === 0 ? text : text.slice(0, 2 * MAX_SIGNS + 1),
    said,
  })
})

test("where the markdown ends does not depend on how the text was cut", () => {
  const text = "\u{1f600} *a*\n".repeat(MAX_SIGNS / 3 + 100)
  const whole = taken([text])
  for (const size of [997, 65_536])
    expect(taken(text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [])).toEqual(whole)
})

test("what is beyond the bound is folded, can be shown, and goes on growing", () => {
  const page = shown()
  page.after(open("t", "text"), append("t", `${"x".repeat(MAX_MARKDOWN)}*one*\n`))
  page.after(append("t", "two\n".repeat(300)))
  for (let frame = 0; frame < 60; frame++) page.screen.tick()
  expect(page.words(".nbs-beyond > .nbs-muted")).toBe("… 302 more lines, as they came")
  expect(page.words(".nbs-beyond .nbs-plain")).toMatch(/^\*one\* two/)
  page.find(".nbs-beyond button").click()
  page.after(append("t", "last"), close("t"))
  for (let frame = 0; frame < 5; frame++) page.screen.tick()
  expect(page.words(".nbs-beyond .nbs-plain")).toMatch(/two last$/)
})
