/** However the text is cut, what is shown at the end is the same, node for node. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"
import { documents, longDocuments, places } from "./fragments.ts"
import { cutAt, rendered, shown, streamed } from "./recording.ts"
import { EXAMPLES } from "./specification.ts"

/** More runs than in everyday tests: `RUNS=20000 npx vitest run test/markdown/chunking.test.ts`. */
const RUNS = Number(process.env.RUNS ?? 400)

const SAMPLE = `# Title *with* \`code\`

Some **bold**, a [link](https://example.org "t") and [another][ref].\r
A second line  \nwith a break & an &eacute;ntity 🎉.

- [x] done
- [ ] not done

  1. inner
  2. items

| a | b |
|:--|--:|
| 1 | \`x \\| y\` |

\`\`\`python
def f(x):
    return x
\`\`\`

> quote
lazy[^1]

[ref]: <https://example.org/ref>
[^1]: A *note*.
`

describe("the same document, node for node", () => {
  test("for each of the specification's examples, character by character", () => {
    for (const { markdown } of EXAMPLES)
      expect(rendered(markdown.split(""))).toBe(rendered([markdown]))
  })

  test("for a line of code that grows too long to be coloured", () => {
    const highlight = () => ({
      start: null,
      line: (text: string) => ({ spans: [{ text, style: "word" }], state: null }),
    })
    const coloured = (pieces: readonly string[]) => {
      const element = document.createElement("div")
      const view = markdownInto(element, { highlight })
      for (const piece of pieces) {
        view.write(piece)
        view.paint()
      }
      view.end()
      return element.innerHTML
    }
    const text = `\`\`\`py\n${"ab + ".repeat(1000)}\nx\n\`\`\`\n`
    const whole = coloured([text])
    expect(whole).not.toContain('nbs-code-word">ab')
    expect(whole).toContain('nbs-code-word">x')
    for (const cut of [10, 300, 2500, 4090, 4110, 5000])
      expect(coloured([text.slice(0, cut), text.slice(cut)])).toBe(whole)
  })

  // Each of these once came out otherwise when it was cut.
  test.each([
    ["a long line of code behind a blank one", `\t<\n\n\t| ${"word ".repeat(60)}`],
    ["a footnote in what may be a picture", "[^1]:\n .![[^1]\n"],
    ["an address between brackets that are none of a link", "[x\n[x] *a*~http://x.y]z\n"],
    ["an address before a link's unfinished target", "[\n'\nhttp://o[]("],
    ["an address before a link in brackets", "[<https://x.org>a[x] www.a.com[a](h)x\n"],
    ["a definition before a row of delimiters", `${"[a]: /b 'c'\n".repeat(20)}| - |\n`],
    ["a long line that a tag begins", `<a b='>' c="${"d ".repeat(200)}">\n`],
    ["a long line that a footnote begins", `[^${"a".repeat(300)}]: b\n\n[^${"a".repeat(300)}]\n`],
  ])("for %s", (_name, text) => {
    const whole = rendered([text])
    expect(rendered(text.split(""))).toBe(whole)
    for (let cut = 0; cut <= text.length; cut++)
      expect(rendered([text.slice(0, cut), text.slice(cut)])).toBe(whole)
  })

  test("for footnotes defined in any order", () => {
    const orders = fc.shuffledSubarray([...Array(60).keys()], { minLength: 20 })
    fc.assert(
      fc.property(orders, orders, places, (mentioned, defined, cuts) => {
        const text = [
          ...mentioned.map((note) => `a[^${note}]`),
          ...defined.map((note) => `[^${note}]: see[^${note % 7}]`),
        ].join("\n\n")
        const whole = rendered([text])
        expect(rendered(cutAt(text, cuts))).toBe(whole)
        expect(rendered(text.match(/[\s\S]{1,5}/g) ?? [])).toBe(whole)
      }),
      { numRuns: RUNS / 20 },
    )
  })

  test.each([
    [
      "footnotes",
      40,
      (at: number) => `a[^${at}] [x]\n\n`,
      (at: number) => `[^${at}]: b [^${at % 7}]\n`,
    ],
    ["labels", 40, (at: number) => `[l${at}]\n\n`, (at: number) => `[l${at}]: https://a.example\n`],
    ["mentions of one label", 300, () => "[x]\n\n", () => ""],
  ])(
    "for many %s that are defined late, of which little is shown at once",
    (_of, n, used, defined) => {
      const numbers = [...Array(n).keys()]
      const text = `${numbers.map(used).join("")}\n\n${numbers.reverse().map(defined).join("")}[x]: /y\n`
      const { parser, painter, sink } = streamed()
      let waited = 0
      let looks = 0
      const spent = () => ++looks % 3 === 0
      for (const piece of text.match(/[\s\S]{1,97}/g) ?? []) {
        parser.write(piece)
        if (painter.paint(spent)) waited++
      }
      parser.close()
      while (painter.paint(spent)) waited++
      expect(shown(sink.root)).toBe(rendered([text]))
      expect(waited).toBeGreaterThan(1)
    },
  )

  test("for a sample cut in two at any place", () => {
    const whole = rendered([SAMPLE])
    for (let cut = 0; cut <= SAMPLE.length; cut++)
      expect(rendered([SAMPLE.slice(0, cut), SAMPLE.slice(cut)])).toBe(whole)
  })

  test("for any text, character by character", () => {
    fc.assert(
      fc.property(documents, (text) => {
        expect(rendered(text.split(""))).toBe(rendered([text]))
      }),
      { numRuns: RUNS },
    )
  })

  test("for any text, wherever it was cut", () => {
    fc.assert(
      fc.property(documents, places, (text, cuts) => {
        expect(rendered(cutAt(text, cuts))).toBe(rendered([text]))
      }),
      { numRuns: RUNS },
    )
  })

  test("for long texts with long paragraphs, wherever they were cut", () => {
    fc.assert(
      fc.property(longDocuments, places, (text, cuts) => {
        expect(rendered(cutAt(text, cuts))).toBe(rendered([text]))
      }),
      { numRuns: RUNS / 10 },
    )
  })

  test("for blocks that grow out of their first groups, wherever they were cut", () => {
    const grown = fc
      .tuple(
        fc.constantFrom(
          ["| a | b |\n|---|---|\n", "| one | `two` |\n"],
          ["", "- item *x*\n"],
          ["```py\n", "x = 1\n"],
          ["", "words with **bold** and more of them "],
          ["", "日本語のテキスト"],
        ),
        fc.integer({ min: 30, max: 1300 }),
        fc.constantFrom("\n\nend\n", "> q\n", "# h", "```\n", ""),
      )
      .map(([[begin = "", unit = ""], count, end]) => begin + unit.repeat(count) + end)
    fc.assert(
      fc.property(grown, places, (text, cuts) => {
        expect(
          rendered(
            cutAt(
              text,
              cuts.map((cut) => cut * 5),
            ),
          ),
        ).toBe(rendered([text]))
      }),
      { numRuns: RUNS / 20 },
    )
  })

  test("for the specification's examples one after the other", () => {
    const all = EXAMPLES.map(({ markdown }) => markdown).join("\n\n")
    const pieces = all.match(/[\s\S]{1,17}/g) ?? []
    expect(rendered(pieces)).toBe(rendered([all]))
  })

  test("painted or not in between", () => {
    const once = streamed()
    for (const character of SAMPLE) once.parser.write(character)
    once.end()
    expect(shown(once.sink.root)).toBe(rendered(SAMPLE.split("")))
  })
})

