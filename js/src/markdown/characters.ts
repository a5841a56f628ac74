/** Classes of characters, as "Characters and lines" of the specification names them. */

const PUNCTUATION = /[\p{P}\p{S}]/u
const WHITESPACE = /[\p{Zs}\t\n\f\r]/u

/** What stands on one side of a delimiter run: the edge of the text counts as whitespace. */
export type Side = "space" | "punctuation" | "letter"

/** Say what the character is that stands before or after a delimiter run. */
export function sideOf(character = " "): Side {
  if (WHITESPACE.test(character)) return "space"
  return PUNCTUATION.test(character) ? "punctuation" : "letter"
}

/** Whether a backslash can escape what stands at `at`: ASCII punctuation. */
export function isEscapable(text: string, at: number): boolean {
  return /[!-/:-@[-`{-~]/.test(text.charAt(at))
}

/** The whole character that begins at `at`: two units when it is a surrogate pair. */
export function characterAt(text: string, at: number): string | undefined {
  const point = text.codePointAt(at)
  return point === undefined ? point : String.fromCodePoint(point)
}

/** The whole character that ends just before `at`. */
export function characterBefore(text: string, at: number): string | undefined {
  return characterAt(text, (text.codePointAt(at - 2) ?? 0) > 0xffff ? at - 2 : at - 1)
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
