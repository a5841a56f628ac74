/**
 * Bounds, at, above and far above: what is beyond one is text, or ends in words that say so. Those
 * of pictures, formulas, code, trees, tables and long texts stand with the tests of these.
 */

import { describe, expect, test } from "vitest"
import {
  BRIEF_CHARACTERS,
  FOLDED_CHARACTERS,
  JSON_KEY_CHARACTERS,
  MAX_ADDRESS,
  MAX_BLOCK_DEPTH,
  MAX_COLUMNS,
  MAX_EM,
  MAX_ESCAPE,
  MAX_FETCHED_PICTURES,
  MAX_FILLED_CELLS,
  MAX_INLINE_DEPTH,
  MAX_INLINE_FORMULA,
  MAX_LABEL,
  MAX_LITERAL,
  MAX_PARENTHESES,
  MAX_QUOTED,
  NAME_CHARACTERS,
} from "../../src/bounds/index.ts"
import { markdownToHtml } from "../../src/markdown/text-sink.ts"
import { renderMath } from "../../src/math/index.ts"
import { remotePictures } from "../../src/view/pictures.ts"
import { EscapeReader } from "../../src/view/terminal/escapes.ts"
import { brief } from "../../src/view/tool/brief.ts"
import { visibleName } from "../../src/view/visible.ts"
import { decodeBatch } from "../../src/wire/decode.ts"
import { append, close, open, shown } from "../view/page.ts"
import { around } from "./around.ts"

const count = (text: string, part: string) => text.split(part).length - 1

describe("markdown", () => {
  test.each(around(MAX_BLOCK_DEPTH))("quotes in each other, %s the bound", (_, depth, within) => {
    const html = markdownToHtml(`${"> ".repeat(depth)}a`)
    expect(count(html, "<blockquote>")).toBe(Math.min(depth, MAX_BLOCK_DEPTH))
    expect(html.includes("&gt; ")).toBe(!within)
  })

  test.each(around(MAX_INLINE_DEPTH))("spans in each other, %s the bound", (_, depth) => {
    const text = Array.from({ length: depth }, (__, at) => (at % 2 ? "_b " : "*a "))
    const end = text.map((each) => each[0]).reverse()
    expect(count(markdownToHtml(`${text.join("")}c${end.join("")}`), "<em>")).toBe(
      Math.min(depth, MAX_INLINE_DEPTH),
    )
  })

  test.each(around(MAX_LABEL))("the label of a link, %s the bound", (_, length, within) => {
    const label = "x".repeat(length)
    const html = markdownToHtml(`[${label}]\n\n[${label}]: https://a.test/`)
    expect(html.includes(`>${label}</a>`)).toBe(within)
    expect(html).toContain(label)
  })

  test.each(around(MAX_PARENTHESES))(
    "parentheses in an address, %s the bound",
    (_, depth, within) => {
      const address = `https://a.test/${"(".repeat(depth)}${")".repeat(depth)}`
      expect(markdownToHtml(`[a](${address})`).startsWith("<p><a href")).toBe(within)
    },
  )

  test.each(around(MAX_INLINE_FORMULA))(
    "a formula in a line, %s the bound",
    (_, length, within) => {
      const page = shown()
      page.after(open("t", "text"), append("t", `$${"x".repeat(length - 1)}$`), close("t"))
      expect(page.root.querySelector(".nbs-math") !== null).toBe(within)
      expect(page.words(".nbs-text")).toContain("x".repeat(length - 1))
    },
  )

  test.each(around(MAX_COLUMNS))("cells of a row, %s the bound", (_, columns, within) => {
    const html = markdownToHtml(`${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|`)
    expect(count(html, "<th>")).toBe(within ? columns : 0)
    expect(count(html, "a")).toBeGreaterThanOrEqual(columns)
  })

  test("a table is filled up with so many empty cells, and then it is not", () => {
    const columns = 500
    const rows = (MAX_FILLED_CELLS / (columns - 1)) * 3
    const html = markdownToHtml(
      `${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|\n${"|b|\n".repeat(rows)}`,
    )
    expect(count(html, "b")).toBeGreaterThanOrEqual(Math.floor(rows))
    expect(count(html, "<td></td>")).toBeLessThanOrEqual(MAX_FILLED_CELLS)
  })

  test.each(around(MAX_ADDRESS))("an address, %s the bound", (_, length, within) => {
    const address = "https://a.test/".padEnd(length, "x")
    const page = shown()
    page.after(open("t", "text"), append("t", `[words](${address})`), close("t"))
    expect(page.root.querySelector("a[href]") !== null).toBe(within)
    expect(page.words(".nbs-text")).toBe("words")
  })
})

