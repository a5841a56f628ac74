/**
 * Bringing nodes up to date with the tree of blocks.
 *
 * Of each container only the children behind the last settled one are visited, so that what a
 * paint costs does not depend on how much is shown. What is settled is never touched again, but
 * for a leaf that mentions a link or footnote defined later.
 */

import type { Block } from "../blocks/block.ts"
import type { Surroundings } from "../inlines/surroundings.ts"
import type { Parser } from "../parser.ts"
import type { Highlight, Sink } from "../sink.ts"
import type { LinkPolicy } from "../urls.ts"
import { Columns } from "./columns.ts"
import { directionOf } from "./direction.ts"
import { attributesOf, formulaOf, languageOf, tagOf } from "./elements.ts"
import { Footnotes } from "./footnotes.ts"
import { isGrouped, Layout } from "./layout.ts"
import { Leaf, type Reading } from "./leaf.ts"
import { Lines } from "./lines.ts"
import type { ShapeContext } from "./shapes.ts"

export interface PaintOptions {
  readonly policy: LinkPolicy
  readonly highlight?: Highlight | undefined
}

/** What is shown of one block. */
interface View<Node> {
  block: Block
  /** The label of the footnote it stands in, if it does. */
  readonly footnote: string | null
  /** Null for a paragraph that shows nothing: it may be definitions alone. */
  node: Node | null
  /** Null if its children stand in its own node, or it has none: leaves place their parts. */
  readonly layout: Layout<Node> | null
  /** How many of the block's children are settled; `children` are those behind them. */
  settled: number
  readonly children: View<Node>[]
  readonly leaf: Leaf<Node> | null
  lines: Lines<Node> | null
  readonly columns: Columns<Node> | null
  /** The `dir` of its node. */
  direction: string | null
  /** What its block looked like from the outside when its node was made. */
  key: string
}

export class Painter<Node> {
  readonly #sink: Sink<Node>
  readonly #root: View<Node>
  readonly #around: Surroundings
  /** Leaves that mention a label which was not defined when they were shown. */
  readonly #mentions = new Map<string, Set<View<Node>>>()
  /** Leaves to show again: how many labels that they mention were defined since they were shown. */
  readonly #late = new Map<View<Node>, number>()
  readonly #footnotes: Footnotes<Node, View<Node>>
  readonly #context: ShapeContext
  /** Code that nothing could colour when it was shown, by the node that holds its text. */
  readonly #plain = new Map<Node, View<Node>>()
  /** The leaf that is being parsed. */
  #reading: View<Node> | null = null

