/**
 * Showing text line by line: code, and whatever else keeps its white space.
 *
 * Lines are put into groups, since a browser lays out one long run of lines again whenever it
 * grows. A line of code may be coloured; its tokenizer's state is carried from line to line.
 */

import { MAX_COLOURED_LINE } from "../../bounds/index.ts"
import { piecesOf } from "../inlines/tree.ts"
import type { CodeSpan, LineColours, Sink } from "../sink.ts"
import { Revealed } from "../visible.ts"
import { Layout } from "./layout.ts"
import { element, reshape, type Shape, type ShapeView, written } from "./shapes.ts"

/** How a line looks, and how it leaves off. */
type Looks = ReturnType<LineColours["line"]>

export class Lines<Node> {
  readonly #layout: Layout<Node>
  #lines = 0
  #taken = 0
  /** The last line: what of it is sure, and what is shown of it. */
  #line = ""
  #shown = ""
  #views: ShapeView<Node>[] = []
  /** Whether the last line is so long that its beginning has been forgotten. */
  #long = false
  #state: unknown
  /** What the last line looks like: asked for again when it ends. */
  #told: (Looks & { readonly line: string }) | null = null
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
    this.#render(this.#line + this.#revealed.preview(draft))
  }

  #take(piece: string): void {
    this.#line += piece
    this.#render(this.#line)
    if (!piece.endsWith("\n")) {
      if (this.#line.length > MAX_COLOURED_LINE) this.#forget()
      return
    }
    const looks = this.#looks(this.#line.slice(0, -1))
    if (looks) this.#state = looks.state
    this.#line = ""
    this.#shown = ""
    this.#views = []
    this.#told = null
    this.#long = false
    this.#lines++
  }

  /** Of a very long line, keep only the piece that may still grow. */
  #forget(): void {
    this.#long = true
    this.#views = this.#views.slice(-1)
    this.#line = this.#views[0]?.shape.text ?? ""
    this.#shown = this.#line
  }

  /** Make the last line read `text`. */
  #render(text: string): void {
    if (text === this.#shown) return
    const ended = text.endsWith("\n")
    const looks = this.#looks(ended ? text.slice(0, -1) : text)
    const shapes = looks
      ? [...looks.spans.map(coloured), ...(ended ? [written("\n")] : [])]
      : this.#plain(text)
    const group = () => this.#layout.slot(this.parent, this.#lines)
    reshape(this.sink, group, this.#views, shapes)
    // An empty group is there only while a line is expected that may not come.
    if (text === "") this.#layout.shrink(this.#lines)
    this.#shown = text
  }

  /** How a line looks that can be coloured, without its ending. */
  #looks(line: string): Looks | null {
    if (!this.colours || this.#long || line.length > MAX_COLOURED_LINE) return null
    if (this.#told?.line !== line) this.#told = { line, ...this.colours.line(line, this.#state) }
    return this.#told
  }

  /** The shapes of a plain line; of one that only grew, the last piece alone is cut again. */
  #plain(text: string): Shape[] {
    const shapes = this.#views.map(({ shape }) => shape)
    const grew = text.startsWith(this.#shown) && shapes.every(({ tag }) => tag === null)
    if (!grew) return piecesOf(text).map(written)
    const last = shapes.pop()?.text ?? ""
    return [...shapes, ...piecesOf(last + text.slice(this.#shown.length)).map(written)]
  }
}

function coloured({ text, style }: CodeSpan): Shape {
  return style === null
    ? written(text)
    : element("span", [written(text)], [["class", `nbs-code-${style}`]])
}
