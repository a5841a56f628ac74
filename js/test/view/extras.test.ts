import { describe, expect, test, vi } from "vitest"
import type { Highlight, RenderMath } from "../../src/markdown/index.ts"
import { fetchedExtras } from "../../src/view/extras.ts"
import { append, close, open, shown } from "./page.ts"

/** Colours the whole line as a keyword. */
const highlight: Highlight = () => ({
  start: null,
  line: (text, state) => ({ spans: [{ text, style: "keyword" }], state }),
})

function colours() {
  let resolve = (_module: unknown) => {}
  let reject = (_error: Error) => {}
  const promise = new Promise<unknown>((...settle) => {
    ;[resolve, reject] = settle
  })
  const load = vi.fn(() => promise)
  const failed = vi.fn()
  return { coming: { promise, resolve, reject }, load, failed, extras: fetchedExtras(load, failed) }
}

const CODE = "Some text\n\n```python\nx = 1\n```\n"

describe("what colours code", () => {
  test("is fetched with the first code, and the code that is there is coloured then", async () => {
    const { coming, load, extras } = colours()
    const page = shown({ extras })
    page.after(open("a", "text"), append("a", "No code"), close("a"))
    expect(load).not.toHaveBeenCalled()
    page.after(open("b", "text"), append("b", CODE))
    page.after(open("c", "text"), append("c", CODE), close("c"))
    expect(load).toHaveBeenCalledExactlyOnceWith("code")
    const spans = () => page.root.querySelectorAll("code span span").length
    expect(spans()).toBe(0)

    coming.resolve({ highlight })
    await coming.promise
    await Promise.resolve()
    page.screen.tick()
    expect(spans()).toBe(2)
    page.after(append("b", "\nThe rest"))
    expect(page.root.textContent?.match(/Some text/g)?.length).toBe(2)
    expect(page.root.textContent).toContain("The rest")
  })

  test("may be missing, or broken: then code is plain", async () => {
    for (const settle of ["resolve", "reject"] as const) {
      const { coming, extras, failed } = colours()
      const page = shown({ extras })
      page.after(open("b", "text"), append("b", CODE))
      if (settle === "resolve") coming.resolve(null)
      else coming.reject(new Error("blocked"))
      await coming.promise.catch(() => {})
      await Promise.resolve()
      page.after(append("b", "\nThe rest"))
      expect(page.root.textContent).toContain("The rest")
      expect(failed).toHaveBeenCalledTimes(settle === "resolve" ? 0 : 1)
    }
  })
})

describe("what comes late", () => {
  const MATH = "A formula $x$ and\n\n$$\ny\n$$\n\n```math\nz\n```\n\nmore $w"

  /** Shows a formula in brackets, but for one that is wrong. */
  const renderMath: RenderMath = (element, formula) => {
    if (formula === "y") return false
    element.append(`[${formula}]`)
    return true
  }

  async function arrived(text: string, module: unknown) {
    const { coming, extras } = colours()
    const page = shown({ extras })
    page.after(open("b", "text"), append("b", text))
    const before = [
      ...page.root.querySelectorAll("p, .language-python, .nbs-math, .nbs-math-block"),
    ]
    coming.resolve(module)
    await coming.promise
    await Promise.resolve()
    page.screen.tick()
    return { page, before }
  }

  test("leaves every element on the page where it is", async () => {
    const { page, before } = await arrived(`${CODE}\n${MATH}`, { highlight, renderMath })
    for (const element of before)
      if (element.closest(".nbs-math-block") === null)
        expect(page.root.contains(element)).toBe(true)
    expect(page.root.querySelector("code span span")?.textContent).toBe("x = 1")
    expect(page.root.textContent).toContain("A formula [x] and")
  })

  test("looks as if it had been there from the start", async () => {
    const text = `${CODE}\n${MATH}`
    const { page } = await arrived(text, { highlight, renderMath })
    const early = shown({
      extras: { highlight: () => highlight, renderMath: () => renderMath },
    })
    early.after(open("b", "text"), append("b", text))
    const written = ({ root }: typeof page) => root.querySelector(".nbs-markdown")?.outerHTML
    expect(written(page)).toBe(written(early))

    for (const each of [page, early])
      each.after(append("b", "$ end\n\n```python\ny\nz"), close("b"))
    expect(written(page)).toBe(written(early))
    expect(page.root.textContent).toContain("more [w] end")
  })

  test("is not fetched for code in no language", () => {
    const { load, extras } = colours()
    const page = shown({ extras })
    page.after(open("b", "text"), append("b", "```\nx\n```\n\n    y\n\n```text\nz\n"), close("b"))
    expect(load).not.toHaveBeenCalled()
  })
})
