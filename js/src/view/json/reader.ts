/**
 * Reads JSON while it is being written, and tells what stands in it, in order.
 *
 * A strict reader of its own, since one that needs the whole text cannot show it growing: one
 * step per character, no recursion, a bound on depth, numbers and keys as they were written.
 */

import { MAX_DEPTH, MAX_LITERAL } from "../../bounds/index.ts"

/** What a text tells of itself, from its beginning to its end. */
export interface JsonListener {
  /** An object or an array begins; `key` is its name in an object, its index in an array. */
  opened(kind: "object" | "array", key: Key): void
  /** It ends; it had so many entries. */
  closed(entries: number): void
  /** A string begins, goes on and ends. */
  stringBegan(key: Key): void
  stringGrew(text: string): void
  stringEnded(): void
  /** A number, true, false or null, as it was written. */
  literal(source: string, key: Key): void
}

/** The name of an entry of an object, the index of one of an array; null for the text's own value. */
export type Key = string | number | null

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/
const LITERAL_PART = /[-+.\w]/
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}

interface Level {
  readonly kind: "object" | "array"
  entries: number
  key: string
}

type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end" | "nothing"

export class JsonReader {
  readonly #listener: JsonListener
  readonly #levels: Level[] = []
  #expected: Expected = "value"
  #inString: "key" | "value" | null = null
  #string = ""
  /** What came of an escape so far, with its backslash. */
  #escape = ""
  #literal = ""
  #broken = false

  constructor(listener: JsonListener) {
    this.#listener = listener
  }

  /** Whether what came so far cannot be the beginning of any JSON (or is nested too deep). */
  get broken(): boolean {
    return this.#broken
  }

  /** Whether what came so far is a whole value. */
  get whole(): boolean {
    if (this.#broken || this.#levels.length > 0 || this.#inString !== null) return false
    return this.#expected === "nothing" || LITERAL.test(this.#literal)
  }

  /** The next piece, cut anywhere. Returns how many characters of it were read. */
  read(text: string, enough: () => boolean = () => false): number {
    let at = 0
    while (at < text.length && !this.#broken && !enough()) {
      at = this.#inString === null ? this.#bare(text, at) : this.#quoted(text, at)
    }
    // Half a character waits for its other half.
    const half = /[\ud800-\udbff]$/.test(this.#string) ? 1 : 0
    if (this.#inString === "value") this.#tellString(this.#string.length - half)
    return at
  }

  /** Nothing more comes: a number at the very end is now known to be whole. */
  end(): void {
    if (this.#literal !== "") this.#endLiteral()
  }

  #quoted(text: string, from: number): number {
    if (this.#escape !== "") return this.#escaped(text, from)
    let at = from
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 0x22 || code === 0x5c) break
      if (code < 0x20) return this.#refuse(at)
    }
    this.#string += text.slice(from, at)
    if (at === text.length) return at
    if (text[at] === '"') this.#endString()
    else this.#escape = "\\"
    return at + 1
  }

  #escaped(text: string, at: number): number {
    this.#escape += text[at]
    const [, kind = "", hex = ""] = /^\\(.)(.*)$/s.exec(this.#escape) ?? []
    if (kind === "u") {
      if (!/^[\da-fA-F]*$/.test(hex)) return this.#refuse(at)
      if (hex.length < 4) return at + 1
      this.#string += String.fromCharCode(Number.parseInt(hex, 16))
    } else {
      const meant = ESCAPES[kind]
      if (meant === undefined) return this.#refuse(at)
      this.#string += meant
    }
    this.#escape = ""
    return at + 1
  }

  #endString(): void {
    if (this.#inString === "key") {
      // A key is only read inside an object.
      this.#levels.at(-1)!.key = this.#string
      this.#expected = ":"
    } else {
      this.#tellString(this.#string.length)
      this.#listener.stringEnded()
      this.#valueEnded()
    }
    this.#string = ""
    this.#inString = null
  }

  #tellString(length: number): void {
    if (length > 0) this.#listener.stringGrew(this.#string.slice(0, length))
    this.#string = this.#string.slice(length)
  }

  #bare(text: string, at: number): number {
    // The index is below the length.
    const character = text[at]!
    if (this.#literal !== "" || this.#beginsLiteral(character)) {
      if (LITERAL_PART.test(character) && this.#literal.length < MAX_LITERAL) {
        this.#literal += character
        return at + 1
      }
      this.#endLiteral()
      return this.#broken ? at : this.#bare(text, at)
    }
    if (" \n\r\t".includes(character)) return at + 1
    return this.#take(character) ? at + 1 : this.#refuse(at)
  }

  #beginsLiteral(character: string): boolean {
    return this.#wantsValue() && /[-\dtfn]/.test(character)
  }

  #endLiteral(): void {
    const source = this.#literal
    this.#literal = ""
    if (!LITERAL.test(source)) {
      this.#broken = true
      return
    }
    this.#listener.literal(source, this.#key())
    this.#valueEnded()
  }

  /** A character that means something by itself; returns whether it may stand here. */
  #take(character: string): boolean {
    const level = this.#levels.at(-1)
    switch (character) {
      case "{":
      case "[":
        return this.#open(character === "{" ? "object" : "array")
      case "}":
        return level?.kind === "object" && this.#mayClose("key or }") && this.#close()
      case "]":
        return level?.kind === "array" && this.#mayClose("value or ]") && this.#close()
      case ",":
        if (this.#expected !== ", or end" || level === undefined) return false
        this.#expected = level.kind === "object" ? "key" : "value"
        return true
      case ":":
        if (this.#expected !== ":") return false
        this.#expected = "value"
        return true
      case '"':
        return this.#beginString()
      default:
        return false
    }
  }

  #beginString(): boolean {
    if (this.#expected === "key" || this.#expected === "key or }") this.#inString = "key"
    else if (this.#wantsValue()) {
      this.#inString = "value"
      this.#listener.stringBegan(this.#key())
    } else return false
    this.#string = ""
    return true
  }

  #open(kind: "object" | "array"): boolean {
    if (!this.#wantsValue() || this.#levels.length >= MAX_DEPTH) return false
    this.#listener.opened(kind, this.#key())
    this.#levels.push({ kind, entries: 0, key: "" })
    this.#expected = kind === "object" ? "key or }" : "value or ]"
    return true
  }

  #mayClose(whenEmpty: Expected): boolean {
    return this.#expected === ", or end" || this.#expected === whenEmpty
  }

  #close(): boolean {
    const level = this.#levels.pop()
    this.#listener.closed(level?.entries ?? 0)
    this.#valueEnded()
    return true
  }

  #valueEnded(): void {
    const level = this.#levels.at(-1)
    if (level !== undefined) level.entries++
    this.#expected = level === undefined ? "nothing" : ", or end"
  }

  #wantsValue(): boolean {
    return this.#expected === "value" || this.#expected === "value or ]"
  }

  #key(): Key {
    const level = this.#levels.at(-1)
    if (level === undefined) return null
    return level.kind === "object" ? level.key : level.entries
  }

  #refuse(at: number): number {
    this.#broken = true
    return at
  }
}
