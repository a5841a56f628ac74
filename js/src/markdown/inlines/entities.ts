/** Entity and numeric character references, and backslash escapes. */

import { namedEntity } from "../entities.ts"

const REFERENCE = /&(?:#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))|([a-z][a-z0-9]{1,31}));/iy

/** The character reference at `from`, decoded, and the offset behind it; null if there is none. */
export function readReference(text: string, from: number): { text: string; end: number } | null {
  REFERENCE.lastIndex = from
  const found = REFERENCE.exec(text)
  if (!found) return null
  const [, hexadecimal, decimal, name] = found
  const decoded = name ? namedEntity(name) : fromPoint(Number(decimal ?? `0x${hexadecimal}`))
  return decoded === undefined ? null : { text: decoded, end: REFERENCE.lastIndex }
}

/** Text with its backslash escapes and character references resolved. */
export function unescapeText(text: string): string {
  return text.replace(
    /\\([!-/:-@[-`{-~])|&[#\w]+;/g,
    (whole, escaped?: string) => escaped ?? readReference(whole, 0)?.text ?? whole,
  )
}

function fromPoint(point: number): string {
  const impossible = point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)
  return impossible ? "\ufffd" : String.fromCodePoint(point)
}
