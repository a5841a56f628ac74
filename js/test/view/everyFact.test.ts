/** Facts that come beside a text or a call: none of them is left out. */

import { expect, test } from "vitest"
import { append, close, open, set, shown } from "./page.ts"

test("what an answer rests on is listed under it, each place once, by its number", () => {
  const page = shown()
  const citations = [
    { number: 1, title: "Weather", url: "https://example.com/w", file: "", start: 0, end: 3 },
    { number: 1, title: "Weather", url: "https://example.com/w", file: "", start: 5, end: 9 },
    { number: 2, title: "", url: "", file: "notes.txt", start: null, end: null },
    { number: 3, title: "Bad", url: "javascript:alert(1)", file: "", start: 0, end: 1 },
  ]
  page.after(open("t", "text"), append("t", "It rains."), set("t", { citations }))
  const items = [...page.root.querySelectorAll(".nbs-citations > li")]
  expect(items.map((item) => item.textContent)).toEqual(["Weather", "notes.txt", "Bad"])
  const links = [...page.root.querySelectorAll(".nbs-citations a")]
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://example.com/w"])
})

test("citations that are not told are counted below those that are", () => {
  const page = shown()
  const citations = [{ number: 1, title: "a", url: "", file: "", start: null, end: null }]
  page.after(open("t", "text"), append("t", "a"), set("t", { citations, more_citations: 2_400 }))
  const items = [...page.root.querySelectorAll(".nbs-citations > li")]
  expect(items.map((item) => item.textContent)).toEqual(["a", "… 2,400 more"])
  page.after(set("t", { more_citations: 2_401 }))
  expect(page.root.querySelectorAll(".nbs-uncounted")).toHaveLength(1)
})

test("an answer that is data is shown as a tree, while it comes and afterwards", () => {
  const page = shown()
  page.after(open("t", "text", { role: "data" }), append("t", '{"city":"Oslo",'))
  expect(page.words(".nbs-data .nbs-json")).toBe('city: "Oslo"')
  page.after(append("t", '"days":3}'), close("t"))
  expect(page.words(".nbs-data .nbs-json")).toBe('city: "Oslo"days: 3')
  expect(page.root.querySelector(".nbs-markdown")).toBeNull()
})

test("the small print of a call stands in its cell", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "search", notes: { server: ["docs"], size: ["1", "2"] } }))
  expect(page.find(".nbs-notes").textContent).toBe("server: docs\nsize: 1, 2")
})

test("a tool says how far it is, until it is over", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "read", status: "running" }))
  page.after(set("c", { progress: { fraction: 0.4, message: "page 3" } }))
  expect(page.words(".nbs-status")).toBe("running · 40 % · page 3")
  page.after(set("c", { status: "done" }), close("c"))
  expect(page.words(".nbs-status")).toBe("done")
})
