/** Formulas as MathML: the right ones, the wrong ones and those that mean harm. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { MAX_FORMULA, MAX_FORMULA_DEPTH, MAX_FORMULA_NODES } from "../../src/bounds/index.ts"
import { ATTRIBUTES, CLASSES, STYLES, TAGS } from "../../src/math/allowed.ts"
import { elementOf } from "../../src/math/elements.ts"
import { renderMath } from "../../src/math/index.ts"

interface Shown {
  readonly shown: boolean
  readonly element: HTMLElement
}

function show(formula: string, display = false): Shown {
  const element = document.createElement("span")
  return { shown: renderMath(element, formula, display), element }
}

/** The elements of a formula without its source, as markup that is short enough to read. */
function mathml(formula: string, display = false): string {
  const { element, shown } = show(formula, display)
  if (!shown) return `refused: ${element.title}`
  return written(element.querySelector("semantics")?.firstElementChild ?? null)
}

function written(node: Node | null): string {
  if (!(node instanceof Element)) return node?.nodeValue ?? ""
  // Temml wraps some rows twice.
  if (node.localName === "mrow" && node.firstElementChild?.localName === "mrow")
    if (node.childElementCount === 1) return written(node.firstElementChild)
  const inside = [...node.childNodes].map(written).join("")
  return `<${node.localName}>${inside}</${node.localName}>`
}

const msup = (base: string, above: string) => `<msup><mi>${base}</mi><mn>${above}</mn></msup>`

test.each([
  ["x^2", msup("x", "2")],
  ["\\frac{a}{b}", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"],
  ["\\sqrt{x}", "<msqrt><mrow><mi>x</mi><mspace></mspace></mrow></msqrt>"],
  ["E = mc^2", `<mrow><mi>E</mi><mo>=</mo><mi>m</mi>${msup("c", "2")}</mrow>`],
  [
    "\\sum_{i=1}^n i",
    "<mrow><msubsup><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></msubsup><mi>i</mi></mrow>",
  ],
  [
    "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
    "<mrow><mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>" +
      "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>)</mo></mrow>",
  ],
  ["\\alpha \\le \\mathbb{R}", "<mrow><mi>α</mi><mo>≤</mo><mi>ℝ</mi></mrow>"],
  ["\\text{if } x", "<mrow><mtext>if\u00a0</mtext><mi>x</mi></mrow>"],
])("%s", (formula, expected) => {
  expect(mathml(formula)).toBe(expected)
})

test("a formula carries its source, for those who cannot see it", () => {
  const { element } = show("x^2")
  const annotation = element.querySelector("annotation")
  expect(annotation?.getAttribute("encoding")).toBe("application/x-tex")
  expect(annotation?.textContent).toBe("x^2")
})

test("display math says so, and inline math does not", () => {
  expect(show("x", true).element.firstElementChild?.getAttribute("display")).toBe("block")
  expect(show("x").element.firstElementChild?.getAttribute("display")).toBe(null)
})

test("formulas are elements of MathML, and what stands in them too", () => {
  for (const node of show("\\frac12").element.querySelectorAll("*"))
    expect(node.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML")
})

test.each(["\\frac{a}", "\\nosuchcommand", "x^", "{", "\\begin{matrix}", "a & b", "\\left("])(
  "%s is no formula: its source stays, and the title says why",
  (formula) => {
    const { shown, element } = show(formula)
    expect(shown).toBe(false)
    expect(element.childNodes).toHaveLength(0)
    expect(element.title).not.toBe("")
  },
)

test("what one formula defines, no other one knows", () => {
  expect(mathml("\\gdef\\mine{x}\\mine")).toBe("<mi>x</mi>")
  expect(mathml("\\global\\def\\mine{x}\\mine")).toBe("<mi>x</mi>")
  expect(mathml("\\newcommand{\\mine}{x}\\mine")).toBe("<mi>x</mi>")
  expect(show("\\mine").shown).toBe(false)
  expect(mathml("\\def\\frac{x}\\frac")).toBe("<mi>x</mi>")
  expect(mathml("\\frac12")).toBe("<mfrac><mn>1</mn><mn>2</mn></mfrac>")
})

/** Everything in a formula that could be more than a formula. */
function foreign(root: Element): string[] {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(TAGS.has(element.localName) ? [] : [`<${element.localName}>`]),
    ...[...element.attributes].flatMap(({ name, value }) => {
      if (name === "class")
        return value.split(" ").filter((word) => word !== "nbs-formula" && !CLASSES.has(word))
      if (name !== "style") return ATTRIBUTES.get(name)?.(value) ? [] : [`${name}=${value}`]
      return value.split(";").filter((rule) => {
        const [property = "", said = ""] = rule.split(":")
        return !STYLES.get(property)?.(said)
      })
    }),
  ])
}

