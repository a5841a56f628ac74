/** The parts that links, images and link reference definitions are made of. */

import { MAX_LABEL, MAX_PARENTHESES } from "../../bounds/index.ts"
import { isEscapable } from "../characters.ts"
import { percentEncode } from "../urls.ts"
import { unescapeText } from "./entities.ts"

export interface Part {
  /** As written, without what encloses it. */
  readonly text: string
  /** Offset behind it. */
  readonly end: number
}

/** A part, or why there is none: "unfinished" means that the text ended too soon. */
export type Read<P> = P | "no" | "unfinished"

/** Read from the character at `from` to the next `close` that no backslash escapes. */
function readUntil(text: string, from: number, close: string, never: string): Read<Part> {
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === close) return { text: text.slice(from + 1, at), end: at + 1 }
    if (never.includes(character)) return "no"
    if (character === "\\" && isEscapable(text, at + 1)) at++
  }
  return "unfinished"
}

/** Read a label that begins with the `[` at `from`. */
export function readLabel(text: string, from: number): Read<Part> {
  if (text[from] !== "[") return "no"
  const limit = from + MAX_LABEL + 2
  const label = readUntil(text.slice(0, limit), from, "]", "[")
  return label === "unfinished" && text.length >= limit ? "no" : label
}

/** Read a link destination: in angle brackets, or without spaces and with balanced parentheses. */
export function readDestination(text: string, from: number): Read<Part> {
  return text[from] === "<" ? readUntil(text, from, ">", "<\n") : readBare(text, from)
}

function readBare(text: string, from: number): Read<Part> {
  let depth = 0
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === 127) break
    if (code === 92 && isEscapable(text, at + 1)) at++
    else if (code === 40 && ++depth > MAX_PARENTHESES) return "no"
    else if (code === 41 && --depth < 0) break
  }
  if (at >= text.length && depth > 0) return "unfinished"
  return at === from || depth > 0 ? "no" : { text: text.slice(from, at), end: at }
}

/** Read a link title, in double or single quotes or in parentheses. */
export function readTitle(text: string, from: number): Read<Part> {
  if (from >= text.length) return "unfinished"
  const open = text.charAt(from)
  const close = open === "(" ? ")" : open
  if (!"\"'(".includes(open)) return "no"
  return readUntil(text, from, close, open === "(" ? "(" : "")
}

/** The offset behind spaces, tabs and at most one line ending. */
export function skipSpace(text: string, from: number): number {
  let at = from
  let lines = 0
  for (; at < text.length; at++) {
    const character = text[at]
    if (character === "\n" && ++lines > 1) break
    if (character !== " " && character !== "\t" && character !== "\n") break
  }
  return at
}

export interface Target {
  /** Percent-encoded. */
  readonly href: string
  readonly title: string | null
  readonly end: number
}

/** Read `(destination "title")` behind a link's text; `from` is at the parenthesis. */
export function readTarget(text: string, from: number): Read<Target> {
  if (text[from] !== "(") return "no"
  let at = skipSpace(text, from + 1)
  if (at >= text.length) return "unfinished"
  if (text[at] === ")") return { href: "", title: null, end: at + 1 }
  const destination = readDestination(text, at)
  if (typeof destination === "string") return destination
  at = skipSpace(text, destination.end)
  let title: string | null = null
  if (at > destination.end && text[at] !== ")") {
    const read = readTitle(text, at)
    if (typeof read === "string") return read
    title = unescapeText(read.text)
    at = skipSpace(text, read.end)
  }
  if (at >= text.length) return "unfinished"
  if (text[at] !== ")") return "no"
  return { href: percentEncode(unescapeText(destination.text)), title, end: at + 1 }
}
