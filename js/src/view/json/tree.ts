/**
 * JSON as a tree that folds, built from what a reader tells, in its order: it grows as the text
 * does, and what stands is never touched again.
 */

import {
  JSON_KEY_CHARACTERS,
  JSON_OPEN_ROWS,
  JSON_STRING_CHARACTERS,
  RESTING_JSON_STRING_CHARACTERS,
} from "../../bounds/index.ts"
import { control } from "../controls.ts"
import { element, setText } from "../dom.ts"
import { plainTextInto } from "../plainText.ts"
import { visible, visibleName } from "../visible.ts"
import { grouped } from "../words.ts"
import type { JsonListener, Key } from "./reader.ts"

export interface JsonTree extends JsonListener {
  /** Entries shown so far. */
  readonly rows: number
}

interface Level {
  readonly body: HTMLElement
  readonly kind: "object" | "array"
  readonly key: Key
  /** What its line says of what stands in it; null for the text's own value, which has no line. */
  readonly line: { readonly fold: HTMLElement; readonly gist: HTMLElement } | null
}

/** Build in `root`. On a page at rest nothing can be unfolded: `live` false says so. */
export function jsonTree(root: HTMLElement, live: boolean, signal: AbortSignal): JsonTree {
  const levels: Level[] = []
  let rows = 0
  let growing: GrowingString | null = null

  const put = (row: HTMLElement) => {
    rows++
    const place = levels.at(-1)?.body ?? root
    place.append(row)
  }

  return {
    get rows() {
      return rows
    },
    opened(kind, key) {
      if (levels.length === 0) {
        levels.push({ body: root, kind, key, line: null })
        return
      }
      const gist = element("span", "nbs-json-gist", kind === "object" ? "{" : "[")
      const summary = control(element("summary", "nbs-json-line", ...named(key), gist))
      const body = element("div", "nbs-json-body")
      const fold = element("details", "nbs-json-fold", summary, body)
      fold.open = rows < JSON_OPEN_ROWS
      put(fold)
      levels.push({ body, kind, key, line: { fold, gist } })
    },
    closed(entries) {
      const level = levels.pop()
      if (level === undefined) return
      const { kind, key, line } = level
      if (entries > 0) {
        if (line !== null) setText(line.gist, counted(entries, kind))
        return
      }
      // There is nothing to unfold.
      const empty = element("span", "nbs-json-gist", kind === "object" ? "{ }" : "[ ]")
      const row = element("div", "nbs-json-row", ...named(key), empty)
      if (line === null) root.append(row)
      else line.fold.replaceWith(row)
    },
    stringBegan(key) {
      growing = new GrowingString(live, signal)
      put(element("div", "nbs-json-row", ...named(key), growing.element))
    },
    stringGrew(text) {
      growing?.grow(text)
    },
    stringEnded() {
      growing?.end()
      growing = null
    },
    literal(source, key) {
      const look = /^[tfn]/.test(source) ? "nbs-code-atom" : "nbs-code-number"
      const value = element("span", look, visibleName(source, JSON_KEY_CHARACTERS))
      put(element("div", "nbs-json-row", ...named(key), value))
    },
  }
}

function named(key: Key): (HTMLElement | string)[] {
  if (key === null) return []
  const look = typeof key === "number" ? "nbs-json-index" : "nbs-json-key"
  const name = visibleName(String(key), JSON_KEY_CHARACTERS)
  return [element("span", look, name === "" ? '""' : name), ": "]
}

function counted(entries: number, kind: "object" | "array"): string {
  const one = kind === "object" ? "entry" : "item"
  const many = kind === "object" ? "entries" : "items"
  return `${grouped(entries)} ${entries === 1 ? one : many}`
}

/** A string, to a bound; the rest is there for whoever asks. */
class GrowingString {
  readonly element = element("span", "nbs-json-string nbs-code-string")
  readonly #text = document.createTextNode('"')
  #shown = ""
  #rest = ""
  #more: HTMLElement | null = null

  constructor(
    readonly live: boolean,
    readonly signal: AbortSignal,
  ) {
    this.element.append(this.#text)
  }

  grow(text: string): void {
    const bound = this.live ? JSON_STRING_CHARACTERS : RESTING_JSON_STRING_CHARACTERS
    const room = Math.max(0, bound - this.#shown.length)
    this.#shown += text.slice(0, room)
    this.#rest += text.slice(room)
    if (room > 0) this.#show(visible(this.#shown))
    if (this.#rest !== "") this.#tellMore()
  }

  end(): void {
    if (this.#rest === "") this.#show(`${visible(this.#shown)}"`)
  }

  /** What makes a character hidden may stand behind it, so that all is looked at again. */
  #show(text: string): void {
    const before = this.#text.data.slice(1)
    if (text.startsWith(before)) this.#text.appendData(text.slice(before.length))
    else this.#text.data = `"${text}`
    if (text.includes("\n")) this.element.classList.add("nbs-json-lines")
  }

  #tellMore(): void {
    this.#more ??= this.#control()
    const left = grouped(this.#rest.length)
    setText(this.#more, this.live ? `Show ${left} more characters` : `… ${left} more characters`)
  }

  #control(): HTMLElement {
    const more = this.live
      ? control(element("button", "nbs-button nbs-more"))
      : element("span", "nbs-muted nbs-more")
    const all = () => {
      const rest = element("span", "nbs-json-rest")
      plainTextInto(rest).write(`${this.#rest}"`)
      more.replaceWith(rest)
    }
    more.addEventListener("click", all, { signal: this.signal })
    this.element.append(more)
    return more
  }
}
