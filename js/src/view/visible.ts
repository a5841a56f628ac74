/**
 * Characters that hide or reorder what stands around them, made visible, in names, arguments and
 * outputs: there a reader decides by what is read, and prose has no business.
 *
 * Joiners and selectors stay where they do their work: inside emoji, and between the letters of
 * scripts that need them.
 */

import { cut } from "./cut.ts"

const CONTROLS = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f"
const BIDI = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"
const ZERO_WIDTH = "\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u2060-\\u2065"
const MORE = "\\u206a-\\u206f\\u2028\\u2029\\u3164\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb"
const TAGS = "\\u{e0000}-\\u{e0fff}"
const FLAG = "\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{1,6}\\u{e007f}"
const EMOJI_JOINED = "(?<=[\\p{Emoji}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})"
const LETTERS_JOINED =
  "(?<=[\\p{L}\\p{M}])(?<![\\p{sc=Latn}\\p{sc=Cyrl}\\p{sc=Grek}])[\\u200c\\u200d]"
const SELECTED = "(?<=[\\p{Emoji}\\p{Extended_Pictographic}\\p{S}])[\\ufe0e\\ufe0f]"

const PATTERN = new RegExp(
  `${FLAG}|${EMOJI_JOINED}|${LETTERS_JOINED}|${SELECTED}|` +
    `([${CONTROLS}${BIDI}${ZERO_WIDTH}${MORE}\\u200c\\u200d\\ufe0e\\ufe0f${TAGS}])`,
  "gu",
)

/** Whether there is anything to look at: nearly all text is plain. */
const SUSPECT = new RegExp(
  `[${CONTROLS}${BIDI}${ZERO_WIDTH}${MORE}\\u200c\\u200d\\ufe0e\\ufe0f${TAGS}]`,
  "u",
)

/** Colours and other attributes of a terminal: they are looks, and carry no words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is sought
const TERMINAL_ATTRIBUTES = /\u001b\[[\d;:]*m/g

/** The text with every hidden character written out, as in `<U+202E>`; line breaks and tabs stay. */
export function visible(text: string): string {
  if (!SUSPECT.test(text)) return text
  return text
    .replaceAll("\r\n", "\n")
    .replace(PATTERN, (whole, hidden?: string) => (hidden === undefined ? whole : named(hidden)))
}

/** The same for what a tool printed: the colours of a terminal are left out first. */
export function visibleOutput(text: string): string {
  return visible(text.replace(TERMINAL_ATTRIBUTES, ""))
}

/** A name, for one line: line breaks are hidden characters too, and its length has a bound. */
export function visibleName(name: string, maxCharacters: number): string {
  const shown = visible(name).replace(/[\n\t]/g, named)
  return shown.length > maxCharacters ? `${shown.slice(0, cut(shown, maxCharacters))}…` : shown
}

function named(character: string): string {
  // A match of one character has a code point.
  const code = character.codePointAt(0)!
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`
}
