/**
 * The border: whatever comes off the wire is `unknown` until a function of this file has checked
 * it. Past them, trust the types.
 *
 * What a newer kernel may add is kept, not refused: a kind of block that has no name here becomes
 * an `unknown` block that says its name, and props nobody asks for travel along. What would make
 * the document wrong (another operation, a missing id) is a `ProtocolError`.
 */

import { MAX_QUOTED } from "../bounds/index.ts"
import { ProtocolError } from "./errors.ts"
import type {
  Batch,
  BlockKind,
  BlockState,
  Change,
  Options,
  Part,
  Props,
  Snapshot,
} from "./messages.ts"

/** Grows with every change that an older front end would get wrong. */
export const PROTOCOL_VERSION = 1

export const DEFAULT_OPTIONS: Options = {
  render_fps: 60,
  markdown: true,
  virtual_scroll: true,
  images: [],
  settle: "auto",
  model: "",
}

const KINDS: ReadonlySet<string> = new Set<BlockKind>([
  "run",
  "text",
  "reasoning",
  "tool",
  "handoff",
  "agent",
  "error",
  "output",
  "image",
  "display",
  "source",
  "chat",
  "turn",
  "unknown",
])

type Fields = Readonly<Record<string, unknown>>

/**
 * Check one batch.
 *
 * @throws {ProtocolError} It is not one; the sentence says what came, what was expected, what to do.
 */
export function decodeBatch(raw: unknown): Batch {
  const { seq, changes } = fields(raw, "a batch")
  return {
    seq: count(seq, "a batch's seq"),
    changes: list(changes, "a batch's changes").map(decodeChange),
  }
}

/**
 * Check one change.
 *
 * @throws {ProtocolError} It is none of the five, or lacks what it needs.
 */
export function decodeChange(raw: unknown): Change {
  const change = fields(raw, "a change")
  const { op } = change
  if (typeof op !== "string") throw refused("a change without an op", raw, "one of the five words")
  const id = word(change.id, `the id of a change "${op}"`)
  switch (op) {
    case "open":
      return { op, id, parent: parent(change.parent), ...kindAndProps(change) }
    case "append":
      return { op, id, text: word(change.text, `the text appended to block "${id}"`) }
    case "set":
      return { op, id, props: fields(change.props, `the props set on block "${id}"`) }
    case "close":
    case "retract":
      return { op, id }
    default:
      throw new ProtocolError(
        `unknown change ${show(raw)}: this front end speaks protocol ${PROTOCOL_VERSION} ` +
          "(open, append, set, close, retract); if the kernel's nbstream is newer, reload the page",
      )
  }
}

/**
 * Check a snapshot: every parent stands before its children, no id comes twice.
 *
 * @throws {ProtocolError} It is not one.
 */
export function decodeSnapshot(raw: unknown): Snapshot {
  const { seq, blocks, time, parts } = fields(raw, "a snapshot")
  const seen = new Set<string>()
  const states = list(blocks, "a snapshot's blocks").map((block) => decodeState(block, seen))
  const whole = { seq: count(seq, "a snapshot's seq"), blocks: states }
  const decoded = parts === true ? { ...whole, parts } : whole
  return typeof time === "number" && Number.isFinite(time) ? { ...decoded, time } : decoded
}

function decodeState(raw: unknown, seen: Set<string>): BlockState {
  const state = fields(raw, "a block of a snapshot")
  const id = word(state.id, "the id of a block")
  const above = parent(state.parent)
  if (seen.has(id)) throw refused(`block "${id}" twice in one snapshot`, raw, "every id once")
  if (above !== null && !seen.has(above))
    throw refused(`block "${id}" before its parent`, raw, `block "${above}" before it`)
  seen.add(id)
  return {
    id,
    parent: above,
    ...kindAndProps(state),
    text: word(state.text ?? "", `the text of block "${id}"`),
    closed: state.closed === true,
  }
}

/**
 * Read the options. An option that is missing or of the wrong type has its default: the kernel has
 * already refused what a person got wrong, so this is an older or a newer kernel.
 */
export function decodeOptions(raw: unknown): Options {
  const given: Fields = isFields(raw) ? raw : {}
  const { render_fps: fps, markdown, virtual_scroll: scroll, images, settle, model } = given
  return {
    render_fps: typeof fps === "number" && fps > 0 ? fps : DEFAULT_OPTIONS.render_fps,
    markdown: typeof markdown === "boolean" ? markdown : DEFAULT_OPTIONS.markdown,
    virtual_scroll: typeof scroll === "boolean" ? scroll : DEFAULT_OPTIONS.virtual_scroll,
    images: Array.isArray(images) ? images.filter((each) => typeof each === "string") : [],
    settle: settle === "html" || settle === "widget" ? settle : DEFAULT_OPTIONS.settle,
    model: typeof model === "string" ? model : DEFAULT_OPTIONS.model,
  }
}

/**
 * Read the static output that the kernel was asked for; null when this is something else, and
 * without any form when it has been told otherwise by now.
 */
export function decodePage(raw: unknown): Readonly<Record<string, string>> | null {
  if (!isFields(raw) || raw.type !== "page") return null
  if (!isFields(raw.bundle)) return {}
  const forms = Object.entries(raw.bundle).filter(([, form]) => typeof form === "string")
  return Object.fromEntries(forms) as Record<string, string>
}

/** Read a part of a snapshot; null when this is something else. */
export function decodePart(raw: unknown): Part | null {
  if (!isFields(raw) || raw.type !== "part") return null
  const snapshot = count(raw.snapshot, "the seq of a part's snapshot")
  return { snapshot, last: raw.last === true, batch: decodeBatch(raw.batch) }
}

function kindAndProps(block: Fields): { kind: BlockKind; props: Props } {
  const kind = word(block.kind, `the kind of block "${block.id}"`)
  const props = fields(block.props ?? {}, `the props of block "${block.id}"`)
  if (KINDS.has(kind)) return { kind: kind as BlockKind, props }
  return { kind: "unknown", props: { detail: "", ...props, name: kind } }
}

function parent(value: unknown): string | null {
  return value === null || value === undefined ? null : word(value, "the parent of a block")
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function fields(value: unknown, what: string): Fields {
  if (isFields(value)) return value
  throw refused(what, value, "an object")
}

function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw refused(what, value, "an array")
}

function word(value: unknown, what: string): string {
  if (typeof value === "string") return value
  throw refused(what, value, "a string")
}

function count(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value
  throw refused(what, value, "a whole number from 0")
}

function refused(what: string, value: unknown, expected: string): ProtocolError {
  return new ProtocolError(
    `${what}: got ${show(value)}, expected ${expected}; if the kernel's nbstream is of another ` +
      "version than this page, reload the page",
  )
}

function show(value: unknown): string {
  let text: string
  try {
    text = JSON.stringify(value) ?? String(value)
  } catch {
    text = String(value)
  }
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text
}
