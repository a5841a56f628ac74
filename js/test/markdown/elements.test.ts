/** The specification's examples in the product's own mode, streamed, as real elements. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { mountMarkdown } from "../../src/standalone.ts"
import { EXAMPLES } from "./specification.ts"

/** What both a page's elements and HTML are said in; a page of a real browser uses it too. */
const SOURCE = join(import.meta.dirname, "../../../tests/browser/inpage/elements.js")
const elementsOf = new Function(`${readFileSync(SOURCE, "utf8")}; return elementsOf`)() as (
  root: Element,
) => string

/** A language whose name cannot stand in a class is left out of it. */
const UNNAMED = /^(?:34|144) /
const RAW_HTML = /<(?:[a-z][a-z0-9-]*(?:[\s/>]|$)|[/!?])/im

const examples = EXAMPLES.filter(
  ({ name, markdown }) => !/HTML/.test(name) && !RAW_HTML.test(markdown) && !UNNAMED.test(name),
)

describe("every example without raw HTML is the elements that the specification says", () => {
  test("there are more than five hundred", () => {
    expect(examples.length).toBeGreaterThan(550)
  })

  test.each(examples)("$name", ({ markdown, html }) => {
    const shown = document.createElement("main")
    const mounted = mountMarkdown(shown)
    for (const piece of markdown.match(/[\s\S]{1,3}/gu) ?? []) {
      mounted.write(piece)
      mounted.flush()
    }
    mounted.end()
    const meant = document.createElement("main")
    meant.innerHTML = html
    expect(elementsOf(shown)).toBe(elementsOf(meant))
    mounted.destroy()
  })
})
