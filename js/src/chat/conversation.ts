/**
 * A conversation as the kernel tells it: a tree of turns in a document of its own.
 *
 * Each place (the chat, or a turn) has the versions of the next turn as its children and says which
 * one is chosen; the chosen ones from the top are the conversation.
 */

import { MAX_FILE_BYTES, MAX_FILES, MAX_PREVIEW, MAX_QUESTION } from "../bounds/index.ts"
import { amount, type Block, word } from "../document/block.ts"
import type { Document } from "../document/document.ts"
import { dataPicture } from "../view/pictures.ts"
import type { Props } from "../wire/messages.ts"

const CHAT = "chat"

/** A file beside a question. */
export interface FileFacts {
  readonly name: string
  readonly bytes: number
  /** A small picture as a data address; empty without one. */
  readonly preview: string
}

/** A turn, read from its block. */
export interface TurnFacts {
  readonly id: string
  readonly question: string
  readonly files: readonly FileFacts[]
  /** `queued`, `asked`, and at the end `done`, `failed` or `stopped`; empty for any other. */
  readonly status: string
  /** Model id of its answer; empty before there is one. */
  readonly view: string
  /** Who answers. */
  readonly agent: string
  /** What went wrong that its answer does not say. */
  readonly trouble: string
  /** How long the answer took, where it does not say so itself. */
  readonly seconds: number | null
  readonly nonce: string
  /** All turns at its place, the oldest first. */
  readonly versions: readonly string[]
}

/** What is known of the whole. */
export interface ChatFacts {
  /** What its drafts are kept by. */
  readonly id: string
  readonly name: string
  readonly speaker: string
  readonly title: string
  readonly placeholder: string
  readonly greeting: string
  readonly suggestions: readonly string[]
  readonly height: number
  readonly enterSends: boolean
  readonly maxCharacters: number
  readonly maxFiles: number
  readonly maxBytes: number
  readonly notice: string
  /** How often what lies at rest has become another. */
  readonly rest: number
  /** The question that the kernel last refused, by its nonce. */
  readonly refused: string
}

const OVER: ReadonlySet<string> = new Set(["done", "failed", "stopped"])
const STATUSES: ReadonlySet<string> = new Set(["queued", "asked", ...OVER])

export function isOver({ status }: TurnFacts): boolean {
  return OVER.has(status)
}

/** The conversation, first turn to last. */
export function pathOf(run: Document): TurnFacts[] {
  const path: TurnFacts[] = []
  let place = run.get(CHAT)
  while (place !== undefined) {
    const { children } = place
    const chosen = word(place, "chosen")
    const next = children.find(({ id }) => id === chosen)
    if (next !== undefined) path.push(turnFacts(next, children))
    place = next
  }
  return path
}

export function chatFacts(run: Document): ChatFacts {
  const block = run.get(CHAT)
  const text = (name: string) => (block === undefined ? "" : word(block, name))
  const number = (name: string, otherwise: number) =>
    (block === undefined ? null : amount(block, name)) ?? otherwise
  const suggestions = block?.props.suggestions
  return {
    id: text("chat"),
    name: text("name"),
    speaker: text("speaker"),
    title: text("title"),
    placeholder: text("placeholder"),
    greeting: text("greeting"),
    suggestions: Array.isArray(suggestions) ? suggestions.filter(isString) : [],
    height: number("height", 600),
    enterSends: block?.props.enter_sends !== false,
    maxCharacters: number("max_characters", MAX_QUESTION),
    maxFiles: number("max_files", MAX_FILES),
    maxBytes: number("max_bytes", MAX_FILE_BYTES),
    notice: text("notice"),
    rest: number("rest", 0),
    refused: text("refused"),
  }
}

function turnFacts(block: Block, versions: readonly Block[]): TurnFacts {
  const ids = versions.map(({ id }) => id)
  return { ...turnOf(block.props), id: block.id, versions: ids }
}

/** A turn by its facts alone, as they are told. */
export function turnOf(props: Props): TurnFacts {
  const text = (name: string) => {
    const value = props[name]
    return isString(value) ? value : ""
  }
  return {
    id: "",
    question: text("question"),
    files: Array.isArray(props.files) ? props.files.map(fileFacts) : [],
    status: STATUSES.has(text("status")) ? text("status") : "",
    view: text("view"),
    agent: text("agent"),
    trouble: text("trouble"),
    seconds: typeof props.seconds === "number" ? props.seconds : null,
    nonce: text("nonce"),
    versions: [],
  }
}

function fileFacts(raw: unknown): FileFacts {
  const { name, bytes, preview } = (raw ?? {}) as Record<string, unknown>
  return {
    name: isString(name) ? name : "file",
    bytes: typeof bytes === "number" ? bytes : 0,
    preview: (isString(preview) && preview.length <= MAX_PREVIEW && dataPicture(preview)) || "",
  }
}

function isString(value: unknown): value is string {
  return typeof value === "string"
}
