/** What is finished is never touched again. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"
import { answers } from "./answers.ts"
import { type Recorded, shown, streamed } from "./recording.ts"

/** Answers tried; more with `NBSTREAM_FULL=1`. */
const RUNS = process.env.NBSTREAM_FULL === "1" ? 5_000 : 100

function page() {
  const element = document.createElement("div")
  const view = markdownInto(element)
  return {
    element,
    write(text: string) {
      view.write(text)
      view.paint()
    },
  }
}

describe("nodes stay the same nodes", () => {
  test("a finished paragraph, while the next one streams", () => {
    const { element, write } = page()
    write("first *one*\n\nsec")
    const first = element.querySelector("p")
    const text = first?.firstChild
    for (const piece of ["ond", " para", "graph\n\n", "- list\n", "# x\n"]) write(piece)
    expect(element.querySelector("p")).toBe(first)
    expect(first?.firstChild).toBe(text)
  })

  test("the text before the last word of a growing paragraph", () => {
    const { element, write } = page()
    write("The quick **brown** fox jum")
    const nodes = [...(element.querySelector("p")?.childNodes ?? [])]
    for (const piece of ["ps", " over", " the [lazy", "](https://a.b) dog", " and", " more"])
      write(piece)
    const after = [...(element.querySelector("p")?.childNodes ?? [])]
    expect(nodes).toHaveLength(3)
    expect(after.slice(0, 3)).toEqual(nodes)
    for (const [index, node] of nodes.entries()) expect(after[index]).toBe(node)
  })

  test("a selection in the growing paragraph", () => {
    const { element, write } = page()
    document.body.append(element)
    write("Some words that a reader selects whi")
    const text = element.querySelector("p")?.firstChild
    if (!text) throw new Error("no text")
    const selection = document.getSelection()
    selection?.setBaseAndExtent(text, 5, text, 10)
    for (const piece of ["le", " more *comes*", " in.", "\n\nnext"]) write(piece)
    expect(selection?.toString()).toBe("words")
    element.remove()
  })

  test("list items, rows and lines of code that are finished", () => {
    const stream = streamed()
    const nodes: Recorded[] = []
    const collect = (node: Recorded) => {
      nodes.push(node)
      node.children.forEach(collect)
    }
    stream.write(
      "- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n```\none\ntwo\n```\n\nend",
    )
    collect(stream.sink.root)
    const made = nodes.length
    stream.write(" and\n\nmore")
    for (const node of nodes) if (node !== stream.sink.root) expect(node.parent).not.toBeNull()
    expect(stream.sink.removed).toBe(0)
    expect(stream.sink.made).toBe(made - 1 + 2)
  })

  test("a list that becomes loose changes one class and no item", () => {
    const { element, write } = page()
    write("- a\n- b\n")
    const list = element.querySelector("ul")
    const items = [...element.querySelectorAll("li, p")]
    expect(list?.className).toBe("nbs-tight")
    write("\n- c\n")
    expect(list?.className).toBe("")
    expect([...element.querySelectorAll("li, p")].slice(0, 4)).toEqual(items)
  })
})

describe("a late definition", () => {
  test("shows again the leaves that mention it, and no others", () => {
    const { element, write } = page()
    write("a [foo] b\n\nc [bar] d\n\n- [Foo]\n\n")
    const [first, second] = element.querySelectorAll("p")
    const text = second?.firstChild
    write("[foo]: https://a.b\n\nend")
    expect(first?.innerHTML).toContain('<a href="https://a.b"')
    expect(element.querySelector("li a")?.textContent).toBe("Foo")
    expect(second?.firstChild).toBe(text)
    expect(second?.textContent).toBe("c [bar] d")
  })

  test("of one label among thousands is shown when there are many more, or at the end", () => {
    const stream = streamed()
    const labels = Array.from({ length: 1000 }, (_, label) => `[x${label}]`)
    const links = () => shown(stream.sink.root).split("<a ").length - 1
    stream.write(`${labels.join(" ")}\n\n`)
    const seen = labels.map((label) => {
      stream.write(`${label}: https://a.b\n\n`)
      return links()
    })
    expect(new Set(seen).size).toBeLessThan(12)
    expect(seen.every((count, label) => 2 * count >= label)).toBe(true)
    stream.end()
    expect(links()).toBe(1000)
  })

  test("is none while its line is unfinished", () => {
    const { element, write } = page()
    write("[foo]\n\n[foo]: https://a.b")
    expect(element.querySelector("a")).toBeNull()
    write("/c\n\n")
    expect(element.querySelector("a")?.getAttribute("href")).toBe("https://a.b/c")
  })

  test("does not replace an earlier one", () => {
    const { element, write } = page()
    write("[foo]\n\n[foo]: https://a.b\n\n[foo]: https://c.d\n\n")
    expect(element.querySelector("a")?.getAttribute("href")).toBe("https://a.b")
  })
})

const ANSWER = `## What differs

The **two files** differ in *three* places, see \`diff\` and [the manual](https://example.org/diff).

1. The first \`line\` is longer.
2. The second has
   - a **bold** word
   - [a link](https://example.org), too

\`\`\`python
def compare(a: str, b: str) -> bool:
    return a == b
\`\`\`

| file | lines | same |
|------|------:|:----:|
| a.py | 10 | **no** |
| b.py | 12 | *yes* |

> So it's settled: 2 * 3 = 6, and AT&T is array[0].

`

/** How many nodes were taken off again, and of how many tokens of about four characters. */
function removals(text: string): { removed: number; tokens: number } {
  const stream = streamed()
  const tokens = text.match(/\s*\S{1,4}/g) ?? []
  for (const token of tokens) stream.write(token)
  stream.end()
  return { removed: stream.sink.removed, tokens: tokens.length }
}

describe("few nodes are made twice while an answer streams", () => {
  test("fewer than ten for a thousand tokens", () => {
    const { removed, tokens } = removals(ANSWER.repeat(10))
    expect(tokens).toBeGreaterThan(1000)
    // The header of each table was text first: that is one per answer, of which there are ten.
    expect((removed / tokens) * 1000).toBeLessThan(10)
  })

  test("none in any answer but the header of a table and the description of a picture", () => {
    fc.assert(
      fc.property(answers, (text) => {
        const count = (mark: string) => text.split(mark).length - 1
        expect(removals(text).removed).toBeLessThanOrEqual(2 * count("|---|") + count("!["))
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    )
  })
})
