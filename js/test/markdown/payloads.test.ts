/** Text that was written to do harm, streamed: at no moment is there more than text on the page. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"
import { harm } from "./harm.ts"

interface Payload {
  readonly id: string
  readonly markdown: string
}

interface Benign extends Payload {
  readonly must_contain_text: readonly string[] | null
  readonly must_match: readonly string[] | null
}

function corpus<Entry>(name: string): Entry[] {
  const path = join(import.meta.dirname, "..", "..", "..", "tests", "corpora", `${name}.json`)
  return JSON.parse(readFileSync(path, "utf8"))
}

describe("harmful text", () => {
  test.each([...corpus<Payload>("payloads"), ...corpus<Payload>("more-payloads")])(
    "$id",
    ({ markdown }) => {
      const element = document.createElement("div")
      const view = markdownInto(element)
      const step = Math.max(1, Math.ceil(markdown.length / 150))
      for (let at = 0; at < markdown.length; at += step) {
        view.write(markdown.slice(at, at + step))
        view.paint()
        expect(harm(element)).toEqual([])
      }
      view.end()
      expect(harm(element)).toEqual([])
    },
  )
})

describe("harmless text is shown in full", () => {
  test.each(corpus<Benign>("benign"))("$id", ({ markdown, must_contain_text, must_match }) => {
    const element = document.createElement("div")
    const view = markdownInto(element)
    view.write(markdown)
    view.end()
    for (const text of must_contain_text ?? []) expect(element.textContent).toContain(text)
    for (const selector of must_match ?? [])
      expect(element.querySelector(selector), selector).not.toBeNull()
  })
})
