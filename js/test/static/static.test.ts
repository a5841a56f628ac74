/** The page at rest is the live page: same views, same elements, written out. */

import { describe, expect, test } from "vitest"
import { mountDocument } from "../../src/standalone.ts"
import { html } from "../../src/static/html.ts"
import { render, styles } from "../../src/static/index.ts"
import { StaticElement, StaticText } from "../../src/static/nodes.ts"
import { stories } from "../wire/fixtures.ts"
import { atRest } from "./whole.ts"

/** What the live page shows. */
function live(snapshot: unknown): string {
  const page = document.createElement("div")
  const mounted = mountDocument(page, snapshot)
  mounted.flush()
  const end = page.querySelector<HTMLElement>(".nbs-ending")
  const under = end === null || end.hidden ? "" : end.outerHTML
  const shown = (page.querySelector(".nbs-blocks")?.outerHTML ?? "") + under
  mounted.destroy()
  return shown
}

/** Without what is said in `rest.ts` to differ, as what comes out is the same. */
function plain(html: string): string {
  const page = document.createElement("div")
  page.innerHTML = html
  for (const gone of page.querySelectorAll("[hidden], annotation, .nbs-sign")) gone.remove()
  for (const fold of page.querySelectorAll("details")) {
    if (fold.querySelector(":scope > summary") !== null) continue
    const open = document.createElement("div")
    open.className = fold.className
    open.append(...fold.childNodes)
    fold.replaceWith(open)
  }
  for (const row of page.querySelectorAll("math mrow:not([class])"))
    if (row.childNodes.length === 1) row.replaceWith(...row.childNodes)
  for (const coloured of page.querySelectorAll("[class^=nbs-code-]"))
    coloured.removeAttribute("style")
  for (const button of page.querySelectorAll("button, span.nbs-quiet, span.nbs-button")) {
    const words = document.createElement("span")
    words.className = button.className
    words.append(...button.querySelectorAll(".nbs-language"))
    if (words.hasChildNodes()) button.replaceWith(words)
    else button.remove()
  }
  return page.innerHTML
}

function saying(text: string): unknown {
  const run = { id: "run", kind: "run", parent: null, props: { status: "done" }, text: "" }
  const said = { id: "t", kind: "text", parent: "run", props: { role: "answer" }, text }
  return { seq: 1, blocks: [run, said].map((block) => ({ ...block, closed: true })) }
}

const SAMPLES = [
  "# Title\n\nText with **bold**, `code`, ~~old~~ and a [link](https://example.com/a?b=1&c=2).\n",
  "- one\n- two\n  1. nested\n  2. more\n\n> a quote\n\n---\n",
  "```python\ndef f(x):\n    return x\n```\n\n    indented\n",
  "| a | b |\n|:--|--:|\n| 1 | `2` |\n",
  "<script>alert(1)</script> & <b>raw</b> ![image](https://example.com/x.png)\n",
  "- [x] done\n- [ ] open\n\nA note[^1].\n\n[^1]: Here.\n",
  "Math $x^2$ and\n\n$$\ny\n$$\n",
]

describe("the page at rest is the live page", () => {
  test.each(stories)("$name", ({ snapshot }) => {
    expect(plain(atRest(snapshot))).toBe(plain(live(snapshot)))
  })

  test.each(SAMPLES)("%j", (text) => {
    expect(plain(atRest(saying(text)))).toBe(plain(live(saying(text))))
  })
})

describe("at rest", () => {
  /** What is left where tags are taken away and their text is kept. */
  const letters = (text: string) => {
    const page = document.createElement("div")
    page.innerHTML = atRest(saying(text))
    return page.textContent
  }

  test.each([
    ["$x^2$", "x^2"],
    ["$e^{i\\pi} = \\frac{-1}{2}$", "e^(iπ)=(−1)/2"],
    ["$\\sqrt{a+b}$", "√(a+b)"],
    ["$\\sqrt[3]{a+b}$", "(a+b)^(1/3)"],
    ["$\\sum_{i=0}^{n} x_i^2$", "∑_(i=0)^nx_i^2"],
    ["$\\begin{matrix} a & b \\\\ c & d \\end{matrix}$", "a, b; c, d"],
  ])("the letters of the formula %s read %s", (formula, said) => {
    expect(letters(formula).replace(/[\u2061\u200b ]/g, "")).toBe(said.replaceAll(" ", ""))
  })

  test("a formula's source, which a reader of its letters would read twice, is left out", () => {
    expect(atRest(saying("$x^2$"))).not.toContain("annotation")
  })

  test("code has its colours by itself", () => {
    const html = atRest(saying("```python\nreturn 1\n```"))
    expect(html).toMatch(/<span class="nbs-code-keyword" style="color:#[\da-f]{6}">return<\/span>/)
    expect(JSON.parse(styles())).toMatch(/\.nbs-code-keyword\s*\{\s*color:[^;}]+!important/)
  })

  test("nothing is hidden, nothing can be pressed, and a language is still named", () => {
    const html = atRest(saying("```python\nreturn 1\n```\n\ntext"))
    expect(html).not.toMatch(/<button| hidden/)
    expect(html).toContain('<span class="nbs-language">python</span>')
  })

  test("what folds has a line to fold it by", () => {
    for (const { snapshot } of stories)
      expect(atRest(snapshot)).not.toMatch(/<details[^>]*>(?!<summary)/)
  })

  test("a run that was stopped says so", () => {
    const run = { id: "run", kind: "run", parent: null, props: { status: "stopped" }, text: "" }
    expect(atRest({ seq: 1, blocks: [{ ...run, closed: true }] })).toContain("Stopped")
  })
})

test("text is written as text, and attributes as attributes", () => {
  const link = new StaticElement("a")
  link.href = 'https://example.com/"><script>'
  link.append(new StaticText("<b>&amp;"))
  expect(html(link)).toBe(
    '<a href="https://example.com/&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;amp;</a>',
  )
})

test("a line break at the start of <pre> is kept", () => {
  const pre = new StaticElement("pre")
  pre.append("\nsecond line")
  expect(html(pre)).toBe("<pre>\n\nsecond line</pre>")
})

test("depth is no danger", () => {
  const outermost = new StaticElement("div")
  let inner = outermost
  for (let depth = 0; depth < 100_000; depth++) {
    const next = new StaticElement("div")
    inner.append(next)
    inner = next
  }
  expect(html(outermost)).toHaveLength(100_001 * "<div></div>".length)
})

test("rendering leaves the page that it runs in as it was", () => {
  const before = globalThis.document
  render(JSON.stringify(saying("x")), "{}")
  expect(globalThis.document).toBe(before)
})

test("at rest nothing can be unfolded, so a long output is whole, to a bound that is said", () => {
  const called = (output: string) => {
    const run = { id: "run", kind: "run", parent: null, props: { status: "done" }, text: "" }
    const props = { name: "read", status: "done", output }
    const tool = { id: "c", kind: "tool", parent: "run", props, text: "{}" }
    return { seq: 1, blocks: [run, tool].map((block) => ({ ...block, closed: true })) }
  }
  expect(atRest(called("line\n".repeat(10_000)))).toContain("line\n".repeat(64))
  expect(atRest(called("line\n".repeat(10_000)))).not.toContain("more characters")
  expect(atRest(called("x".repeat(300_000)))).toContain("… 100,000 more characters")
})
