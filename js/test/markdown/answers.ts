/** Answers as models write them: whole constructs, one after the other, in any order. */

import fc from "fast-check"

/**
 * Words and signs, none of which is a marker; no word is a bare address, for that is a link only
 * once it is an address.
 */
const word = fc.constantFrom(
  ..."the a of token stream Ünïcode 日本語 שלום 42 3.14 e.g. it's snake_case a<b AT&T 🎉".split(
    " ",
  ),
)
const words = (maxLength: number) =>
  fc.array(word, { minLength: 1, maxLength }).map((found) => found.join(" "))

/** Text and the spans around it, all of them closed. */
const span = fc
  .tuple(
    fc.constantFrom(["**", "**"], ["*", "*"], ["`", "`"], ["~~", "~~"], ["***", "***"]),
    words(3),
  )
  .map(([[opening = "", closing = ""], text]) => `${opening}${text}${closing}`)
const link = words(3).map((text) => `[${text}](https://example.org/a_b?c=d "title")`)
const image = words(2).map((text) => `![${text}](https://example.org/i.png)`)
const other = fc.constantFrom("[1]", "array[0]", "<b>", "&amp;", "\\*", "$5", "2 * 3", "~100")

const line = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: words(6) },
      { weight: 3, arbitrary: span },
      { weight: 1, arbitrary: link },
      { weight: 1, arbitrary: image },
      { weight: 1, arbitrary: other },
    ),
    { minLength: 1, maxLength: 5 },
  )
  // What a line begins with decides what it is.
  .map((pieces) => `Then ${pieces.join(" ")}.`)

const lines = (maxLength: number) => fc.array(line, { minLength: 1, maxLength })
const code = fc.array(fc.constantFrom("x = 1", "", "    return *x*", "# | a |", "- b", "$x$"), {
  minLength: 1,
  maxLength: 6,
})

const BLOCKS = {
  paragraph: lines(3).map((found) => found.join("\n")),
  heading: fc
    .tuple(fc.integer({ min: 1, max: 6 }), line)
    .map(([n, text]) => `${"#".repeat(n)} ${text}`),
  list: lines(5).map((found) => found.map((text) => `- ${text}`).join("\n")),
  steps: lines(5).map((found) => found.map((text, index) => `${index + 1}. ${text}`).join("\n")),
  tasks: lines(3).map((found) => found.map((text) => `- [x] ${text}`).join("\n")),
  nested: lines(5).map((found) =>
    found.map((text, index) => `${"  ".repeat(index)}- ${text}`).join("\n"),
  ),
  loose: lines(4).map((found) => found.map((text) => `* ${text}`).join("\n\n")),
  quote: lines(3).map((found) => found.map((text) => `> ${text}`).join("\n")),
  code: code.map((found) => `\`\`\`py\n${found.join("\n")}\n\`\`\``),
  rule: fc.constant("---"),
}

/** What stays as it is shown, whatever comes behind it. */
export const steady = documentsOf(Object.values(BLOCKS))

/** The same with tables, whose headers are text until their delimiter rows are there. */
export const answers = documentsOf([
  ...Object.values(BLOCKS),
  fc
    .array(fc.tuple(words(2), span), { minLength: 2, maxLength: 6 })
    .map((rows) => rows.map(([first, second]) => `| ${first} | ${second} |`))
    .map(([header, ...rows]) => [header, "|---|:-:|", ...rows].join("\n")),
])

function documentsOf(blocks: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(...blocks), { minLength: 1, maxLength: 12 })
    .map((found) => `${found.join("\n\n")}\n`)
}
