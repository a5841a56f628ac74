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
  /** The inline of the children; null when nested too deep, and so shown as text. */
  readonly inline: Inline | null
}

/** Builds the tree of inlines. */
export class TreeBuilder {
  readonly #root: Inline[] = []
  readonly #frames: Frame[] = []
  /** Frames that are not too deep. */
  #depth = 0
  #links = 0
  /** The last place seen that could be a checkpoint, while its text is not an inline yet. */
  #candidate: { source: number; length: number } | null = null
  #settled: Settled | null = null
  /** Offset up to which brackets reach that are text: an address in them ends at a bracket. */
  #bracketed = 0
  /** Whether the last token was a line ending. */
  #lineBegins = false

  /**
   * `text`: what has not become an inline yet, since more may be added to it. A checkpoint lies at
   * or before `limit`. `addresses`: whether e-mail addresses become links.
   */
  constructor(
    public text: string,
    readonly limit: number,
    readonly addresses: boolean,
  ) {}

  add(token: Token, next: Token | undefined): void {
    const lineBegins = this.#lineBegins
    this.#lineBegins = token.kind === "newline"
    switch (token.kind) {
      case "text":
        if (this.#frames.length === 0) this.#look(token, next, lineBegins)
        this.text += token.text
        break
      case "newline":
        this.text += "\n"
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
    const room = Math.min(text.length, this.limit - from)
    if (!verbatim || room <= 0 || from < this.#bracketed) return
    let at = text.lastIndexOf(" ", room - 1) + 1
    while (at > 0 && !beginsWord(text, at, next))
      at = at > 1 ? text.lastIndexOf(" ", at - 2) + 1 : 0
    if (at > 0) this.#candidate = { source: from + at, length: this.text.length + at }
    else if (lineBegins && beginsWord(text, 0, next))
      this.#candidate = { source: from, length: this.text.length }
  }

  #atom(inline: Inline): void {
    if (inline.kind === "link" && inline.literal && this.#links > 0) {
      this.text += plainText(inline.children)
      return
    }
    this.#flush()
    this.#children.push(inline)
  }

  #run(run: Run): void {
    for (const length of run.closes) this.#close(run.character.repeat(length))
    this.text += run.character.repeat(run.left)
    for (const length of [...run.opens].reverse()) {
      const kind = spanKind(run.character, length)
      this.#push(run.character.repeat(length), { kind, children: [] })
    }
  }

  #open({ image, closed, target }: Opener): void {
    const marker = image ? "![" : "["
    if (!target) {
      this.#bracketed = Math.max(this.#bracketed, closed)
      this.text += marker
      return
    }
    this.#push(marker, { kind: image ? "image" : "link", children: [], ...target })
    this.#links++
  }

  #push(marker: string, inline: Inline & { readonly children: Inline[] }): void {
    if (this.#depth < MAX_INLINE_DEPTH) {
      this.#flush()
      this.#depth++
      this.#frames.push({ children: inline.children, inline })
    } else {
      // It goes on in the same text: one of its own for each would be a flood of nodes.
      this.text += marker
      this.#frames.push({ children: this.#children, inline: null })
    }
  }

  #close(source: string): void {
    const inline = this.#frames.at(-1)?.inline
    if (inline) this.#flush()
    else this.text += source
    this.#frames.pop()
    if (!inline) return
    this.#depth--
    this.#children.push(inline)
  }

  /** Turn the text so far into inlines: pieces of it, and links for the addresses in it. */
  #flush(): void {
    const text = this.text
    this.text = ""
    let from = 0
    if (this.#links === 0 && this.addresses)
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
    let from = before
    for (const piece of piecesOf(text)) {
      this.#settle(piece, from)
      this.#children.push({ kind: "text", text: piece })
      from += piece.length
    }
  }

  #settle(piece: string, from: number): void {
    if (!this.#candidate || this.#frames.length > 0) return
    const at = this.#candidate.length - from
    if (at < 0 || at > piece.length) return
    this.#settled = {
      source: this.#candidate.source,
      inlines: this.#root.length,
      carry: piece.slice(0, at),
    }
  }
}

function beginsWord(text: string, at: number, next: Token | undefined): boolean {
  if (at < text.length) return !isSpace(text.charCodeAt(at))
  return next !== undefined && next.kind !== "newline"
}

export function textsOf(text: string): Inline[] {
  return piecesOf(text).map((text) => ({ kind: "text", text }))
}

/** Text in pieces, none of which is long. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from)
    pieces.push(text.slice(from, to))
    from = to
  }
  return pieces
}

/** Where the piece of text that begins at `from` ends: behind a space, or between characters. */
function endOfPiece(text: string, from: number): number {
  const end = from + TEXT_PIECE
  if (end >= text.length) return text.length
  const space = text.slice(from, end).lastIndexOf(" ")
  if (space >= 0) return from + space + 1
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end
}
