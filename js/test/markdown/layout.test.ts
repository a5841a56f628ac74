/** Long documents: children in groups, so that a browser need not lay out all of them again. */

import { expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"

function page(text: string, options = {}) {
  const element = document.createElement("div")
  const view = markdownInto(element, options)
  view.write(text)
  view.end()
  return { element, view }
}

const children = (element: Element | null) => element?.children.length

test("blocks stand in groups of thirty-two", () => {
  const { element } = page("a\n\n".repeat(70))
  expect([...element.children].map(children)).toEqual([32, 32, 6])
  expect(
    [...element.children].every(
      ({ tagName, attributes }) => tagName === "DIV" && attributes.length === 0,
    ),
  ).toBe(true)
})

test("beyond a thousand blocks, groups stand in groups", () => {
  const { element } = page("a\n\n".repeat(2100))
  expect(children(element)).toBe(34)
  expect([...element.children].slice(31, 34).map(children)).toEqual([32, 32, 2])
})

test("lines of code stand in spans of sixty-four, and read as one text", () => {
  const code = Array.from({ length: 150 }, (_, line) => `line ${line}\n`).join("")
  const { element } = page(`\`\`\`\n${code}\`\`\`\n`)
  expect(element.querySelector("code")?.textContent).toBe(code)
  expect(children(element.querySelector("code"))).toBe(3)
})

test("a long list is one list, whose items beyond sixty-four stand in groups", () => {
  const { element } = page("1. a\n".repeat(150))
  const list = element.querySelector("ol")
  expect(element.querySelectorAll("ol")).toHaveLength(1)
  expect(element.querySelectorAll("li")).toHaveLength(150)
  expect([...(list?.children ?? [])].slice(63).map(({ className }) => className)).toEqual([
    "",
    "nbs-items",
    "nbs-items",
  ])
})

test("the rows of a long table stand in bodies of sixty-four", () => {
  const { element } = page(`|a|\n|-|\n${"|b|\n".repeat(150)}`)
  expect(element.querySelectorAll("thead tr")).toHaveLength(1)
  expect([...element.querySelectorAll("tbody")].map(children)).toEqual([64, 64, 22])
})

test("beyond a thousand, lines, items and rows stand in groups of groups", () => {
  const { element } = page(
    `\`\`\`\n${"c\n".repeat(2100)}\`\`\`\n\n${"- b\n".repeat(2100)}\n|a|\n|-|\n${"|b|\n".repeat(2100)}`,
  )
  expect(element.querySelector("code")?.textContent).toBe("c\n".repeat(2100))
  expect(children(element.querySelector("code"))).toBe(16 + 2)
  expect(children(element.querySelector("ul"))).toBe(64 + 15 + 2)
  expect(children(element.querySelector("table"))).toBe(1 + 16 + 2)
  expect(element.querySelectorAll("tr")).toHaveLength(2101)
})

test("a table of more than sixty-four rows keeps the widths that those ask for", () => {
  const rows = (count: number) => `| a | b |\n|---|---|\n${"| some words | *b* |\n".repeat(count)}`
  const widths = (text: string) =>
    [...page(text).element.querySelectorAll("tr")].map(({ cells }) =>
      [...cells].map(({ style }) => style.width).join(" "),
    )
  expect(widths(rows(63)).every((width) => width === " ")).toBe(true)
  expect(page(rows(63)).element.querySelector(".nbs-long")).toBeNull()
  const long = widths(`${rows(150)}| a far longer text than there was before | b |\n`)
  const firsts = [0, 1, 65, 129]
  expect(firsts.map((row) => long[row])).toEqual(firsts.map(() => "10ch 3ch"))
  expect(long.filter((width) => width !== " ")).toHaveLength(4)
  expect(page(rows(64)).element.querySelectorAll("table.nbs-long")).toHaveLength(1)
})

test("a paragraph as long as a chapter is shown in parts, each of which begins with a word", () => {
  const text = "some **more** words\n".repeat(3000)
  const { element, view } = page(text)
  const paragraph = element.querySelector("p")
  const parts = [...(paragraph?.querySelectorAll(".nbs-part") ?? [])]
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.length).toBeLessThan(7)
  for (const part of parts) {
    expect(part.parentElement).toBe(paragraph)
    expect(`${part.previousSibling?.textContent}`.slice(-1) + part.textContent?.[0]).toMatch(/\s/)
  }
  expect(paragraph?.textContent).toBe(text.replaceAll("**", "").trim())
  expect(view.html()).toBe(
    `<p>${text.trim().replaceAll("**more**", "<strong>more</strong>")}</p>\n`,
  )
  expect(page("some words ".repeat(1000)).element.querySelector(".nbs-part")).toBeNull()
})

