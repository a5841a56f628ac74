/** Difficult texts: the same page however they are cut, nothing lost, nothing hidden. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { markdownInto } from "../src/markdown/index.ts"
import { visible, visibleName } from "../src/view/visible.ts"
import { atRest } from "./static/whole.ts"

interface Corpus {
  readonly texts: readonly { readonly id: string; readonly text_json: string }[]
  readonly utf8_bytes: readonly { readonly hex: string; readonly whatwg_decode_json: string }[]
  readonly tool_args_json: readonly string[]
}

const path = join(import.meta.dirname, "..", "..", "tests", "corpora", "unicode.json")
const corpus: Corpus = JSON.parse(readFileSync(path, "utf8"))
const texts = corpus.texts.map(({ id, text_json }) => ({
  id,
  text: JSON.parse(text_json) as string,
}))

function page(pieces: readonly string[]): HTMLElement {
  const element = document.createElement("div")
  const view = markdownInto(element)
  for (const piece of pieces) {
    view.write(piece)
    view.paint()
  }
  view.end()
  return element
}

/** The text in pieces of one to seven units, the same ones every time. */
function pieces(text: string, seed: number): string[] {
  const found: string[] = []
  let state = seed
  for (let at = 0; at < text.length; ) {
    state = (state * 1103515245 + 12345) % 2 ** 31
    const length = 1 + (state % 7)
    found.push(text.slice(at, at + length))
    at += length
  }
  return found
}

describe("the page is the same however a text was cut", () => {
  test.each(texts)("$id", ({ text }) => {
    const whole = page([text]).innerHTML
    for (let cut = 0; cut <= Math.min(text.length, 200); cut++)
      expect(page([text.slice(0, cut), text.slice(cut)]).innerHTML).toBe(whole)
    expect(page(text.split("")).innerHTML).toBe(whole)
    for (let seed = 0; seed < 5; seed++) expect(page(pieces(text, seed)).innerHTML).toBe(whole)
  })
})

const CONTROLLING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

describe("nothing controls, and nothing is made up", () => {
  test.each(texts)("$id", ({ text }) => {
    const shown = page([text]).textContent ?? ""
    expect(shown).not.toMatch(CONTROLLING)
    if (!/[\0\ufffd]|&/.test(text) && !/\p{Surrogate}/u.test(text))
      expect(shown).not.toContain("\ufffd")
    expect(visible(text)).not.toMatch(CONTROLLING)
    expect(visibleName(text, 1_000_000)).not.toMatch(/[\n\t\u200b\u2060\ufeff\u00ad\u202e]/)
  })
})

describe("emoji come through whole, in prose, in code and in names", () => {
  const emoji = texts.filter(({ id }) => /^(?:emoji|zwj|flag|skin|keycap|family)/.test(id))
  test("there are some", () => expect(emoji.length).toBeGreaterThan(2))
  test.each(emoji)("$id", ({ text }) => {
    expect(page([text]).textContent).toBe(text)
    expect(page([`\`${text}\``]).textContent).toBe(text)
    expect(visibleName(text, 1000)).toBe(text)
  })
})

test("bytes come apart as browsers take them apart", () => {
  for (const { hex, whatwg_decode_json } of corpus.utf8_bytes) {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
    const streamed = [...bytes].map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true }))
    expect(streamed.join("") + decoder.decode()).toBe(JSON.parse(whatwg_decode_json))
  }
})

describe("arguments that are no JSON, or strange JSON, are shown and change nothing", () => {
  test.each(corpus.tool_args_json)("%j", (text) => {
    const props = { name: "f", status: "done" }
    const tool = { id: "t", kind: "tool", parent: "run", props, text, closed: true }
    const run = { id: "run", kind: "run", parent: null, props: {}, text: "", closed: true }
    const html = atRest({ seq: 1, blocks: [run, tool] })
    expect(html).not.toMatch(CONTROLLING)
    expect(html).not.toMatch(/<img|undefined|\[object/)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(({} as Record<string, unknown>).p).toBeUndefined()
  })
})
