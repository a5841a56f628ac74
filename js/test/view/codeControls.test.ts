/** What a reader can do with a block of code, and what never mixes with it. */

import { afterEach, describe, expect, test, vi } from "vitest"
import { isControl, mountDocument } from "../../src/standalone.ts"
import { atRest } from "../static/whole.ts"
import { append, close, open, shown } from "./page.ts"

const PYTHON = "```python\nprint(1)\nprint(2)\n```\n"

function answered(text: string) {
  const page = shown()
  page.after(open("t", "text"), append("t", text), close("t"))
  return page
}

afterEach(() => vi.unstubAllGlobals())

function clipboard(writeText: (text: string) => Promise<void>): void {
  vi.stubGlobal("navigator", { clipboard: { writeText } })
}

test("a block of code names its language, and can be copied and wrapped", () => {
  const page = answered(PYTHON)
  expect(page.words(".nbs-code .nbs-copy")).toBe("python Copy")
  expect(page.words(".nbs-wrap")).toBe("Wrap")
  expect(page.find("pre").textContent).toBe("print(1)\nprint(2)\n")
})

test("code without a language has no name and the same controls", () => {
  const page = answered("    indented\n")
  expect(page.words(".nbs-code .nbs-copy")).toBe("Copy")
})

test("a formula has none of it", () => {
  expect(answered("```math\nx\n```\n").root.querySelector(".nbs-text .nbs-copy")).toBeNull()
})

test("every one of them is known as ours", () => {
  for (const part of answered(PYTHON).root.querySelectorAll(".nbs-code > button, button *"))
    expect(isControl(part)).toBe(true)
})

describe("copy", () => {
  test("gives the code exactly, but for the end of its last line, and says so for a moment", async () => {
    const copied: string[] = []
    clipboard(async (text) => void copied.push(text))
    const page = answered("```python\na = '\u202e'\n\n  b\n```\n")
    page.find(".nbs-code .nbs-copy").click()
    await vi.waitFor(() => expect(page.words(".nbs-code .nbs-copy")).toBe("python Copied"))
    expect(copied).toEqual(["a = '<U+202E>'\n\n  b"])
    page.screen.tick(2000)
    expect(page.words(".nbs-code .nbs-copy")).toBe("python Copy")
  })

  test("says when it could not", async () => {
    clipboard(() => Promise.reject(new Error("denied")))
    document.execCommand = () => false
    const page = answered(PYTHON)
    page.find(".nbs-code .nbs-copy").click()
    await vi.waitFor(() => expect(page.words(".nbs-code .nbs-copy")).toBe("python Cannot copy"))
    expect(document.querySelector("textarea")).toBeNull()
  })
})

test("wrap goes on and off, for this block alone", () => {
  const page = answered(`${PYTHON}\n${PYTHON}`)
  const [first, second] = page.root.querySelectorAll<HTMLElement>(".nbs-wrap")
  first?.click()
  expect(first?.getAttribute("aria-pressed")).toBe("true")
  expect(second?.getAttribute("aria-pressed")).toBe("false")
  expect(page.root.querySelectorAll(".nbs-wrapped")).toHaveLength(1)
  first?.click()
  expect(page.root.querySelectorAll(".nbs-wrapped")).toHaveLength(0)
})

test("a page at rest names the language, and has nothing to press", () => {
  const blocks = [
    { id: "run", kind: "run", parent: null, props: { status: "done" }, text: "", closed: true },
    { id: "t", kind: "text", parent: "run", props: {}, text: PYTHON, closed: true },
  ]
  const snapshot = { seq: 1, blocks }
  const page = document.createElement("div")
  mountDocument(page, snapshot).flush()
  expect(page.querySelectorAll(".nbs-code > button")).toHaveLength(2)
  const resting = atRest(snapshot)
  expect(resting).not.toMatch(/<button|Copy|Wrap/)
  expect(resting).toContain('<span class="nbs-language">python</span>')
})
