/**
 * Characters that cannot be seen, or that turn around the text beside them, written out.
 *
 * In prose these are only such as no language needs. In code, names, arguments, outputs and
 * addresses a reader decides by what is read: there they are all that hide. Joiners and selectors
 * stay where they do their work: inside emoji, and between the letters of scripts that need them.
 */

import { characterBefore } from "./characters.ts"

const CONTROLS = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f"
const TURNING = "\\u061c\\u202a-\\u202e\\u2066-\\u2069"
const TAGS = "\\u{e0000}-\\u{e007f}"
const ZERO_WIDTH = "\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u2060-\\u2065"
const MORE =
  "\\u200e\\u200f\\u206a-\\u206f\\u2028\\u2029\\u3164\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb"
const JOINING = "\\u200c\\u200d\\ufe0e\\ufe0f"
const SCORES = "\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}"
const HIDING = `${CONTROLS}${TURNING}${ZERO_WIDTH}${MORE}${JOINING}${SCORES}\\u{e0000}-\\u{e0fff}`

/** Flags of parts of countries are spelt in tags. */
const FLAG_LETTERS = "\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]"
const FLAG = `${FLAG_LETTERS}{1,6}\\u{e007f}`
const EMOJI_JOINED = "(?<=[\\p{Emoji}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})"
const LETTERS_JOINED =
  "(?<=[\\p{L}\\p{M}])(?<![\\p{sc=Latn}\\p{sc=Cyrl}\\p{sc=Grek}])[\\u200c\\u200d]"
const SELECTED = "(?<=[\\p{Emoji}\\p{Extended_Pictographic}\\p{S}])[\\ufe0e\\ufe0f]"

const IN_PROSE = new RegExp(`${FLAG}|([${CONTROLS}${TURNING}${TAGS}])`, "gu")
const SUSPECT_IN_PROSE = new RegExp(`[${CONTROLS}${TURNING}${TAGS}]`, "u")

const IN_CODE = new RegExp(
  `\\r\\n|${FLAG}|${EMOJI_JOINED}|${LETTERS_JOINED}|${SELECTED}|([${HIDING}])`,
  "gu",
)
/** Whether there is anything to look at: nearly all text is plain. */
const SUSPECT = new RegExp(`[\\u{1f3f4}${HIDING}]`, "u")
/** What the next piece of a text may make harmless. */
const UNDECIDED = new RegExp(
  `(?:\\r|\\u{1f3f4}|${FLAG_LETTERS}{1,6}|(?<=[\\p{Emoji}\\ufe0f])\\u200d)$`,
  "u",
)

/** `text` for reading, with such characters as `<U+202E>`. */
export function visible(text: string): string {
  if (!SUSPECT_IN_PROSE.test(text)) return text
  return text.replace(IN_PROSE, (whole, hidden?: string) =>
    hidden === undefined ? whole : named(hidden),
  )
}

/** `text` for reading as code; line breaks and tabs stay. */
export function visibleCode(text: string): string {
  const revealed = new Revealed()
  return revealed.write(text) + revealed.rest()
}

/** A character by its number. */
export function named(character: string): string {
  const point = character.codePointAt(0) ?? 0
  return `<U+${point.toString(16).toUpperCase().padStart(4, "0")}>`
}

/** Code that comes in pieces: what is shown of it does not depend on where it was cut. */
export class Revealed {
  /** The last character that was decided on: what follows it may depend on it. */
  #before = ""
  #undecided = ""

  /** Take more. Returns what is certain by now, for reading. */
  write(piece: string): string {
    if (this.#undecided === "" && !SUSPECT.test(piece)) {
      this.#before = characterBefore(piece, piece.length) ?? this.#before
      return piece
    }
    const text = this.#before + this.#undecided + piece
    const undecided = UNDECIDED.exec(text)?.[0] ?? ""
    // What stands before this piece was decided on already.
    this.#undecided = undecided.slice(
      Math.max(0, undecided.length + this.#before.length - text.length),
    )
    const certain = text.slice(0, text.length - this.#undecided.length)
    const shown = revealed(text, this.#before.length, certain.length)
    this.#before = characterBefore(certain, certain.length) ?? ""
    return shown
  }

  /** What is not certain yet, as it is if nothing follows. */
  rest(): string {
    return revealed(this.#before + this.#undecided, this.#before.length)
  }

  /** What `draft` would add, without taking it. */
  preview(draft: string): string {
    return revealed(this.#before + this.#undecided + draft, this.#before.length)
  }
}

/** A part of a text, with what hides written out; what stands around it has a say in what does. */
function revealed(text: string, from: number, to: number = text.length): string {
  if (!SUSPECT.test(text)) return text.slice(from, to)
  let shown = ""
  let at = from
  IN_CODE.lastIndex = from
  for (const { 0: whole, 1: hidden, index } of text.matchAll(IN_CODE)) {
    if (index >= to) break
    shown += text.slice(at, index) + (hidden === undefined ? whole : named(hidden))
    at = index + whole.length
  }
  IN_CODE.lastIndex = 0
  return (shown + text.slice(at, to)).replaceAll("\r\n", "\n")
}
