import { expect, test } from "vitest"
import type { Props } from "../../src/wire/messages.ts"
import { append, open, set, shown } from "./page.ts"

/** A page with a tool, and in it a block of what it brought. */
function brought(kind: "output" | "image" | "source", props: Props) {
  const page = shown()
  page.after(open("c", "tool", { name: "tool", status: "done" }), open("x", kind, props, "c"))
  return page
}

const PIXELS = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
const BETTER = PIXELS.replace("AIAAAAAAAP", "AIAAAP8AAP")
const DRAWING = btoa('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')

test("what a tool prints grows, under the name of its channel, without its colours", () => {
  const page = brought("output", { channel: "stderr" })
  page.after(append("x", "\u001b[31mno\u001b[0m\n"), append("x", "such file"))
  expect(page.words(".nbs-block.nbs-part-error .nbs-label")).toBe("stderr")
  expect(page.find(".nbs-block.nbs-part-error pre").textContent).toBe("no\nsuch file")
})

test("a picture is shown out of the message, and the better one after it in its place", () => {
  const page = brought("image", { media_type: "image/png", data: PIXELS, alt: "a\u202ecat" })
  const picture = page.find("img")
  expect(picture.getAttribute("src")).toBe(`data:image/gif;base64,${PIXELS}`)
  expect(picture.getAttribute("alt")).toBe("a<U+202E>cat")
  page.after(set("x", { data: BETTER }))
  expect(page.find("img")).toBe(picture)
  expect(picture.getAttribute("src")).toBe(`data:image/gif;base64,${BETTER}`)
})

test.each([
  ["a drawing", { media_type: "image/png", data: DRAWING }],
  ["what is no base64", { media_type: "image/png", data: '"onload="' }],
  ["what only begins like a picture", { media_type: "image/gif", data: btoa("GIF89a") }],
  ["what was left out", { media_type: "image/png", data: "", omitted: "It was too large" }],
])("%s is no picture, and that is said", (_name, props) => {
  const page = brought("image", props)
  expect(page.find("img").hidden).toBe(true)
  expect(page.find("img").hasAttribute("src")).toBe(false)
  expect(page.words(".nbs-image-block .nbs-line")).not.toBe("")
})

test("a source leads where the link policy lets it", () => {
  const link = (url: string) => brought("source", { title: "Rain", url }).find("a")
  const safe = link("https://example.org/a")
  expect(safe.getAttribute("href")).toBe("https://example.org/a")
  expect(safe.getAttribute("rel")).toContain("noopener")
  for (const url of [
    "javascript:alert(1)",
    "/lab?reset",
    `${location.origin}/api`,
    "https://a@b.c/",
  ])
    expect(link(url).hasAttribute("href")).toBe(false)
})

test("a source or a citation whose title names another host tells its own", () => {
  const page = brought("source", { title: "Rain", url: "https://b\u00fccher.example/" })
  expect(page.words(".nbs-source")).toContain("(xn--bcher-kva.example)")
  const cited = [{ number: 1, title: "https://bank.example", url: "https://evil.example/x" }]
  page.after(open("t", "text", {}, "run"), set("t", { citations: cited }))
  expect(page.words(".nbs-citations")).toBe("https://bank.example (evil.example)")
})

test("a source that is a file says its name once, and what was found can be opened", () => {
  const page = brought("source", { title: "", url: "", file: "notes.md", text: "It rains." })
  expect(page.words(".nbs-source .nbs-name")).toBe("notes.md")
  expect(page.find(".nbs-source a").hidden).toBe(true)
  expect(page.words(".nbs-fold pre")).toBe("It rains.")
})
