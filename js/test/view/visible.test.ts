import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Revealed } from "../../src/markdown/visible.ts"
import { terminalInto } from "../../src/view/terminal/terminal.ts"
import { visible, visibleName, visibleOutput } from "../../src/view/visible.ts"

describe("characters that hide or reorder others are written out", () => {
  test.each([
    ["a\u202eb", "a<U+202E>b"],
    ["a\u2066b\u2069", "a<U+2066>b<U+2069>"],
    ["a\u200bb", "a<U+200B>b"],
    ["a\u00adb", "a<U+00AD>b"],
    ["a\ufeffb", "a<U+FEFF>b"],
    ["a\u2028b", "a<U+2028>b"],
    ["a\u{e0041}b", "a<U+E0041>b"],
    ["a\u{e0100}b", "a<U+E0100>b"],
    ["a\u0000\u0007\u001b\u007f\u0085b", "a<U+0000><U+0007><U+001B><U+007F><U+0085>b"],
    ["a\u200db", "a<U+200D>b"],
    ["a\ufe0fb", "a<U+FE0F>b"],
    ["100%\rdone", "100%<U+000D>done"],
  ])("%j", (text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})

describe("what is as it should be stays as it is", () => {
  test.each([
    ["plain", "def f(x):\n\treturn x"],
    ["a family", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"],
    ["a heart", "\u2764\ufe0f"],
    ["a programmer of some skin", "\u{1f469}\u{1f3fd}\u200d\u{1f4bb}"],
    ["the rainbow flag", "\u{1f3f3}\ufe0f\u200d\u{1f308}"],
    ["the flag of Wales", "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}"],
    ["a keycap", "1\ufe0f\u20e3"],
    ["Persian", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
    ["Hindi", "\u0915\u094d\u200d\u0937"],
    ["Hebrew", "\u05e9\u05dc\u05d5\u05dd"],
    ["combining accents", "e\u0301"],
  ])("%s", (_name, text) => {
    expect(visible(text)).toBe(text)
  })

  test("line breaks of Windows are line breaks", () => {
    expect(visible("a\r\nb\u0000")).toBe("a\nb<U+0000>")
    expect(visible("a\r\nb")).toBe("a\nb")
  })
})

test("no text comes out with a bidi or a control character in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(visible(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test("no character that is to be ignored by all who draw text stays in code", () => {
  for (let point = 0; point < 0x110000; point++) {
    const character = String.fromCodePoint(point)
    if (/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u.test(character))
      expect(visible(`a${character}b`)).not.toContain(character)
  }
})

test("a name is one line of bounded length, and no character of it is cut in two", () => {
  expect(visibleName("a\nb", 10)).toBe("a<U+000A>b")
  expect(visibleName("abcdef", 3)).toBe("abc…")
  expect(visibleName("ab\u{1f600}c", 3)).toBe("ab\u{1f600}…")
})

test("colours of a terminal are looks, other sequences are shown", () => {
  expect(visibleOutput("\u001b[1;31mno\u001b[0m")).toBe("no")
  expect(visibleOutput("\u001b[2Jno")).toBe("<U+001B>[2Jno")
})

test("what is shown does not depend on where a text was cut", () => {
  const parts = ["\u{1f3f4}", "\u{e0067}", "\u{e007f}", "\u{1f468}", "\u200d", "\ufe0f", "\r", "\n"]
  const more = ["\u001b", "[", "31", "m", "a", "\u0645", "\u202e", "1"]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts, ...more), { maxLength: 12 }), (pieces) => {
      const reading = new Revealed()
      const shown = pieces.map((piece) => reading.write(piece)).join("")
      expect(shown + reading.rest()).toBe(visible(pieces.join("")))
    }),
  )
})

test("what a program printed looks the same wherever it was cut, to its last character", () => {
  const parts = [
    "\u{1f468}",
    "\u200d",
    "\ufe0f",
    "\r",
    "\n",
    "\u001b",
    "[",
    "31m",
    "]0;",
    "a",
    "\u0007",
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (pieces) => {
      const [streamed, whole] = [document.createElement("pre"), document.createElement("pre")]
      const growing = terminalInto(streamed)
      for (const piece of pieces) growing.write(piece)
      terminalInto(whole).write(pieces.join(""))
      expect(streamed.innerHTML).toBe(whole.innerHTML)
    }),
  )
  const open = document.createElement("pre")
  terminalInto(open).write("safe\u001b]0;and this?")
  expect(open.textContent).toBe("safe<U+001B>]0;and this?")
})
