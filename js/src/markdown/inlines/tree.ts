/**
 * From tokens to the tree of inlines, and how much of it is settled.
 *
 * While a leaf is still growing, all of its text before the last word is final if nothing before
 * that word is open to another reading. Such a place is a checkpoint: what comes before it need
 * never be parsed again, and what comes after parses the same without it.
 */

import { MAX_INLINE_DEPTH } from "../../bounds/index.ts"
import { isHighSurrogate, isSpace } from "../characters.ts"
import { findAddresses } from "./autolinks.ts"
import { spanKind } from "./emphasis.ts"
import { type Inline, plainText } from "./inline.ts"
import type { Opener, Run, Text, Token } from "./tokens.ts"

/** Text is shown in pieces of this many units, so that none grows for ever. */
export const TEXT_PIECE = 1024

/** A checkpoint. */
export interface Settled {
  /** Offset in the source. */
  readonly source: number
  /** Inlines that are complete before it. */
  readonly inlines: number
  /** The beginning of the text that goes on behind it. */
  readonly carry: string
}

export interface Tree {
  readonly inlines: Inline[]
  readonly settled: Settled | null
}

interface Frame {
  readonly children: Inline[]
  /** Makes the inline of the children; null when nested too deep, and so shown as text. */
  readonly close: ((children: Inline[]) => Inline) | null
}

export interface TreeOptions {
  /** Whether e-mail addresses become links. */
  readonly addresses: boolean
  /** Text before the first token. */
  readonly carry: string
  /** A checkpoint lies at or before this offset. */
  readonly limit: number
}

/** Build the tree of inlines. */
export function buildTree(tokens: readonly Token[], options: TreeOptions): Tree {
  const builder = new TreeBuilder(options)
  tokens.forEach((token, index) => {
    builder.add(token, tokens[index + 1])
  })
  return builder.finish()
}

class TreeBuilder {
  readonly #root: Inline[] = []
  readonly #frames: Frame[] = []
  /** Frames that are not too deep. */
  #depth = 0
  #links = 0
  /** Text that has not become an inline yet, since more may be added to it. */
  #text: string
  /** The last place seen that could be a checkpoint, while its text is not an inline yet. */
  #candidate: { source: number; length: number } | null = null
  #settled: Settled | null = null
  /** Offset up to which brackets reach that are text: an address in them ends at a bracket. */
  #bracketed = 0
  /** Whether the last token was a line ending. */
  #lineBegins = false

  constructor(readonly options: TreeOptions) {
    this.#text = options.carry
  }

  add(token: Token, next: Token | undefined): void {
    const lineBegins = this.#lineBegins
    this.#lineBegins = token.kind === "newline"
    switch (token.kind) {
      case "text":
        if (this.#frames.length === 0) this.#look(token, next, lineBegins)
        this.#text += token.text
        break
      case "newline":
        this.#text += "\n"
        break
      case "atom":
        this.#atom(token.inline)
        break
      case "run":
        this.#run(token)
        break
      case "opener":
        this.#open(token)
        break
      case "closer":
        this.#close(token.source)
        this.#links--
    }
  }

  finish(): Tree {
    while (this.#frames.length > 0) this.#close("")
    this.#flush()
    return { inlines: this.#root, settled: this.#settled }
  }

  get #children(): Inline[] {
    return this.#frames.at(-1)?.children ?? this.#root
  }

  /** Remember the last place in a text, before the limit, where a word begins. */
  #look({ text, from, verbatim }: Text, next: Token | undefined, lineBegins: boolean): void {
    const room = Math.min(text.length, this.options.limit - from)
    if (!verbatim || room <= 0 || from < this.#bracketed) return
    let at = text.lastIndexOf(" ", room - 1) + 1
    while (at > 0 && !beginsWord(text, at, next))
      at = at > 1 ? text.lastIndexOf(" ", at - 2) + 1 : 0
    if (at > 0) this.#candidate = { source: from + at, length: this.#text.length + at }
    else if (lineBegins && beginsWord(text, 0, next))
      this.#candidate = { source: from, length: this.#text.length }
  }

  #atom(inline: Inline): void {
    if (inline.kind === "link" && inline.literal && this.#links > 0) {
      this.#text += plainText(inline.children)
      return
    }
    this.#flush()
    this.#children.push(inline)
  }

  #run(run: Run): void {
    for (const length of run.closes) this.#close(run.character.repeat(length))
    this.#text += run.character.repeat(run.left)
    for (const length of [...run.opens].reverse()) {
      const kind = spanKind(run.character, length)
      this.#push(run.character.repeat(length), (children) => ({ kind, children }))
    }
  }

  #open({ image, closed, target }: Opener): void {
    const marker = image ? "![" : "["
    if (!target) {
      this.#bracketed = Math.max(this.#bracketed, closed)
      this.#text += marker
      return
    }
    this.#push(marker, (children) => ({
      kind: image ? "image" : "link",
      children,
      ...target,
    }))
    this.#links++
  }

  #push(marker: string, close: (children: Inline[]) => Inline): void {
    const deep = this.#depth >= MAX_INLINE_DEPTH
    if (deep) this.#text += marker
    else this.#depth++
    this.#flush()
    this.#frames.push({ children: deep ? this.#children : [], close: deep ? null : close })
  }

  #close(source: string): void {
    const frame = this.#frames.at(-1)
    if (!frame) return
    if (!frame.close) {
      this.#frames.pop()
      this.#text += source
      return
    }
    this.#flush()
    this.#frames.pop()
    this.#depth--
    this.#children.push(frame.close(frame.children))
  }

  /** Turn the text so far into inlines: pieces of it, and links for the addresses in it. */
  #flush(): void {
    const text = this.#text
    this.#text = ""
    let from = 0
    if (this.#links === 0 && this.options.addresses)
      for (const { text: address, href, from: at } of findAddresses(text)) {
        this.#cut(text.slice(from, at), from)
        const children: Inline[] = [{ kind: "text", text: address }]
        this.#children.push({ kind: "link", href, title: null, children })
        from = at + address.length
      }
    this.#cut(text.slice(from), from)
    this.#candidate = null
  }

  #cut(text: string, before: number): void {
    for (let from = 0; from < text.length; ) {
      const to = cutAfter(text, from)
      this.#settle(text, from, to, before)
      this.#children.push({ kind: "text", text: text.slice(from, to) })
      from = to
    }
  }

  #settle(text: string, from: number, to: number, before: number): void {
    if (!this.#candidate || this.#frames.length > 0) return
    const at = this.#candidate.length - before
    if (at < from || at > to) return
    this.#settled = {
      source: this.#candidate.source,
      inlines: this.#root.length,
      carry: text.slice(from, at),
    }
  }
}

function beginsWord(text: string, at: number, next: Token | undefined): boolean {
  if (at < text.length) return !isSpace(text.charCodeAt(at))
  return next !== undefined && next.kind !== "newline"
}

/** Where the piece of text that begins at `from` ends: behind a space, or between characters. */
export function cutAfter(text: string, from: number): number {
  const end = from + TEXT_PIECE
  if (end >= text.length) return text.length
  const space = text.slice(from, end).lastIndexOf(" ")
  if (space >= 0) return from + space + 1
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end
}
