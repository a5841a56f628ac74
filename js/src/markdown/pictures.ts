/**
 * Which pictures may be shown: made of pixels, as their first bytes tell, and of a bounded size.
 *
 * A drawing (SVG) is a document that can do things, and is never one of them. What a picture says
 * of itself, by its media type or its name, is not asked.
 */

import { MAX_HEAD_BYTES, MAX_PICTURE_BYTES, MAX_PIXELS } from "../bounds/index.ts"

/** A byte of a picture; past its end there are none, and this is -1. */
export type Bytes = (at: number) => number

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const DATA = /^data:image\/[a-z0-9.+-]{1,20};base64,/i
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** The address of a picture that an address carries in itself; null for all others. */
export function dataPicture(href: string): string | null {
  const prefix = DATA.exec(href)?.[0]
  return prefix === undefined ? null : base64Picture(href.slice(prefix.length))
}

/** The address of a picture in base64; null if it is none, or too large. */
export function base64Picture(data: string, maxBytes: number = MAX_PICTURE_BYTES): string | null {
  if (data.length > (maxBytes / 3) * 4 || !BASE64.test(data)) return null
  const type = pictureType(base64Bytes(data))
  return type === null ? null : `data:${type};base64,${data}`
}

/** The media type of a picture that may be shown; null for everything else. */
export function pictureType(bytes: Bytes): string | null {
  for (const [type, sizeOf] of KINDS) {
    const size = sizeOf(bytes)
    if (size === null) continue
    const [width, height] = size
    return width > 0 && height > 0 && width * height <= MAX_PIXELS ? type : null
  }
  return null
}

function base64Bytes(data: string): Bytes {
  const sextet = (at: number) => DIGITS.indexOf(data.charAt(at) || "=")
  return (at) => {
    const first = Math.floor(at / 3) * 4 + (at % 3)
    const [high, low] = [sextet(first), sextet(first + 1)]
    const shift = 2 + (at % 3) * 2
    return high < 0 || low < 0 ? -1 : ((high << shift) | (low >> (6 - shift))) & 0xff
  }
}

/** Width and height, if the bytes are of that kind of picture. */
type SizeOf = (bytes: Bytes) => readonly [number, number] | null

const says = (bytes: Bytes, at: number, word: string) =>
  [...word].every((letter, index) => bytes(at + index) === letter.charCodeAt(0))

/** A number of so many bytes, the highest first. */
const big = (bytes: Bytes, at: number, count: number): number => {
  let value = 0
  for (let index = 0; index < count; index++) value = value * 256 + bytes(at + index)
  return value
}

/** A number of so many bytes, the lowest first. */
const little = (bytes: Bytes, at: number, count: number): number => {
  let value = 0
  for (let index = count - 1; index >= 0; index--) value = value * 256 + bytes(at + index)
  return value
}

const png: SizeOf = (bytes) =>
  says(bytes, 0, "\x89PNG\r\n\x1a\n") ? [big(bytes, 16, 4), big(bytes, 20, 4)] : null

const gif: SizeOf = (bytes) =>
  says(bytes, 0, "GIF8") ? [little(bytes, 6, 2), little(bytes, 8, 2)] : null

/** A JPEG's size stands in the first segment that begins a frame. */
const jpeg: SizeOf = (bytes) => {
  if (!says(bytes, 0, "\xff\xd8\xff")) return null
  for (let at = 2; bytes(at) === 0xff; ) {
    const marker = bytes(at + 1)
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame) return [big(bytes, at + 7, 2), big(bytes, at + 5, 2)]
    at += 2 + Math.max(2, big(bytes, at + 2, 2))
  }
  return [0, 0]
}

const webp: SizeOf = (bytes) => {
  if (!says(bytes, 0, "RIFF") || !says(bytes, 8, "WEBPVP8")) return null
  if (says(bytes, 15, "X")) return [little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1]
  if (says(bytes, 15, " ")) return [little(bytes, 26, 2) % 0x4000, little(bytes, 28, 2) % 0x4000]
  const packed = little(bytes, 21, 4)
  return [(packed % 0x4000) + 1, (Math.floor(packed / 0x4000) % 0x4000) + 1]
}

/** An AVIF tells the size of each of its parts: the largest counts. */
const avif: SizeOf = (bytes) => {
  if (!says(bytes, 4, "ftypavi")) return null
  let largest: readonly [number, number] = [0, 0]
  for (let at = 8; at < MAX_HEAD_BYTES && bytes(at) >= 0; at++) {
    if (!says(bytes, at, "ispe")) continue
    const size = [big(bytes, at + 8, 4), big(bytes, at + 12, 4)] as const
    if (size[0] * size[1] > largest[0] * largest[1]) largest = size
  }
  return largest
}

const KINDS: readonly (readonly [string, SizeOf])[] = [
  ["image/png", png],
  ["image/jpeg", jpeg],
  ["image/gif", gif],
  ["image/webp", webp],
  ["image/avif", avif],
]