test("a paragraph in parts keeps its order when its footnotes are defined late", () => {
  const mentions = "word [^b] and [^a] `x` ".repeat(600)
  const whole = page(`${mentions}\n\n[^a]: one\n[^b]: two\n`)
  const element = document.createElement("div")
  const view = markdownInto(element)
  for (const piece of [mentions, "\n\n[^a]: one\n[^", "b]: two\n"]) {
    view.write(piece)
    view.paint()
  }
  view.end()
  expect(element.innerHTML).toBe(whole.element.innerHTML)
  expect(element.querySelector("p")?.textContent).toMatch(/^word 1 and 2 x word 1 and 2 x/)
})

test("a paragraph of nothing but elements is shown in parts that a browser can lay out", () => {
  const parts = page("~~a".repeat(20_000)).element.querySelectorAll("p, .nbs-part")
  const sizes = [...parts].map((part) => part.querySelectorAll(":scope > del").length)
  expect(sizes.reduce((one, other) => one + other)).toBe(10_000)
  expect(Math.max(...sizes)).toBeLessThan(5000)
})

test("what is nested too deep takes no more nodes than other text", () => {
  const text = "**a_".repeat(10_000)
  const { element } = page(text)
  const nodes = element.ownerDocument.createNodeIterator(element, NodeFilter.SHOW_TEXT)
  let count = 0
  while (nodes.nextNode()) count++
  expect(count).toBeLessThan(200)
  expect(element.textContent).toContain("a_**a_")
})

test("its HTML has no groups, controls or directions", () => {
  const text = `${"a\n\n".repeat(40)}${"- b\n".repeat(100)}\n\`\`\`\n${"c\n".repeat(100)}\`\`\`\n`
  const html = page(text).view.html()
  expect(html).toBe(
    `${"<p>a</p>\n".repeat(40)}<ul>\n${"<li>b</li>\n".repeat(100)}</ul>\n<pre><code>${"c\n".repeat(100)}</code></pre>\n`,
  )
})

test("each block of text finds its own direction", () => {
  const { element } = page("# a\n\nשלום\n\n| ש |\n|---|\n")
  expect([...element.querySelectorAll("[dir=auto]")].map(({ tagName }) => tagName)).toEqual([
    "H1",
    "P",
    "TH",
  ])
})

test("text that runs from right to left does so from its first letter on, and its list with it", () => {
  const element = document.createElement("div")
  const view = markdownInto(element)
  view.write("1. שלום")
  view.paint()
  expect(element.querySelector("ol")?.dir).toBe("rtl")
  expect(element.querySelector("p")?.dir).toBe("rtl")
  view.end()
  expect(element.querySelector("ol")?.dir).toBe("rtl")
  expect(element.querySelector("p")?.dir).toBe("auto")
})

test("without markdown, text is shown as it is", () => {
  const text = "# no *markdown*\n\n   spaces\tand <b>tags</b>\r\n"
  const { element, view } = page(text, { markdown: false })
  expect(element.textContent).toBe(text.replace("\r", ""))
  expect(element.querySelector("pre")).not.toBeNull()
  expect(element.querySelector("h1, em, b")).toBeNull()
  expect(view.html()).toBe(
    "<pre># no *markdown*\n\n   spaces\tand &lt;b&gt;tags&lt;/b&gt;\r\n</pre>\n",
  )
})

test("HTML asked for in mid-stream is that of the lines so far", () => {
  const element = document.createElement("div")
  const view = markdownInto(element)
  view.write("one\n\n**tw")
  view.paint()
  expect(view.html()).toBe("<p>one</p>\n")
  view.write("o**\n")
  view.paint()
  expect(view.html()).toBe("<p>one</p>\n<p><strong>two</strong></p>\n")
})
