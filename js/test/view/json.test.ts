/** JSON while it is written: its lines, what stands in it, and the tree that it becomes. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { JSON_ROWS, JSON_STRING_CHARACTERS, MAX_DEPTH } from "../../src/bounds/index.ts"
import { isControl } from "../../src/standalone.ts"
import { Indenter, indented } from "../../src/view/json/indent.ts"
import { type JsonListener, JsonReader, type Key } from "../../src/view/json/reader.ts"
import { append, close, open, set, shown } from "./page.ts"

function cutText(texts: fc.Arbitrary<string>) {
  return fc.tuple(texts, fc.array(fc.nat(40))).map(([text, cuts]) => {
    const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
    const ends = [...at, text.length]
    return { text, pieces: ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)) }
  })
}

describe("JSON over lines", () => {
  test.each([
    ["{}", "{}"],
    ["[ ]", "[]"],
    ['{"a":{}}', '{\n  "a": {}\n}'],
    [
      '{"a":[1,{"b":null}],"c":""}',
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": ""\n}',
    ],
    ["12345678901234567890", "12345678901234567890"],
    ['{"a":1.0,"a":2}', '{\n  "a": 1.0,\n  "a": 2\n}'],
    ['["\\u202e{,:"]', '[\n  "\\u202e{,:"\n]'],
  ])("%s", (json, lines) => {
    expect(indented(json)).toBe(lines)
  })

  test("is what JSON.stringify gives, for what that can hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indented(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
      }),
    )
  })

  test("is the same however it was cut", () => {
    fc.assert(
      fc.property(cutText(fc.json()), ({ text, pieces }) => {
        const indenter = new Indenter()
        expect(pieces.map((piece) => indenter.write(piece)).join("")).toBe(indented(text))
      }),
    )
  })

  test("looks at every character once, however small the pieces are", () => {
    const json = JSON.stringify({ rows: Array.from({ length: 500 }, (_, row) => ({ row })) })
    const indenter = new Indenter()
    for (const character of json) indenter.write(character)
    expect(indenter.looked).toBe(json.length)
  })

  test("leaves what is no object and no array as it is", () => {
    expect(indented("  just text, {really}")).toBe("  just text, {really}")
    expect(indented("{not json")).toBe("{\n  not json")
  })

  test("grows linearly with its depth", () => {
    const depth = 20_000
    const json = `${"[".repeat(depth)}${"]".repeat(depth)}`
    expect(indented(json).length).toBeLessThan(depth * 200)
  })
})

/** Builds the value again out of what the reader tells. */
class Rebuilt implements JsonListener {
  value: unknown
  readonly #open: unknown[] = []
  #key: Key = null
  #string = ""

