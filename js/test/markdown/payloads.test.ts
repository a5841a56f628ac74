/** Text that was written to do harm, streamed: at no moment is there more than text on the page. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { markdownInto } from "../../src/markdown/index.ts"

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

const TAGS =
  /^(?:p|h[1-6]|em|strong|del|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|th|td|a|sup|span|div|input)$/
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^(?:nbs-[a-z-]+(?: nbs-display)?|language-[\w+#.-]{1,40}|)$/,
  dir: /^auto$/,
  start: /^\d{1,9}$/,
  align: /^(?:left|center|right)$/,
  type: /^checkbox$/,
  disabled: /^$/,
  checked: /^$/,
  href: /^(?:https?:\/\/[^\s\\]+|mailto:[^\s]+)$/i,
  target: /^_blank$/,
  rel: /^noopener noreferrer nofollow$/,
  title: /^(?:https?:|mailto:)/i,
}

function harm(element: Element): string[] {
  return [...element.querySelectorAll("*")].flatMap((node) => [
    ...(TAGS.test(node.localName) ? [] : [`<${node.localName}>`]),
    ...[...node.attributes]
      .filter(({ name, value }) => !ATTRIBUTES[name]?.test(value))
      .map(({ name, value }) => `${name}=${value}`),
  ])
}

describe("harmful text", () => {
  test.each(corpus<Payload>("payloads"))("$id", ({ markdown }) => {
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
  })
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
