/** Character references, decoded without a browser. */

import { expect, test } from "vitest"
import { namedEntity } from "../../src/markdown/entities.ts"
import { ENTITY_NAMES } from "../../src/markdown/entity-names.ts"
import { unescapeText } from "../../src/markdown/inlines/entities.ts"

test("there are 2,125 names", () => {
  const names = ENTITY_NAMES.trim()
    .split(/[;\n]/)
    .flatMap((group) => group.split(" ").slice(1))
  expect(names).toHaveLength(2125)
  expect(new Set(names)).toHaveLength(2125)
  for (const name of names) expect(namedEntity(name)).toMatch(/^.{1,2}$/su)
})

test.each([
  ["amp", "&"],
  ["AMP", "&"],
  ["nbsp", "\u00a0"],
  ["eacute", "é"],
  ["CounterClockwiseContourIntegral", "∳"],
  ["fjlig", "fj"],
  ["NotEqualTilde", "≂̸"],
  ["bne", "=⃥"],
  ["Afr", "𝔄"],
  ["zwnj", "\u200c"],
  ["zscr", "𝓏"],
])("%s", (name, character) => {
  expect(namedEntity(name)).toBe(character)
})

test("what is no name stands for nothing", () => {
  for (const name of ["", "x", "ampx", "Amp", "constructor", "__proto__"])
    expect(namedEntity(name)).toBeUndefined()
})

test("numbers stand for code points, impossible ones for the replacement character", () => {
  expect(unescapeText("&#35;&#x22;&#X1F389;&#0;&#xD800;&#x110000;")).toBe('#"🎉\ufffd\ufffd\ufffd')
  expect(unescapeText("&#12345678; &#; &#x; &#xg;")).toBe("&#12345678; &#; &#x; &#xg;")
})
