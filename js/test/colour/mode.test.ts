/** What a mode may do to code: give it colours, and nothing else. */

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  MAX_CODE_CHARACTERS,
  MAX_CODE_LINE,
  MAX_CODE_LINES,
  MAX_CODE_NESTING,
} from "../../src/bounds/index.ts"
import { LANGUAGES } from "../../src/colour/languages.ts"
import { coloursOf, type Mode } from "../../src/colour/mode.ts"
import { styleFor } from "../../src/colour/styles.ts"
import { coloured, coloursFor } from "./code.ts"

/** Pieces that modes have opinions about. */
const PIECES =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code of many languages.
  "\"\"\" ''' ` ``` ${ #{ $( ) ( { } [ ] <% %> <? ?> <script> </script> <style> <!-- --> /* */ // # -- ;; " +
  '<<EOF <<<EOT EOF EOT @a :b $x \\ \\begin{a} % == => := :: -> ... 0x1F 1e3 1. .5 \'a\' "b" r"( )" b\'x ' +
  "def class function fn if end do then else return import let var int string select from begin case of " +
  "æ 漢字 👩‍🚀 \ud83d \udc00 \u0000 \t true null @media #[a] ~~~ +++ --- @@ | & ! ? ~ ^ = + - * / < > , ; :"

const line = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PIECES.split(" "), " ", "    ") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join("").replaceAll("\n", ""))
const lines = fc.array(line, { maxLength: 12 })

const textOf = (spans: readonly { readonly text: string }[]) =>
  spans.map(({ text }) => text).join("")

/** One name of each. */
const NAMES = LANGUAGES.map(([names]) => names.split(" ", 1)[0] ?? "")

describe.each(NAMES)("%s", (name) => {
  test("the pieces of any code are the code", () => {
    fc.assert(
      fc.property(lines, (code) => {
        expect(coloured(coloursFor(name), code).map(textOf)).toEqual(code)
      }),
      { numRuns: 60 },
    )
  })

  test("code that comes character by character ends in the same colours", () => {
    fc.assert(
      fc.property(lines, lines, (code, other) => {
        const streaming = coloursFor(name)
        const beside = coloursFor(name)
        let state = streaming.start
        let stateBeside = beside.start
        const spans = code.map((text, index) => {
          // Half a line is looked at with the state that the whole line will need untouched, and
          // another block in the same language grows meanwhile.
          for (let end = 0; end <= text.length; end++) streaming.line(text.slice(0, end), state)
          stateBeside = beside.line(other[index] ?? "", stateBeside).state
          const read = streaming.line(text, state)
          state = read.state
          return [...read.spans]
        })
        expect(spans).toEqual(coloured(coloursFor(name), code))
      }),
      { numRuns: 60 },
    )
  })
})

/** A mode that takes a line in one token, unless told otherwise. */
function modeThat(token: Mode<{ lines: number }>["token"]): Mode<{ lines: number }> {
  return { startState: () => ({ lines: 0 }), token }
}

const whole: Mode["token"] = (stream) => {
  stream.skipToEnd()
  return "keyword"
}

const KEYWORD = "keyword"

function stylesOf(mode: Mode<never>, code: readonly string[]): (string | null | undefined)[] {
  return coloured(coloursOf(mode as Mode), code).map((spans) => spans[0]?.style)
}

test("a mode that throws leaves the rest of the code plain", () => {
  const mode = modeThat((stream, state) => {
    if (stream.string === "bad") throw new Error("unexpected")
    return whole(stream, state)
  })
  expect(stylesOf(mode as Mode<never>, ["a", "bad", "b"])).toEqual([KEYWORD, null, null])
})

test("a mode that does not start leaves all code plain", () => {
  const mode: Mode = {
    startState() {
      throw new Error("no")
    },
    token: whole,
  }
  expect(stylesOf(mode as Mode<never>, ["a"])).toEqual([null])
})

test("a mode that stands still leaves the rest of the code plain", () => {
  const mode = modeThat((stream, state) => (stream.string === "bad" ? "x" : whole(stream, state)))
  expect(stylesOf(mode as Mode<never>, ["a", "bad", "b"])).toEqual([KEYWORD, null, null])
})

test("a mode that goes back or too far loses nothing", () => {
  const mode = modeThat((stream) => {
    stream.pos += stream.pos < 2 ? 2 : -5
    if (stream.pos < 2) stream.pos = 99
    return "keyword"
  })
  expect(coloured(coloursOf(mode as Mode), ["abcdef"]).map(textOf)).toEqual(["abcdef"])
})

test("a mode may read nothing while it makes up its mind", () => {
  const mode: Mode<{ tries: number }> = {
    startState: () => ({ tries: 0 }),
    token: (stream, state) => (state.tries++ < 3 ? null : whole(stream, state)),
  }
  expect(stylesOf(mode as Mode<never>, ["a"])).toEqual([KEYWORD])
})

test("a token never ends inside a character", () => {
  const mode = modeThat((stream) => (stream.next() === "\ud83d" ? "keyword" : "string"))
  expect(coloured(coloursOf(mode as Mode), ["a😀b"])[0]).toEqual([
    { text: "a", style: "string" },
    { text: "😀", style: "keyword" },
    { text: "b", style: "string" },
  ])
})

test("a line that is too long is plain, and the next one is not", () => {
  const long = "x".repeat(MAX_CODE_LINE + 1)
  const mode = { token: whole }
  expect(stylesOf(mode as Mode<never>, [long, "a"])).toEqual([null, KEYWORD])
  expect(coloured(coloursOf(mode), [long]).map(textOf)).toEqual([long])
})

test("code that is too long is plain from there on", () => {
  const mode = { token: whole }
  const many = Array.from({ length: MAX_CODE_LINES + 1 }, () => "a")
  expect(stylesOf(mode as Mode<never>, many).slice(-2)).toEqual([KEYWORD, null])
  const wide = Array.from({ length: MAX_CODE_CHARACTERS / MAX_CODE_LINE + 1 }, () =>
    "a".repeat(MAX_CODE_LINE),
  )
  expect(stylesOf(mode as Mode<never>, wide).slice(-2)).toEqual([KEYWORD, null])
})

test.each([
  ["python", "x = 'a'"],
  ["javascript", "x = 'a'"],
  ["html", "<script>x = 'a'"],
  ["java", "x = 'a';"],
])("%s that nests too deep is plain from there on", (name, line) => {
  const spans = coloured(coloursFor(name), [line, "(".repeat(MAX_CODE_NESTING + 1), line])
  expect(spans[0]?.some(({ style }) => style === "string")).toBe(true)
  expect(spans[2]).toEqual([{ text: line, style: null }])
})

test.each([
  ["keyword", "keyword"],
  ["variableName.definition", "definition"],
  ["variableName.standard", "builtin"],
  ["string.special", "special-string"],
  ["error inserted", "inserted"],
  ["strong emphasis", "strong"],
  ["variable", null],
  ["bracket", null],
  ["constructor", null],
  [null, null],
  [undefined, null],
])("a token %j looks like %j", (token, style) => {
  expect(styleFor(token)).toBe(style)
})
