/**
 * A language's mode at work: one line in, coloured pieces and the state for the next line out.
 *
 * A mode was written for an editor whose text is a person's. Here it may be anything, so nothing
 * that a mode does can lose text, go on for ever or break the page: it is plain from there on.
 */

import {
  MAX_CODE_CHARACTERS,
  MAX_CODE_LINE,
  MAX_CODE_LINES,
  MAX_CODE_NESTING,
  MAX_TRIES,
} from "../bounds/index.ts"
import type { CodeSpan, LineColours } from "../markdown/sink.ts"
import { INDENT_COLUMNS, type LineStream, LineStream as Stream } from "./stream.ts"
import { styleFor } from "./styles.ts"

/** What this module needs of CodeMirror's `StreamParser`. */
export interface Mode<State = unknown> {
  /** The modes that it hands code on to. */
  readonly parts?: readonly Mode[]
  startState?(indentUnit: number): State
  copyState?(state: State): State
  blankLine?(state: State, indentUnit: number): void
  /** Read one token. May read nothing a few times, as long as the state changes. */
  token(stream: LineStream, state: State): string | null | undefined
}

interface Progress {
  /** The mode's own state at the end of the last line; null when the rest is plain. */
  readonly inner: unknown
  readonly lines: number
  readonly characters: number
}

/** Colour code with a mode. */
export function coloursOf(mode: Mode): LineColours {
  const start: Progress = { inner: startOf(mode), lines: 0, characters: 0 }
  return {
    start,
    line(text, before) {
      // Whoever calls gives back what came from here.
      const { inner, lines, characters } = before as Progress
      const after = { inner, lines: lines + 1, characters: characters + text.length }
      const over = after.lines > MAX_CODE_LINES || after.characters > MAX_CODE_CHARACTERS
      if (inner === null || over) return { spans: plain(text), state: { ...after, inner: null } }
      if (text.length > MAX_CODE_LINE) return { spans: plain(text), state: after }
      return attempt(mode, text, after)
    },
  }
}

function attempt(mode: Mode, text: string, progress: Progress) {
  try {
    const inner = copyOf(mode, progress.inner)
    forget(mode)
    const spans = spansOf(mode, text, inner)
    if (spans !== null)
      return { spans, state: { ...progress, inner: isDeep(inner) ? null : inner } }
  } catch {
    // The mode met what its author had not thought of: code without colours is still code.
  }
  return { spans: plain(text), state: { ...progress, inner: null } }
}

/**
 * Some modes know their last token outside of their state, and look at it again when they meet
 * what they do not know: it must not be one of another line or another block.
 */
function forget(mode: Mode): void {
  for (const part of mode.parts ?? []) forget(part)
  mode.token(new Stream("x"), mode.startState?.(INDENT_COLUMNS) ?? {})
}

function startOf(mode: Mode): unknown {
  try {
    return mode.startState?.(INDENT_COLUMNS) ?? {}
  } catch {
    return null
  }
}

/** Whether a list in a state, or in a state that it holds, has become long. */
function isDeep(state: unknown, levels = 2): boolean {
  if (typeof state !== "object" || state === null) return false
  if (Array.isArray(state)) return state.length > MAX_CODE_NESTING
  if (isLongChain(state)) return true
  return levels > 0 && Object.values(state).some((held) => isDeep(held, levels - 1))
}

/** Some modes keep what is open as a chain: each link names the one before it. */
function isLongChain(link: { readonly prev?: unknown }): boolean {
  let length = 0
  for (let at: typeof link | undefined = link; at && length <= MAX_CODE_NESTING; length++)
    at = at.prev as typeof link | undefined
  return length > MAX_CODE_NESTING
}

/** As in CodeMirror: a mode that has more to copy than its lists does so itself. */
export function copyOf(mode: Mode, state: unknown): unknown {
  if (mode.copyState) return mode.copyState(state)
  if (typeof state !== "object" || state === null) return state
  const copies = Object.entries(state).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value] : value,
  ])
  return Object.fromEntries(copies)
}

/** The pieces of a line; null when the mode is stuck. */
function spansOf(mode: Mode, text: string, state: unknown): CodeSpan[] | null {
  const spans: { text: string; style: string | null }[] = []
  if (text === "") mode.blankLine?.(state, INDENT_COLUMNS)
  const stream = new Stream(text)
  while (!stream.eol()) {
    stream.start = stream.pos
    const token = read(mode, stream, state)
    if (token === STUCK) return null
    if (splitsPair(text, stream.pos)) stream.pos++
    const piece = stream.current()
    const style = styleFor(token)
    const last = spans.at(-1)
    if (last && last.style === style) last.text += piece
    else spans.push({ text: piece, style })
  }
  return spans
}

const STUCK = Symbol("stuck")

function read(mode: Mode, stream: LineStream, state: unknown): unknown {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const token = mode.token(stream, state)
    if (stream.pos > stream.start) return token
    stream.pos = stream.start
  }
  return STUCK
}

/** Whether a cut would go through a character that is two code units long. */
function splitsPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff
}

function plain(text: string): CodeSpan[] {
  return text === "" ? [] : [{ text, style: null }]
}
