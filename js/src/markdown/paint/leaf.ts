/**
 * Showing the inlines of one leaf block as its text grows.
 *
 * Each time, only the text behind the last checkpoint is parsed. While there is no checkpoint for
 * long, it is parsed only when it has grown by a quarter, so that the sum stays linear.
 */

import type { Block } from "../blocks/block.ts"
import { readDefinition } from "../definitions.ts"
import { footnotesIn } from "../inlines/inline.ts"
import { readLabel } from "../inlines/links.ts"
import { parseGrowing, parseWhole, withoutHalfTyped } from "../inlines/parse.ts"
import type { Surroundings } from "../inlines/surroundings.ts"
import { TEXT_PIECE, type Tree } from "../inlines/tree.ts"
import type { Sink } from "../sink.ts"
import { Layout } from "./layout.ts"
import { BEGINNING, inParts } from "./parts.ts"
import { reshape, type Shape, type ShapeContext, type ShapeView, shapesOf } from "./shapes.ts"

/** Unsettled text up to this length is parsed whenever it changes. */
const SHORT = 2048

export class Leaf<Node> {
  #pieces: readonly string[] = []
  /** How many of the pieces have been taken over. */
  #taken = 0
  /** Text behind the checkpoint. */
  #tail = ""
  /** Text before the checkpoint that goes on behind it in the same node. */
  #carry = ""
  /** What is shown of what is behind the checkpoint. */
  #views: ShapeView<Node>[] = []
  /** The text that was parsed last; null if it was none, or has changed its meaning. */
  #shown: string | null = null
  #whole = false
  /** Whether some of what is shown is settled, and its views forgotten. */
  #dropped = false
  /** Whether all that is shown must go, since its views are forgotten. */
  #cleared = false
  /** The part that is being shown, and what of it is settled. */
  #place = BEGINNING
  /** Where its parts stand; null while it is all one. */
  #parts: Layout<Node> | null = null
  /** Labels of the footnotes mentioned in it, in order. */
  footnotes: readonly string[] = []
  #settledFootnotes: string[] = []
  /** How many definitions it waits for, before it is shown again. */
  #patience = 1
  /** Text that was not parsed yet, and the nodes that show it. */
  #unparsed = ""
  #unparsedNodes: Node[] = []
  /** Text at the end that was parsed, and is not shown: it may be half of a marker. */
  #hidden = ""
  /** The unfinished line that was read last. */
  #draft = ""

  constructor(
    readonly sink: Sink<Node>,
    readonly context: ShapeContext,
    public block: Block,
  ) {}