  opened(kind: "object" | "array", key: Key) {
    const made = kind === "object" ? {} : []
    this.#put(made, key)
    this.#open.push(made)
  }
  closed(entries: number) {
    expect(Object.keys(this.#open.pop() as object).length).toBeLessThanOrEqual(entries)
  }
  stringBegan(key: Key) {
    this.#key = key
    this.#string = ""
  }
  stringGrew(text: string) {
    expect(text).not.toBe("")
    this.#string += text
  }
  stringEnded() {
    this.#put(this.#string, this.#key)
  }
  literal(source: string, key: Key) {
    this.#put(JSON.parse(source), key)
  }
  #put(value: unknown, key: Key) {
    const place = this.#open.at(-1)
    if (place === undefined) this.value = value
    else
      Object.defineProperty(place, key ?? "", {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
}

function read(pieces: readonly string[]) {
  const rebuilt = new Rebuilt()
  const reader = new JsonReader(rebuilt)
  for (const piece of pieces) reader.read(piece)
  const whole = reader.whole
  reader.end()
  return { value: rebuilt.value, broken: reader.broken, whole }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe("the reader", () => {
  test("tells what JSON.parse finds, however the text was cut", () => {
    const json = fc
      .jsonValue()
      .chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 1)))
    fc.assert(
      fc.property(cutText(json), ({ text, pieces }) => {
        expect(read(pieces)).toEqual({ value: JSON.parse(text), broken: false, whole: true })
      }),
    )
  })

  test("calls whole what JSON.parse takes, and nothing else", () => {
    const words = fc.constantFrom(
      ..."{}[],:",
      '"a"',
      '"',
      "\\",
      "1",
      "-0",
      "01",
      "1e",
      ".5",
      "tru",
      "true",
      "null",
      " ",
      "\n",
      "\u0000",
      '"\\u12"',
      '"\\ud83d\\ude00"',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("")
        expect(read(pieces).whole, text).toBe(isJson(text))
      }),
      { numRuns: 2000 },
    )
  })

  test("is told of half characters only together", () => {
    expect(read(['"\\ud83d', '\\ude00"']).value).toBe("\u{1f600}")
    expect(read(['"\\ud83d"']).value).toBe("\ud83d")
  })

  test("takes what is nested to a bound, and not deeper", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`
    expect(read([nested(MAX_DEPTH)]).broken).toBe(false)
    expect(read([nested(MAX_DEPTH + 1)]).broken).toBe(true)
    expect(read([nested(1_000_000)]).broken).toBe(true)
  })
})

function data(...pieces: string[]) {
  const page = shown()
  page.after(open("t", "text", { role: "data" }), ...pieces.map((piece) => append("t", piece)))
  return page
}

const lines = (root: HTMLElement) =>
  [...root.querySelectorAll(".nbs-json-line, .nbs-json-row")].map((line) => line.textContent)

describe("the tree", () => {
  test("grows with the text, and keeps what stands", () => {
    const page = data('{"city": "Os')
    expect(lines(page.root)).toEqual(['city: "Os'])
    const city = page.find(".nbs-json-row")
    page.after(append("t", 'lo", "days": [1, {"rain": tr'))
    expect(lines(page.root)).toEqual(['city: "Oslo"', "days: [", "0: 1", "1: {"])
    page.after(append("t", 'ue}], "more": {}}'), close("t"))
    expect(lines(page.root)).toEqual([
      'city: "Oslo"',
      "days: 2 items",
      "0: 1",
      "1: 1 entry",
      "rain: true",
      "more: { }",
    ])
    expect(page.find(".nbs-json > .nbs-json-row:first-child")).toBe(city)
  })

  test("is the same elements however the text was cut", () => {
    fc.assert(
      fc.property(cutText(fc.json()), ({ text, pieces }) => {
        const whole = data(text)
        const cut = data(...pieces.filter((piece) => piece !== ""))
        for (const page of [whole, cut]) page.after(close("t"))
        expect(cut.find(".nbs-data").outerHTML).toBe(whole.find(".nbs-data").outerHTML)
        whole.close()
        cut.close()
      }),
      { numRuns: 30 },
    )
  })

  test("gives way to the text where that is no JSON after all", () => {
    const page = data('{"a": 1, oops')
    expect(page.find(".nbs-data pre").textContent).toBe('{"a": 1, oops')
    expect(page.view.element.querySelector(".nbs-json-whole")).toBeNull()
    const cut = data('{"a": 1')
    cut.after(close("t"))
    expect(cut.find(".nbs-data pre").textContent).toBe('{"a": 1')
  })

  test("shows hidden characters, of names and of values", () => {
    const page = data('{"a\u202e": "b\\u2066c"}')
    expect(lines(page.root)).toEqual(['a<U+202E>: "b<U+2066>c"'])
  })

  test("folds by keys alone: every fold is a summary, and ours", () => {
    const page = data('{"a": {"b": [1]}}')
    const folds = [...page.root.querySelectorAll(".nbs-json details")]
    expect(folds).toHaveLength(2)
    for (const fold of folds) {
      const summary = fold.firstElementChild
      expect(summary?.localName).toBe("summary")
      expect(summary !== null && isControl(summary)).toBe(true)
    }
  })

  test("stops at a bound, and goes on from there when it is asked", () => {
    const entries = JSON_ROWS * 2
    const page = data(JSON.stringify(Array.from({ length: entries }, (_, at) => at)))
    page.after(close("t"))
    expect(page.root.querySelectorAll(".nbs-json-row")).toHaveLength(JSON_ROWS)
    const first = page.find(".nbs-json-row:first-child")
    expect(page.words(".nbs-more")).toMatch(/^Show more \([\d,]+ characters left\)$/)
    page.find(".nbs-more").click()
    page.screen.tick()
    expect(page.root.querySelectorAll(".nbs-json-row")).toHaveLength(entries)
    expect(page.find(".nbs-json-row:first-child")).toBe(first)
    expect(page.root.querySelector(".nbs-more")).toBeNull()
  })

  test("shows a long string to a bound, and the rest when it is asked", () => {
    const text = "x".repeat(JSON_STRING_CHARACTERS + 1234)
    const page = data(JSON.stringify({ text }))
    expect(page.words(".nbs-more")).toBe("Show 1,234 more characters")
    page.find(".nbs-more").click()
    expect(page.find(".nbs-json-string").textContent).toBe(`"${text}"`)
  })

  test("keeps the digits of numbers and both of two equal keys", () => {
    const page = data('{"n": 12345678901234567890, "n": 1.0}')
    expect(lines(page.root)).toEqual(["n: 12345678901234567890", "n: 1.0"])
  })
})

test("a tool that returns JSON is shown as a tree, and anything else as it is", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "f", status: "done", output: '[{"a": null}]' }))
  expect(lines(page.find(".nbs-part-output"))).toEqual(["0: 1 entry", "a: null"])
  page.after(set("c", { output: "{'a': None}" }))
  expect(page.find(".nbs-part-output pre").textContent).toBe("{'a': None}")
  expect(page.view.element.querySelector(".nbs-part-output .nbs-json-whole")).toBeNull()
})
