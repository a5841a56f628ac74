/** Bounds of texts, formulas, code and pictures, at, above and far above. */

import { describe, expect, test } from "vitest"
import {
  CITED_CHARACTERS,
  MAX_COLOURED_LINE,
  MAX_DEFINING_EXPANSIONS,
  MAX_DEFINING_FORMULA,
  MAX_EXPANSIONS,
  MAX_HALF_TYPED,
  MAX_HEAD_BYTES,
  MAX_HELD,
  MAX_MADE_PICTURE_BYTES,
  MAX_PARAMETERS,
  MAX_POINTS,
  MAX_TRIES,
  MAX_TROUBLE,
  MAX_UNFINISHED,
} from "../../src/bounds/index.ts"
import { coloursOf } from "../../src/colour/mode.ts"
import type { Block } from "../../src/markdown/blocks/block.ts"
import { holdsBack } from "../../src/markdown/drafts.ts"
import { codeInto } from "../../src/markdown/index.ts"
import { withoutHalfTyped } from "../../src/markdown/inlines/parse.ts"
import { pictureType } from "../../src/markdown/pictures.ts"
import { renderMath } from "../../src/math/index.ts"
import { append, close, open, shown } from "../view/page.ts"
import { around } from "./around.ts"

describe("what is still being written", () => {
  test.each(around(MAX_UNFINISHED))("a code span, %s the bound", (_, length, within) => {
    const page = shown()
    page.after(open("t", "text"), append("t", `\`${"x".repeat(length - 1)}`))
    expect(page.root.querySelector(".nbs-text code") !== null).toBe(within)
    expect(page.words(".nbs-text")).toContain("x".repeat(length - 1))
  })

  test.each(around(MAX_HALF_TYPED))("markers in a row, %s the bound", (_, length) => {
    const shownOf = withoutHalfTyped(`a${"*".repeat(length)}`)
    expect(shownOf).toBe(`a${"*".repeat(Math.max(0, length - MAX_HALF_TYPED))}`)
  })

  test.each(around(MAX_HELD))("a line of markers, %s the bound", (_, length, within) => {
    expect(holdsBack("-".repeat(length), { kind: "paragraph" } as Block)).toBe(within)
  })
})

test.each(around(CITED_CHARACTERS, 4))("a text that cites, %s the bound", (_, length, within) => {
  const page = shown()
  const citations = [{ number: 1, title: "a", url: "", file: "", start: 0, end: 3 }]
  page.after(
    open("t", "text", { citations }),
    append("t", "word ".repeat(length / 5 + 1).slice(0, length)),
  )
  page.after(close("t"))
  for (let frame = 0; frame < 30; frame++) page.screen.tick()
  expect(page.root.querySelector(".nbs-cited") !== null).toBe(within)
  expect(page.words(".nbs-citations")).toBe("a")
})

describe("a formula", () => {
  const set = (formula: string) => {
    const place = document.createElement("span")
    return { set: renderMath(place, formula, false), place }
  }

  test.each(around(MAX_DEFINING_FORMULA))("that defines, %s the bound", (_, length, within) => {
    const { set: isSet, place } = set("\\def\\a{x}\\a".padStart(length, "y"))
    expect(isSet).toBe(within)
    expect(place.title === "").toBe(within)
  })

  // More of them would be too many characters.
  test.each(around(MAX_DEFINING_EXPANSIONS, 4))(
    "that uses what it defines, %s the bound",
    (_, uses, within) => {
      expect(set(`\\def\\a{x}${"\\a".repeat(uses)}`).set).toBe(within)
    },
  )

  test.each(around(MAX_PARAMETERS))("with parameters, %s the bound", (_, mentions, within) => {
    expect(set(`\\def\\a#1{${"#1".repeat(mentions - 1)}}\\a x`).set).toBe(within)
  })

  test.each(around(MAX_EXPANSIONS, 2.4))(
    "of commands that are macros, %s the bound",
    (_, uses, within) => {
      const { set: isSet, place } = set("\\R".repeat(uses))
      expect(isSet).toBe(within)
      expect(place.title.includes("Too many expansions")).toBe(!within)
    },
  )

  test.each(around(MAX_POINTS))("with a length in points, %s the bound", (_, points, within) => {
    const { place } = set(`\\rule{${points}pt}{1em}`)
    const width = Number.parseFloat(place.querySelector("[width]")?.getAttribute("width") ?? "0")
    expect(width).toBeLessThanOrEqual(MAX_POINTS)
    // Points of TeX are a little smaller than those of browsers.
    if (within) expect(width).toBeGreaterThan(MAX_POINTS - 1)
  })

  test.each([1, 20])("that is wrong says so in so many characters, %d times", (times) => {
    const { set: isSet, place } = set(`\\text{${"x".repeat(times * 200)}\\undefined`)
    expect(isSet).toBe(false)
    expect(place.title.length).toBeLessThanOrEqual(MAX_TROUBLE)
  })
})

describe("code", () => {
  test.each(around(MAX_COLOURED_LINE))("a line in colours, %s the bound", (_, length, within) => {
    const target = document.createElement("pre")
    const colours = {
      start: null,
      line: (text: string) => ({ spans: [{ text, style: "keyword" }], state: null }),
    }
    codeInto(target, () => colours).write("x".repeat(length))
    expect(target.querySelector(".nbs-code-keyword") !== null).toBe(within)
    expect(target.textContent).toBe("x".repeat(length))
  })

  test.each(around(MAX_TRIES))("a mode that reads nothing, %s the bound", (_, tries, within) => {
    const mode = {
      startState: () => ({ tried: 0 }),
      token(stream: { next(): unknown }, state: { tried: number }) {
        if (++state.tried < tries) return null
        stream.next()
        return "keyword"
      },
    }
    const colours = coloursOf(mode as Parameters<typeof coloursOf>[0])
    expect(colours.line("x", colours.start).spans[0]?.style !== null).toBe(within)
  })
})

describe("a picture", () => {
  const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

  test.each([
    ["at", 0, true],
    ["above", 4, false],
    ["far above", MAX_MADE_PICTURE_BYTES, false],
  ])("that a tool made, %s the bound", (_, more, within) => {
    const page = shown()
    const data = GIF.padEnd((MAX_MADE_PICTURE_BYTES / 3) * 4 + more, "A")
    page.after(open("i", "image", { media_type: "image/gif", data, alt: "a dot" }))
    expect(page.find("img").hidden).toBe(!within)
    const instead = page.find(".nbs-image-block > .nbs-line")
    expect([instead.hidden, instead.textContent]).toEqual([
      within,
      "A picture that cannot be shown here",
    ])
  })

  test.each(around(MAX_HEAD_BYTES - 1))("whose size stands late, %s the bound", (_, at, within) => {
    const head = new Map<number, number>()
    const write = (from: number, text: string) => {
      for (let i = 0; i < text.length; i++) head.set(from + i, text.charCodeAt(i))
    }
    write(4, "ftypavif")
    write(at, "ispe\0\0\0\0\0\0\0\x01\0\0\0\x01")
    expect(pictureType((each) => head.get(each) ?? 0)).toBe(within ? "image/avif" : null)
  })
})