const HOSTILE = [
  "\\href{javascript:alert(1)}{x}",
  "\\href{https://evil.example/}{x}",
  "\\url{https://evil.example/}",
  "\\class{nbs-button}{x}",
  "\\id{x}{y}",
  "\\style{position:fixed;inset:0}{x}",
  "\\data{lm-suppress=1}{x}",
  "\\htmlClass{a}{x}",
  "\\includegraphics{https://evil.example/x.png}",
  "\\includegraphics[width=9in, alt=x]{data:image/png;base64,AAAA}",
  "\\text{<img src=x onerror=alert(1)>}",
  "<script>alert(1)</script>",
  "\\unicode{x3c}script",
  "\\color{red;background:url(https://evil.example)}{x}",
  "\\color{url(https://evil.example/)}x",
  "\\fcolorbox{red}{blue}{x}",
  "\\colorbox{expression(alert(1))}{x}",
  "\\rule{9999em}{9999em}",
  "\\kern-9999em x",
  "\\raisebox{9999em}{x}",
  "\\hspace{-300pt}x",
  "\\mathllap{\\text{forged}}",
  "\\smash{x}\\phantom{y}",
  "\\label{a}\\ref{a}\\tag{b}",
  "\\texttip{x}{y}\\toggle{x}{y}\\endtoggle",
  "\\cancelto{x}{y}",
  "\\ce{H2O -> 2 H+ + O^{2-}}",
  "\\def\\constructor{x}\\constructor",
  "\\def\\__proto__{x}",
  "\\gdef\\toString{x}",
  "\\verb|<b>|",
  "\\operatorname{\\href{a}{b}}",
]

describe("a formula is a formula and nothing else", () => {
  test.each(HOSTILE)("%s", (formula) => {
    for (const display of [true, false]) expect(foreign(show(formula, display).element)).toEqual([])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ..."\\frac \\sqrt { } [ ] ^ _ & \\\\ \\left( \\right) x 1 + \\begin{align} \\end{align}".split(
          " ",
        ),
        ..."\\boxed \\text \\hat \\vec \\cancel # $ % ~ ' \\mathbb \\color \\binom \\sum".split(
          " ",
        ),
      ),
    },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
  )
  test("whatever it is made of", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, display) => {
        const { element, shown } = show(pieces.join(" "), display)
        expect(foreign(element)).toEqual([])
        expect(element.childNodes).toHaveLength(shown ? 1 : 0)
      }),
      { numRuns: 400 },
    )
  })

  test("even if its tree is not Temml's", () => {
    const tree = {
      type: "math",
      attributes: { onclick: "alert(1)", href: "javascript:alert(1)", id: "x", width: "9999em" },
      classes: ["nbs-button", "tml-left"],
      style: { position: "fixed", color: "red;position:fixed", padding: "1em" },
      children: [
        { type: "script", children: [{ text: "alert(1)" }] },
        { type: "mrow", children: [{ text: "no text here" }] },
        { href: "javascript:alert(1)", type: "a" },
        { type: "img" },
        { type: "annotation-xml" },
        { type: "mi", children: [{ text: "x" }], attributes: { mathcolor: "url(x)" } },
      ],
    }
    const element = elementOf(document, tree)
    expect(element.outerHTML).toBe(
      '<math class="tml-left nbs-formula" style="padding:1em"><mrow></mrow><mi>x</mi></math>',
    )
  })
})

describe("a formula has bounds", () => {
  test.each([
    ["characters", "x".repeat(MAX_FORMULA + 1)],
    ["nodes", "\\begin{matrix}".concat("&".repeat(MAX_FORMULA_NODES / 2), "\\end{matrix}")],
    ["depth", "\\sqrt".repeat(MAX_FORMULA_DEPTH + 1).concat("x")],
    ["braces", "{".repeat(2400).concat("}".repeat(2400))],
    ["a macro that calls itself", "\\def\\a{\\a\\a}\\a"],
    [
      "macros that double",
      "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}\\def\\d{\\e\\e}\\def\\e{x}\\a\\a",
    ],
    ["macros that are wide", `\\def\\a{${"x".repeat(150)}}${"\\a".repeat(60)}`],
    ["macros that copy much", `\\def\\a#1{${"#1".repeat(50)}}\\a{\\a{${"x".repeat(100)}}}`],
    ["macros that copy often", `\\def\\a#1{#1#1}${"\\a{".repeat(20)}x${"}".repeat(20)}`],
    ["definitions that are long", `\\def\\a{x}${"x".repeat(500)}`],
    ["edef", "\\def\\a{xx}".concat("\\edef\\a{\\a\\a}".repeat(60), "\\a")],
  ])("%s", (_, formula) => {
    const { shown, element } = show(formula)
    expect(shown).toBe(false)
    expect(element.title).not.toBe("")
    expect(element.title.length).toBeLessThanOrEqual(300)
  })

  test("a macro within them is set", () => {
    expect(mathml("\\newcommand{\\half}[1]{\\frac{#1}{2}}\\half{x}")).toBe(
      "<mfrac><mi>x</mi><mn>2</mn></mfrac>",
    )
  })

  test("a long formula that is within them is set", () => {
    expect(
      show(`\\begin{aligned}${"x &= \\dots \\\\".repeat(100)}\\end{aligned}`, true).shown,
    ).toBe(true)
  })
})

test("an element that holds text holds no other, which a page at rest would read as HTML", () => {
  for (const formula of ["\\mathop{\\rule{1em}{1em}}", "\\mathop{\\frac12}", "\\text{a $b$ c}"]) {
    const place = document.createElement("span")
    expect(renderMath(place, formula, false)).toBe(true)
    expect(place.querySelectorAll(":is(mi, mn, mo, ms, mtext) > *")).toHaveLength(0)
  }
})
