/** A program's output: what of a terminal's escapes is shown, and what is not. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { TERMINAL_LOOKS } from "../../src/bounds/index.ts"
import { terminalInto } from "../../src/view/terminal/terminal.ts"

const ESC = "\u001b"

function shownAs(...pieces: string[]): HTMLElement {
  const target = document.createElement("pre")
  const output = terminalInto(target)
  for (const piece of pieces) output.write(piece)
  return target
}

/** The words with their looks: `red:[nbs-ink-1]`. */
function looks(...pieces: string[]): string {
  const nodes = [...shownAs(...pieces).querySelectorAll(".nbs-piece")].flatMap((piece) => [
    ...piece.childNodes,
  ])
  return nodes
    .map((node) => {
      const look = node instanceof Element ? node.className.replaceAll("nbs-", "") : ""
      return look === "" ? node.textContent : `${node.textContent}:[${look}]`
    })
    .join("|")
}

describe("looks", () => {
  test.each([
    ["plain", "plain"],
    [`${ESC}[31mred${ESC}[0m end`, "red:[ink-1]| end"],
    [`${ESC}[1;91mloud${ESC}[22;39m end`, "loud:[ink-9 term-bold]| end"],
    [`${ESC}[4${ESC}[m`, "<U+001B>[4"],
    [`${ESC}[44;37mon blue${ESC}[49m`, "on blue:[ground-4 ink-7]"],
    [`${ESC}[7mswapped ${ESC}[31mred`, "swapped :[term-swapped]|red:[ground-1]"],
    [`${ESC}[2;3;4;9mall`, "all:[term-dim term-italic term-struck term-underline]"],
    [`${ESC}[8mconcealed`, "concealed"],
    [`${ESC}[38;5;196mred of 256`, "red of 256:[ink-9]"],
    [`${ESC}[38;2;10;120;20mgreen of all`, "green of all:[ink-2]"],
    [`${ESC}[38;5;240mgray`, "gray:[ink-8]"],
    [`${ESC}[38;5;999mno such`, "no such"],
    [`${ESC}[38mcut`, "cut"],
    ["\u009b32mone byte", "one byte:[ink-2]"],
  ])("%j", (output, said) => {
    expect(looks(output)).toBe(said)
  })

  test("that change too often end, and the words stay", () => {
    const flicker = `${ESC}[31ma${ESC}[32mb`.repeat(TERMINAL_LOOKS)
    const target = shownAs(flicker)
    expect(target.textContent).toBe("ab".repeat(TERMINAL_LOOKS))
    expect(target.querySelectorAll("[class^=nbs-ink]").length).toBeLessThanOrEqual(TERMINAL_LOOKS)
  })
})

describe("everything else of a terminal", () => {
  test.each([
    ["moves and erases: nothing is left of them", `a${ESC}[2J${ESC}[10;5Hb${ESC}[Kc`, "abc"],
    ["a title", `${ESC}]0;title\u0007x`, "\u241bx"],
    [
      "a link keeps its words",
      `${ESC}]8;;https://e.com${ESC}\\here${ESC}]8;;${ESC}\\`,
      "\u241bhere\u241b",
    ],
    ["the clipboard", `${ESC}]52;c;cm0gLXJm\u0007`, "\u241b"],
    ["device strings", `${ESC}Pq#0~${ESC}\\x`, "\u241bx"],
    ["character sets", `${ESC}(B${ESC}=x`, "x"],
    [
      "an escape that ends nowhere is shown",
      `${ESC}[31${"x".repeat(3)}${ESC}\u0001`,
      "xx<U+001B><U+0001>",
    ],
    ["other controls are shown", "a\bb\u0000", "a<U+0008>b<U+0000>"],
    ["a line that would be written over stays", "10 %\r20 %\r\ndone", "10 %\n20 %\ndone"],
  ])("%s", (_, output, said) => {
    expect(shownAs(output).textContent).toBe(said)
  })
})

test("is the same elements however it was cut", () => {
  const word = fc.constantFrom(
    "a",
    "b\n",
    `${ESC}[31m`,
    `${ESC}[0m`,
    `${ESC}]0;t\u0007`,
    "\r",
    "\n",
    `${ESC}[2K`,
    ESC,
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const whole = words.join("")
      expect(shownAs(...whole).outerHTML).toBe(shownAs(whole).outerHTML)
      expect(shownAs(...words).outerHTML).toBe(shownAs(whole).outerHTML)
    }),
  )
})

test("an escape that never ends costs what its length costs", () => {
  const target = shownAs(
    ...Array.from({ length: 20_000 }, (_, at) => (at === 0 ? `${ESC}]0;` : "x")),
  )
  expect(target.textContent).toMatch(/^<U\+001B>\]0;x+$/)
})
