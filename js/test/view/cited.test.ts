import fc from "fast-check"
import { expect, test } from "vitest"
import { append, close, open, set, shown } from "./page.ts"

type Cited = { number: number; end: number | null; url?: string; title?: string }

/** The words of an answer that cites, once it has ended. */
function told(text: string, ...citations: Cited[]) {
  const page = shown()
  const all = citations.map((each) => ({ title: "T", url: "https://e.org/", file: "", ...each }))
  page.after(open("t", "text", { role: "answer" }), append("t", text))
  page.after(set("t", { citations: all.map((each) => ({ start: 0, ...each })) }), close("t"))
  return page
}

const words = (text: string, ...citations: Cited[]) =>
  told(text, ...citations)
    .find(".nbs-text")
    .textContent?.trim()

test("a citation is a numbered link at its place", () => {
  const page = told("It rained. It will snow.", { number: 1, end: 10, title: "Weather" })
  expect(page.words(".nbs-text")).toBe("It rained.[1] It will snow.")
  const link = page.find(".nbs-cited a")
  expect(link.getAttribute("href")).toBe("https://e.org/")
  expect(link.hasAttribute("aria-label")).toBe(false)
  expect(page.words(".nbs-citations")).toBe("Weather")
})

test("its place is found behind what markdown takes out", () => {
  const text = "# **Big** news\n\nIt *rained* 🌧 in [Oslo](https://oslo.no), `sun` later.\n\n- done"
  const at = (piece: string) => [...text.slice(0, text.indexOf(piece) + piece.length)].length
  expect(words(text, { number: 1, end: at("**Big**") })).toContain("Big[1] news")
  expect(words(text, { number: 1, end: at("🌧") })).toContain("rained 🌧[1] in")
  // Before a link or behind it, and never inside; nor in code.
  expect(words(text, { number: 1, end: at("oslo.no)") })).toContain("Oslo[1], sun")
  expect(words(text, { number: 1, end: at("[Os") })).toContain("in [1]Oslo, sun")
  expect(words(text, { number: 1, end: at("`sun`") })).toContain("sun[1] later")
  expect(words(text, { number: 1, end: at("- done") })).toContain("done[1]")
  expect(words(text, { number: 1, end: 9999 })).toContain("done[1]")
})

test("several stand side by side, each once", () => {
  const two = [
    { number: 2, end: 3 },
    { number: 1, end: 3 },
    { number: 1, end: 3 },
  ]
  expect(words("One. Two. Three.", ...two, { number: 3, end: 9 })).toBe("One[2][1]. Two.[3] Three.")
})

test("what names no place is only listed", () => {
  const page = told("Words.", { number: 1, end: null }, { number: 2, end: 0 })
  expect(page.words(".nbs-text")).toBe("Words.")
  expect(page.root.querySelectorAll(".nbs-citations li")).toHaveLength(2)
})

test("an address that nobody is to be sent to is a number alone", () => {
  const page = told("Words.", { number: 1, end: 6, url: "javascript:alert(1)" })
  expect(page.words(".nbs-cited")).toBe("[1]")
  expect(page.root.querySelector(".nbs-cited a")).toBeNull()
})

test("numbers take no word away, wherever they belong", () => {
  const source = fc.string({ unit: "grapheme" }).map((said) => `**x** ${said}\n\n${said} [a](b)`)
  fc.assert(
    fc.property(source, fc.array(fc.nat(60), { maxLength: 5 }), (text, ends) => {
      const plain = told(text).find(".nbs-text").textContent
      const page = told(text, ...ends.map((end, at) => ({ number: at + 1, end })))
      for (const each of page.root.querySelectorAll(".nbs-cited")) each.remove()
      expect(page.find(".nbs-text").textContent).toBe(plain)
    }),
    { numRuns: 60 },
  )
})
