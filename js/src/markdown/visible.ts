/**
 * Characters that cannot be seen, or that turn around the text beside them, written out.
 *
 * In prose these are only such as no language needs; in code also those that hide in a word.
 */

const CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
const TURNING = "\\u061c\\u202a-\\u202e\\u2066-\\u2069"
const TAGS = "\\u{e0000}-\\u{e007f}"
const HIDING = "\\u00ad\\u200b\\u2060\\ufeff"

const IN_PROSE = new RegExp(`[${CONTROLS}${TURNING}${TAGS}]`, "gu")
const IN_CODE = new RegExp(`[${CONTROLS}${TURNING}${TAGS}${HIDING}]`, "gu")

/** `text` for reading, with such characters as `<U+202E>`. */
export function visible(text: string): string {
  return text.replace(IN_PROSE, written)
}

/** `text` for reading as code. */
export function visibleCode(text: string): string {
  return text.replace(IN_CODE, written)
}

function written(character: string): string {
  const point = character.codePointAt(0) ?? 0
  return `<U+${point.toString(16).toUpperCase().padStart(4, "0")}>`
}