  constructor(
    sink: Sink<Node>,
    node: Node,
    readonly parser: Parser,
    readonly options: PaintOptions,
  ) {
    this.#sink = sink
    this.#footnotes = new Footnotes(sink, node, parser.definitions, this.#late, (block, item) =>
      this.#openFootnote(block, item),
    )
    this.#context = {
      policy: options.policy,
      number: (label) => this.#footnotes.number(label),
    }
    this.#root = this.#view(parser.root, null)
    this.#root.node = node
    this.#around = {
      definitions: parser.definitions,
      extended: parser.extended,
      missed: (label) => this.#mention(label),
    }
  }

  /**
   * Show the tree as it is now. Once `spent` says so, what is shown again waits for the next time;
   * returns whether something does.
   */
  paint(spent = () => false): boolean {
    const { definitions, root } = this.parser
    this.parser.draft()
    for (const label of definitions.fresh.splice(0)) {
      for (const view of this.#mentions.get(label) ?? [])
        this.#late.set(view, (this.#late.get(view) ?? 0) + 1)
      this.#mentions.delete(label)
    }
    this.#showLate(spent)
    this.#updateChildren(this.#root, this.#root.node)
    const left = this.#footnotes.settle(root.final, spent)
    return this.#showLate(spent) || left
  }

  /** Colour code that is plain, if it can be coloured by now. */
  *recolour(): Generator<void> {
    const plain = [...this.#plain]
    this.#plain.clear()
    for (const [code, view] of plain) {
      yield
      const colours = this.options.highlight?.(languageOf(view.block))
      if (!colours) continue
      this.#sink.clear(code)
      view.lines = new Lines(this.#sink, code, colours)
      view.lines.update(view.block.pieces, view.block.draft)
    }
  }

  /** Show a footnote's blocks in the list at the end. */
  #openFootnote(block: Block, item: Node): () => boolean {
    const view = this.#view(block, block.label)
    return () => {
      this.#updateChildren(view, item)
      return block.final
    }
  }

  /**
   * Show again the leaves that mention labels which have been defined since. A long one of many
   * such labels waits for twice as many each time, and for the rest until the document ends.
   */
  #showLate(spent: () => boolean): boolean {
    for (const [view, late] of this.#late) {
      if (spent()) return true
      if (!this.parser.root.final && !view.leaf?.isDue(late)) continue
      this.#late.delete(view)
      view.leaf?.invalidate()
      if (view.node) this.#read(view)?.show(view.node)
    }
    return false
  }

  #mention(label: string): void {
    if (!this.#reading) return
    const views = this.#mentions.get(label)
    if (views) views.add(this.#reading)
    else this.#mentions.set(label, new Set([this.#reading]))
  }

  #view(block: Block, footnote: string | null): View<Node> {
    const isText = block.kind === "paragraph" || block.kind === "heading" || block.kind === "cell"
    return {
      block,
      footnote,
      node: null,
      layout: isGrouped(block.kind) ? new Layout(this.#sink, block.kind) : null,
      settled: 0,
      children: [],
      leaf: isText ? new Leaf(this.#sink, this.#context, block) : null,
      lines: null,
      columns: block.kind === "table" ? new Columns(this.#sink) : null,
      direction: null,
      key: keyOf(block),
    }
  }

  #updateChildren(view: View<Node>, node: Node | null): void {
    if (!node) return
    const { block, children } = view
    for (let index = view.settled; index < block.children.length; index++) {
      const child = block.children[index]
      if (child) this.#updateChild(view, node, index, child)
    }
    this.#dropFrom(view, block.children.length - view.settled)
    let final = 0
    while (children[final]?.block.final) final++
    children.splice(0, final)
    view.settled += final
    if (view.columns?.freeze(block, view.settled)) this.#sink.set(node, "class", "nbs-long")
  }

  #updateChild(parent: View<Node>, parentNode: Node, index: number, block: Block): void {
    const at = index - parent.settled
    const old = parent.children[at]
    const reused = old !== undefined && this.#reuse(old, block)
    if (old && !reused) this.#dropFrom(parent, at)
    const view = reused ? old : this.#view(block, parent.footnote)
    if (!reused) parent.children.push(view)

    // Asked for even if nothing is put there, so that groups depend on the children's number alone.
    const before = parent === this.#root ? this.#footnotes.section : null
    const slot = parent.layout?.slot(parentNode, index, before) ?? parentNode
    const reading = view.leaf ? this.#read(view) : null
    const shows = block.kind === "paragraph" ? reading?.empty === false : block.kind !== "footnote"
    if (!view.node && shows) {
      // Nodes are made at the end only: what comes after this one is made again.
      this.#dropFrom(parent, at + 1)
      view.node = this.#create(block, slot)
    }
    if (!view.node) return
    reading?.show(view.node)
    if (!shows && reading) this.#removeNode(view)
    else this.#update(view, view.node)
    parent.columns?.row(index, view.node)
    this.#direct(view)
  }

  #direct(view: View<Node>): void {
    const direction = directionOf(view.block, view.leaf !== null)
    if (!view.node || direction === view.direction) return
    this.#sink.set(view.node, "dir", direction)
    view.direction = direction
  }

  /** Let a view show another block, if it is of the same kind, or the heading a paragraph became. */
  #reuse(view: View<Node>, block: Block): boolean {
    const key = keyOf(block)
    const raised = view.key.startsWith("paragraph") && block.kind === "heading"
    if (view.key !== key && !raised) return false
    view.key = key
    if (raised && view.node) {
      view.node = this.#sink.rename(view.node, tagOf(block))
      view.direction = null
      this.#attribute(view.node, block)
    }
    view.block = block
    if (view.leaf) view.leaf.block = block
    return true
  }

  #create(block: Block, parent: Node): Node {
    const node = this.#sink.element(tagOf(block), parent)
    this.#attribute(node, block)
    if (block.kind === "item" && block.checked !== undefined) this.#addBox(node, block.checked)
    return node
  }

  #attribute(node: Node, block: Block): void {
    for (const [name, value] of attributesOf(block)) this.#sink.set(node, name, value)
  }

  #addBox(item: Node, checked: boolean): void {
    const box = this.#sink.element("input", item)
    this.#sink.set(box, "type", "checkbox")
    this.#sink.set(box, "disabled", "")
    if (checked) this.#sink.set(box, "checked", "")
  }

  #update(view: View<Node>, node: Node): void {
    const { block } = view
    if (block.kind === "list") this.#sink.set(node, "class", block.loose ? null : "nbs-tight")
    if (block.kind === "code" || block.kind === "html" || block.kind === "math")
      this.#updateLines(view, node)
    else if (!view.leaf) this.#updateChildren(view, node)
  }

  #updateLines(view: View<Node>, node: Node): void {
    const { block } = view
    view.lines ??= this.#lines(node, view)
    view.lines.update(block.pieces, block.draft)
    const formula = block.final ? formulaOf(block) : null
    if (formula !== null) this.#setFormula(node, view, formula)
  }

  /** Math is shown as it is written, until it has closed and can be shown as what it means. */
  #setFormula(node: Node, view: View<Node>, formula: string): void {
    this.#sink.clear(node)
    if (this.#sink.formula(node, formula, true)) this.#sink.set(node, "class", "nbs-math-block")
    else this.#lines(node, view).update(view.block.pieces, "")
  }

  #read(view: View<Node>): Reading<Node> | null {
    if (!view.leaf) return null
    this.#reading = view
    const before = view.leaf.footnotes
    const reading = view.leaf.read(this.#around)
    this.#footnotes.mentioned(view, before)
    return reading
  }

  #lines(node: Node, view: View<Node>): Lines<Node> {
    const { block } = view
    if (block.kind !== "code") return new Lines(this.#sink, node, null)
    const language = languageOf(block)
    const code = this.#sink.element("code", this.#sink.element("pre", node))
    if (language) this.#sink.set(code, "class", `language-${language}`)
    // A formula takes the place of its source, and of all that stood around it.
    if (language !== "math") this.#sink.code?.(node, language)
    const colours = this.options.highlight?.(language) ?? null
    if (!colours && language) this.#plain.set(code, view)
    return new Lines(this.#sink, code, colours)
  }

  #removeNode(view: View<Node>): void {
    if (view.node) this.#sink.remove(view.node)
    view.node = null
    view.direction = null
    this.#forget(view)
  }

  #forget(view: View<Node>): void {
    if (view.leaf?.footnotes.length) this.#footnotes.forget(view)
    for (const child of view.children) this.#forget(child)
  }

  #dropFrom(view: View<Node>, at: number): void {
    if (view.children.length <= at) return
    for (const child of view.children.splice(at).reverse()) this.#removeNode(child)
    view.layout?.shrink(view.settled + at)
  }
}

/** Blocks with the same key look the same from the outside. */
function keyOf({ kind, level, marker, checked, info }: Block): string {
  return `${kind} ${level} ${marker?.start} ${checked} ${info}`
}
