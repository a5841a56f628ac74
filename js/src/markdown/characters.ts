/** Classes of characters, as "Characters and lines" of the specification names them. */

const PUNCTUATION = /^[\p{P}\p{S}]$/u
const WHITESPACE = /^[\s\p{Zs}]$/u

/** What stands on one side of a delimiter run: the edge of the text counts as whitespace. */
export type Side = "space" | "punctuation" | "letter"

/** Say what the character is that stands before or after a delimiter run. */
export function sideOf(character: string): Side {
  if (character === "") return "space"
  const code = character.charCodeAt(0)
  if (code < 128) {
    if (code <= 32) return "space"
    return isAlphanumeric(code) ? "letter" : "punctuation"
  }
  if (WHITESPACE.test(character)) return "space"
  return PUNCTUATION.test(character) ? "punctuation" : "letter"
}

/** Whether an ASCII code is a letter or a digit. */
export function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** Whether an ASCII code is punctuation: what a backslash can escape. */
export function isEscapable(code: number): boolean {
  return code > 32 && code < 127 && !isAlphanumeric(code)
}

/** The whole character that begins at `at`: two units when it is a surrogate pair. */
export function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at)
  return point === undefined ? "" : String.fromCodePoint(point)
}

/** The whole character that ends just before `at`. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return ""
  const low = text.charCodeAt(at - 1)
  const paired = low >= 0xdc00 && low <= 0xdfff && at > 1
  return characterAt(text, paired && isHighSurrogate(text.charCodeAt(at - 2)) ? at - 2 : at - 1)
}

/** `text` without the spaces, tabs and line endings at its end. Other white space stays. */
export function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/** Whether an ASCII code is a space, a tab or a line ending. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}

export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