  /** Parse what is new. Returns how to show it in a node, or null if nothing is new. */
  read(around: Surroundings): Reading<Node> | null {
    const { block } = this
    if (block.pieces !== this.#pieces) this.#restart()
    const from = this.#taken
    this.#taken = block.pieces.length
    const added = block.pieces.slice(from).join("")
    const more = added + block.draft
    if (!block.final && this.#mayWait(more)) return this.#more(added, more)
    this.#tail += this.#unparsed + added
    this.#unparsed = ""
    const text = this.#tail + block.draft
    if (text === this.#shown && this.#whole === block.final) return null
    this.#shown = text
    this.#whole = block.final
    this.#draft = block.draft
    const tree = this.#parse(text, around)
    this.footnotes = [...this.#settledFootnotes, ...footnotesIn(tree.inlines)]
    return { empty: tree.inlines.length === 0, show: (node) => this.#show(node, tree) }
  }

  /** Whether so many definitions are worth showing it again; the next time, twice as many. */
  isDue(definitions: number): boolean {
    if (definitions < this.#patience) return false
    if (this.block.text.length > SHORT) this.#patience *= 2
    return true
  }

  /** Forget what is shown: the text means something else now. */
  invalidate(): void {
    this.#pieces = []
    this.#shown = null
  }

  #restart(): void {
    this.#pieces = this.block.pieces
    this.#taken = 0
    this.#unparsed = ""
    this.#settledFootnotes = []
    this.#place = BEGINNING
    if (this.#carry !== "" || this.#dropped) this.#shown = null
    this.#tail = ""
    this.#carry = ""
    // Nodes whose views are forgotten cannot be kept.
    if (!this.#dropped) return
    this.#cleared = true
    this.#dropped = false
    this.#views = []
  }

  /** Whether what is new can be shown as it is written, behind what is shown by now. */
  #mayWait(more: string): boolean {
    const length = this.#tail.length
    const enough = this.#unparsed.length + more.length >= length / 4
    return length > SHORT && !enough && this.#shown !== null && more.startsWith(this.#draft)
  }

  #more(added: string, more: string): Reading<Node> | null {
    const text = this.#hidden + more.slice(this.#draft.length)
    this.#unparsed += added
    this.#draft = this.block.draft
    this.#hidden = ""
    if (text === "") return null
    return {
      empty: false,
      show: (node) => {
        const last = this.#unparsedNodes.at(-1)
        if (last !== undefined && this.#unparsed.length % TEXT_PIECE > text.length)
          this.sink.extend(last, text)
        else this.#unparsedNodes.push(this.sink.text(text, node))
      },
    }
  }

  #parse(text: string, around: Surroundings): Tree {
    if (this.block.final) return parseWhole(text, around, this.#carry)
    const first = this.#carry === "" && !this.#dropped && !this.block.task
    const [begin, end] = first ? definitionsIn(text) : [0]
    const shown = withoutHalfTyped(text.slice(begin, end))
    this.#hidden = text.slice(begin + shown.length)
    return parseGrowing(shown, around, this.#carry, begin > 0 ? -1 : this.#tail.length)
  }

  #show(node: Node, { inlines, settled }: Tree): void {
    if (this.#cleared) {
      this.#parts = null
      this.sink.clear(node)
    } else for (const unparsed of this.#unparsedNodes) this.sink.remove(unparsed)
    this.#cleared = false
    this.#unparsedNodes = []
    // Shapes can outnumber inlines, so those of what is settled are counted by themselves.
    const past = settled ? inlines.slice(0, settled.inlines) : []
    const before = shapesOf(past, this.context)
    const after = shapesOf(past.length > 0 ? inlines.slice(past.length) : inlines, this.context)
    const [shapes, place] = inParts(before, after, this.#place)
    const slot = ({ part = 0 }: Shape) => {
      // Nothing is left in the parts behind a new node, which would come after them.
      this.#parts?.shrink(part + 1)
      if (part === 0) return node
      this.#parts ??= new Layout(this.sink, "paragraph")
      return this.#parts.slot(node, part)
    }
    reshape(this.sink, slot, this.#views, shapes)
    this.#parts?.shrink((shapes.at(-1)?.part ?? place.part) + 1)
    if (!settled) return
    this.#dropped ||= before.length > 0
    this.#place = place
    this.#views.splice(0, before.length)
    this.#settledFootnotes.push(...footnotesIn(past))
    this.#tail = this.#tail.slice(settled.source)
    this.#shown = this.#shown?.slice(settled.source) ?? null
    this.#carry = settled.carry
  }
}

export interface Reading<Node> {
  /** Whether there is nothing to show. */
  readonly empty: boolean
  show(node: Node): void
}

/**
 * Where the text behind the definitions begins that a growing paragraph begins with. Of what may
 * yet become one, the label is shown as what it was until then; and there the text ends.
 */
function definitionsIn(text: string): [begin: number, end?: number] {
  let at = 0
  while (text.startsWith("[", at)) {
    const found = readDefinition(text, at, false)
    if (found === "no") break
    if (typeof found === "string" || found.end === text.length) {
      const label = readLabel(text, at)
      if (typeof label === "string" || text[label.end] !== ":") break
      return [at, text.includes("\n", label.end) ? at : label.end - 1]
    }
    at = found.end
  }
  return [at]
}