describe("what that document is", () => {
  const page = (pieces: readonly string[]) => {
    const element = document.createElement("div")
    const view = markdownInto(element)
    for (const piece of pieces) {
      view.write(piece)
      view.paint()
    }
    view.end()
    return { element, view }
  }

  test("real elements are the recorded ones", () => {
    const { element } = page(SAMPLE.split(""))
    expect(element.querySelector("h1")?.textContent).toBe("Title with code")
    expect(element.querySelector("pre")?.textContent).toBe("def f(x):\n    return x\n")
    expect(element.querySelectorAll("li > input[type=checkbox][disabled]")).toHaveLength(2)
    expect(element.querySelector("td[align=right] code")?.textContent).toBe("x | y")
    expect(element.querySelector("blockquote p")?.textContent).toBe("quote\nlazy1")
    expect(element.querySelector(".nbs-footnotes li")?.textContent).toBe("A note.")
    expect(element.querySelector("br")?.nextSibling?.textContent).toBe(
      "\nwith a break & an éntity 🎉.",
    )
    expect(element.innerHTML).toBe(page([SAMPLE]).element.innerHTML)
  })

  test("its HTML does not tell how it came either", () => {
    const html = page([SAMPLE]).view.html()
    expect(page(SAMPLE.split("")).view.html()).toBe(html)
    expect(html).toContain(
      '<p>Some <strong>bold</strong>, a <a href="https://example.org" title="t">link</a>',
    )
    expect(html).toContain('<li>\n<p><input disabled="" type="checkbox"> not done</p>')
  })
})
