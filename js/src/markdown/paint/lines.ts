/**
 * Showing text line by line: code, and whatever else keeps its white space.
 *
 * Lines are put into groups, since a browser lays out one long run of lines again whenever it
 * grows. A line of code may be coloured; its tokenizer's state is carried from line to line.
 */

import { MAX_COLOURED_LINE } from "../../bounds/index.ts"
import { cutAfter } from "../inlines/tree.ts"
import type { CodeSpan, LineColours, Sink } from "../sink.ts"
import { Revealed } from "../visible.ts"
import { Layout } from "./layout.ts"
import { retext } from "./shapes.ts"

interface Piece<Node> {
  readonly node: Node
  readonly textNode: Node
  readonly style: string | null
  text: string
}

export class Lines<Node> {
  readonly #layout: Layout<Node>
  #lines = 0
  #taken = 0
  /** The last line: what of it is sure, and what is shown of it. */
  #line = ""
  #shown = ""
  #pieces: Piece<Node>[] = []
  /** Whether the last line is so long that its beginning has been forgotten. */
  #long = false
  #state: unknown
  /** What the last line looks like, and how it leaves off: asked for again when it ends. */
  #told: { readonly line: string; readonly looks: ReturnType<LineColours["line"]> } | null = null
  readonly #revealed = new Revealed()

  constructor(
    readonly sink: Sink<Node>,
    readonly parent: Node,
    readonly colours: LineColours | null,
  ) {
    this.#layout = new Layout(sink, "code")
    this.#state = colours?.start
  }

  /** Show pieces of text, of which more may have come since, and a draft behind them. */
  update(pieces: readonly string[], draft: string): void {
    while (this.#taken < pieces.length)
      this.#take(this.#revealed.write(pieces[this.#taken++] ?? ""))
    this.#render(this.#line, this.#revealed.preview(draft))
  }

  #take(piece: string): void {
    if (!piece.endsWith("\n")) {
      this.#render(this.#line, piece)
      this.#line += piece
      if (this.#line.length > MAX_COLOURED_LINE) this.#forget()
      return
    }
    this.#render(this.#line, piece)
    if (this.colours) this.#state = this.#spans(this.#line + piece).state
    this.#line = ""
    this.#shown = ""
    this.#pieces = []
    this.#told = null
    this.#long = false
    this.#lines++
  }

  /** Of a very long line, keep only the piece that may still grow. */
  #forget(): void {
    this.#long = true
    this.#pieces = this.#pieces.slice(-1)
    this.#line = this.#pieces[0]?.text ?? ""
    this.#shown = this.#line
  }

  /** Make the last line read `line + more`, where `line` is shown already. */
  #render(line: string, more: string): void {
    // Comparing lengths first keeps a very long line from being looked at again and again.
    const shownMore = this.#shown.length - line.length
    if (shownMore === more.length && this.#shown.endsWith(more)) return
    const text = line + more
    if (this.#colourable(text)) this.#reshape(this.#spans(text).spans)
    else if (shownMore > 0 && !more.startsWith(this.#shown.slice(line.length)))
      this.#reshape(pieced(text))
    else this.#append(text.slice(this.#shown.length))
    this.#shown = text
  }

  #spans(text: string): ReturnType<LineColours["line"]> {
    if (!this.colours || !this.#colourable(text)) return { spans: pieced(text), state: this.#state }
    const ended = text.endsWith("\n")
    const line = ended ? text.slice(0, -1) : text
    const told = this.#told?.line === line ? this.#told.looks : this.colours.line(line, this.#state)
    this.#told = { line, looks: told }
    const { spans, state } = told
    return { spans: ended ? [...spans, { text: "\n", style: null }] : spans, state }
  }

  #colourable(text: string): boolean {
    return this.colours !== null && !this.#long && text.length <= MAX_COLOURED_LINE
  }

  #append(text: string): void {
    const last = this.#pieces.at(-1)
    const joined = last && last.style === null ? last.text + text : text
    const kept = joined === text ? this.#pieces : this.#pieces.slice(0, -1)
    this.#reshape([...kept.map(({ text, style }) => ({ text, style })), ...pieced(joined)])
  }

  #reshape(spans: readonly CodeSpan[]): void {
    spans.forEach((span, index) => {
      const piece = this.#pieces[index]
      if (piece && piece.style === span.style) {
        retext(this.sink, piece.textNode, piece.text, span.text)
        piece.text = span.text
      } else {
        this.#dropFrom(index)
        this.#pieces.push(this.#create(span))
      }
    })
    this.#dropFrom(spans.length)
  }

  #create({ text, style }: CodeSpan): Piece<Node> {
    const group = this.#layout.slot(this.parent, this.#lines)
    if (style === null) {
      const node = this.sink.text(text, group)
      return { node, textNode: node, style, text }
    }
    const node = this.sink.element("span", group)
    this.sink.set(node, "class", `nbs-code-${style}`)
    return { node, textNode: this.sink.text(text, node), style, text }
  }

  #dropFrom(index: number): void {
    for (const { node } of this.#pieces.splice(index).reverse()) this.sink.remove(node)
    // An empty group is there only while a line is expected that may not come.
    if (this.#pieces.length === 0) this.#layout.shrink(this.#lines)
  }
}

function pieced(text: string): CodeSpan[] {
  const pieces: CodeSpan[] = []
  for (let from = 0; from < text.length; ) {
    const to = cutAfter(text, from)
    pieces.push({ text: text.slice(from, to), style: null })
    from = to
  }
  return pieces
}
