/** What a caller brings along may fail: the document is shown all the same. */

import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { type MarkdownOptions, markdownInto } from "../../src/markdown/index.ts"

const told = vi.fn()

beforeEach(() => vi.stubGlobal("reportError", told))
afterEach(() => {
  vi.unstubAllGlobals()
  told.mockReset()
})

function shown(text: string, options: MarkdownOptions): HTMLElement {
  const element = document.createElement("div")
  const view = markdownInto(element, options)
  for (const character of text) {
    view.write(character)
    view.paint()
  }
  view.end()
  for (const _ of view.improve());
  return element
}

const fails = () => {
  throw new Error("no")
}

test("a formula that cannot be set is its source", () => {
  const renderMath = (place: Element) => {
    place.append("half")
    return fails()
  }
  const element = shown("a $x$ b\n\n$$\ny\n$$\n\nend", { renderMath })
  expect(element.textContent).toBe("a $x$ b$$\ny\n$$\nend")
  expect(told).toHaveBeenCalledTimes(1)
})

test.each([
  ["no colours at all", fails],
  ["a line that fails", () => ({ start: null, line: fails })],
])("code is plain when there are %s", (_name, highlight) => {
  const element = shown("```py\nx = 1\ny\n```\n\n*end*", { highlight })
  expect(element.querySelector("code")?.textContent).toBe("x = 1\ny\n")
  expect(element.querySelector("em")?.textContent).toBe("end")
  expect(told).toHaveBeenCalled()
})

test("only the lines that fail are plain", () => {
  const line = (text: string, state: unknown) =>
    text.includes("bad") ? fails() : { spans: [{ text, style: "keyword" }], state }
  const element = shown("```py\ngood\nbad\nwell\n```\n", {
    highlight: () => ({ start: null, line }),
  })
  expect(element.querySelector("code")?.textContent).toBe("good\nbad\nwell\n")
  const coloured = [...element.querySelectorAll(".nbs-code-keyword")]
  expect(coloured.map(({ textContent }) => textContent)).toEqual(["good", "well"])
})

test("controls that fail are left out", () => {
  const element = shown("```py\nx\n```\n\n![a](https://b.c/d) and[^1]\n\n[^1]: note\n", {
    codeControls: fails,
    pictures: fails,
    footnoteControls: fails,
  })
  expect(element.textContent).toBe("x\na (b.c) and1note")
})