test.each(around(MAX_EM))("a length in a formula, %s the bound", (_, ems, within) => {
  const place = document.createElement("span")
  expect(renderMath(place, `\\rule{${ems}em}{1em}`, false)).toBe(true)
  const widths = [...place.querySelectorAll("*")].map((each) => each.getAttribute("width") ?? "")
  for (const width of widths) expect(Number.parseFloat(width) || 0).toBeLessThanOrEqual(MAX_EM)
  if (within) expect(widths).toContain(`${ems}em`)
})

describe("what a tool says", () => {
  test.each(around(NAME_CHARACTERS))("a name, %s the bound", (_, length, within) => {
    const name = visibleName("n".repeat(length), NAME_CHARACTERS)
    expect(name).toBe(within ? "n".repeat(length) : `${"n".repeat(NAME_CHARACTERS)}…`)
  })

  test.each(around(BRIEF_CHARACTERS))(
    "arguments in one line, %s the bound",
    (_, length, within) => {
      expect(brief(`{"a": "${"x".repeat(length - 3)}"}`).endsWith("…")).toBe(!within)
    },
  )

  test.each(around(FOLDED_CHARACTERS))("an output, %s the bound", (_, length, within) => {
    const page = shown()
    page.after(open("c", "tool", { name: "a", status: "done", output: "x".repeat(length) }))
    for (let frame = 0; frame < 12; frame++) page.screen.tick()
    const more = page.root.querySelector(".nbs-long button")?.textContent ?? ""
    expect(more.startsWith("Show all")).toBe(!within)
  })

  test.each(around(MAX_ESCAPE))(
    "a terminal's sequence left open, %s the bound",
    (_, length, within) => {
      let words = ""
      const reader = new EscapeReader({
        words(text) {
          words += text
        },
        looks() {},
      })
      reader.read(`\u001b]${"x".repeat(length - 3)}`)
      expect(reader.held !== "").toBe(within)
      expect(words.includes("xxx")).toBe(!within)
    },
  )

  test.each(around(MAX_ESCAPE))(
    "a terminal's sequence, %s the bound, however it is cut",
    (_, length, within) => {
      const sequence = "\u001b[".padEnd(length - 1, "1;").concat("m")
      const told = (pieces: readonly string[]) => {
        let said = ""
        const reader = new EscapeReader({
          words(text) {
            said += text
          },
          looks(numbers) {
            said += `<${numbers.length}>`
          },
        })
        for (const piece of pieces) reader.read(piece)
        return said
      }
      const whole = told([`a${sequence}b`])
      expect(whole).toBe(within ? `a<${length - 3}>b` : `a${sequence}b`)
      expect(told([..."a", ...sequence, "b"])).toBe(whole)
      for (const at of [1, 100, length >> 1, length - 1, length])
        expect(told([`a${sequence}`.slice(0, at), `a${sequence}b`.slice(at)])).toBe(whole)
    },
  )

  test("in a tree, a name far above the bound is cut, and a number is no number", () => {
    const shownAs = (json: string) => {
      const page = shown()
      page.after(open("t", "text", { role: "data" }), append("t", json), close("t"))
      for (let frame = 0; frame < 5; frame++) page.screen.tick()
      return page.words(".nbs-data")
    }
    expect(shownAs(`{"${"k".repeat(20 * JSON_KEY_CHARACTERS)}": 1}`)).toContain(
      `${"k".repeat(JSON_KEY_CHARACTERS)}…`,
    )
    const number = `{"a": ${"1".repeat(2 * MAX_LITERAL)}}`
    expect(shownAs(number)).toContain(number)
  })
})

test.each(around(MAX_FETCHED_PICTURES))("pictures fetched unasked, %s the bound", (_, pictures) => {
  const asked: string[] = []
  const before = globalThis.fetch
  globalThis.fetch = (address) => {
    asked.push(String(address))
    return new Promise(() => {})
  }
  try {
    const show = remotePictures(["https://a.test/"])
    const places = Array.from({ length: pictures }, () => document.createElement("span"))
    places.forEach((place, at) => {
      show(place, `https://a.test/${at}`)
    })
    expect(asked).toHaveLength(Math.min(pictures, MAX_FETCHED_PICTURES))
    expect(places.at(-1)?.textContent).toBe(pictures > MAX_FETCHED_PICTURES ? "Load" : "Loading…")
  } finally {
    globalThis.fetch = before
  }
})

test.each(around(MAX_QUOTED))("what an error quotes, %s the bound", (_, length) => {
  const refuse = () => decodeBatch("x".repeat(length - 2))
  expect(refuse).toThrow(/^a batch: got "x/)
  try {
    refuse()
  } catch (error) {
    expect(String(error).length).toBeLessThan(MAX_QUOTED + 200)
  }
})
