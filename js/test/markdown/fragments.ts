/** Pieces of Markdown that, put together in any order, make difficult documents. */

import fc from "fast-check"

const WORDS = [
  "a",
  "foo",
  "Bar baz",
  "the quick fox",
  "naïve",
  "日本語",
  "שלום",
  "x1",
  "42",
  "1",
  "e\u0301",
]
const MARKERS = [
  "*",
  "**",
  "***",
  "_",
  "__",
  "~",
  "~~",
  "~~~",
  "`",
  "``",
  "```",
  "#",
  "## ",
  ">",
  "> ",
  "-",
  "- ",
  "+ ",
]
const MORE = [
  "1. ",
  "2) ",
  "10. ",
  "=",
  "===",
  "---",
  "***\n",
  "|",
  "| ",
  "|-",
  ":-:",
  "$",
  "$$",
  "\\(",
  "\\)",
  "\\[",
  "\\]",
]
const LINKS = [
  "[",
  "]",
  "](",
  ")",
  "![",
  "[foo]",
  "[foo]: /url\n",
  "[bar]: <b> 'T'\n",
  "[a](https://x.org)",
  "][",
  "[foo][bar]",
  "[^1]",
  "[^1]: note\n",
  "[^b]: ",
]
const BREAKS = [
  "\n",
  "\n\n",
  "\n\n\n",
  "  \n",
  "\\\n",
  "\r\n",
  "\r",
  "\n    ",
  "\n  ",
  "\n\t",
  " ",
  "  ",
  "\t",
  "    ",
]
const OTHERS = [
  "&amp;",
  "&",
  "&#35;",
  "&nbsp",
  "<",
  ">",
  "<b>",
  "</b>",
  "<!--",
  "-->",
  "<div>\n",
  "<https://x.org>",
  "\\",
  "\\*",
  "!",
  "'",
  '"',
  "🎉",
  "👩‍👩‍👧",
  "\0",
  "\u202e",
  "\u200b",
  "\u{e0041}",
  "\udb40",
  "\u00a0",
  "\ud83d",
  "\udc00",
  "https://a.b/c_d",
  "www.a.com",
  "m@x.org",
  ". ",
  "$5",
  "[ ] ",
  "[x] ",
]
const BLOCKS = [
  "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
  "```py\nx = 1\n```\n",
  "- [ ] t\n- [x] d\n",
  "- [x] t\n  ===\n",
  "1. a\n\n   b\n2. c\n",
  "> q\nlazy\n",
  "Heading\n===\n",
  "$$\nx^2\n$$\n",
  "- a\n  - b\n    - c\n",
  "    code\n\n    more\n",
  "<details>\n*x*\n</details>\n\n",
]

const FRAGMENTS = [...WORDS, ...MARKERS, ...MORE, ...LINKS, ...BREAKS, ...OTHERS, ...BLOCKS]

/** Documents of fragments. */
export const documents = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 })
  .map((fragments) => fragments.join(""))

export const places = fc.array(fc.nat({ max: 20_000 }), { maxLength: 30 })

const LONG = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom("word ", "the ", "a ", "über ", "日本 ") },
  { weight: 6, arbitrary: fc.constantFrom(...MARKERS, ...LINKS, ...OTHERS) },
  { weight: 1, arbitrary: fc.constantFrom("\n", "\n\n", "x".repeat(1500), "\n[foo]: /late\n\n") },
)

/** Documents with paragraphs and words of more than a thousand characters. */
export const longDocuments = fc
  .array(LONG, { minLength: 300, maxLength: 900, size: "max" })
  .map((fragments) => fragments.join(""))
