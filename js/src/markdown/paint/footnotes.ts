/**
 * Footnotes: their numbers, and the list of them at the end.
 *
 * A footnote's number is its place in the order in which footnotes are first mentioned: in the
 * document, and then in the footnotes themselves. One that is never mentioned is not shown.
 */

import type { Block } from "../blocks/block.ts"
import type { Definitions } from "../definitions.ts"
import type { Sink } from "../sink.ts"

/** A leaf that mentions footnotes. */
export interface Mentioning {
  readonly block: Block
  /** The label of the footnote it stands in; null in the document itself. */
  readonly footnote: string | null
  readonly leaf: { readonly footnotes: readonly string[] } | null
}

/** What is shown of one footnote. */
interface Note<Node> {
  readonly label: string
  readonly item: Node
  /** Brings its content up to date; returns whether that is final. */
  readonly update: () => boolean
}

export class Footnotes<Node, View extends Mentioning> {
  /** Labels and their numbers, in order. */
  #numbers = new Map<string, number>()
  readonly #mentioning = new Set<View>()
  readonly #notes: Note<Node>[] = []
  readonly #unfinished = new Set<Note<Node>>()
  #section: Node | null = null
  #list: Node | null = null
  #changed = false

  /** `open` begins to show a footnote's content in a node, and says how to bring it up to date. */
  constructor(
    readonly sink: Sink<Node>,
    readonly root: Node,
    readonly definitions: Definitions,
    readonly open: (footnote: Block, item: Node) => () => boolean,
  ) {}

  /** The node that everything else stands before; null if there is none. */
  get section(): Node | null {
    return this.#section
  }

  /** The number of a footnote as far as it is known: `settle` puts right what was not. */
  number(label: string): string {
    const number = this.#numbers.get(label) ?? this.#numbers.size + 1
    this.#numbers.set(label, number)
    return String(number)
  }

  /** A leaf was parsed: it may mention other footnotes than before. */
  mentioned(view: View, before: readonly string[]): void {
    const labels = view.leaf?.footnotes ?? []
    if (labels.length === before.length && labels.every((label, at) => label === before[at])) return
    this.forget(view)
    if (labels.length > 0) this.#mentioning.add(view)
  }

  /** A leaf is no longer shown. */
  forget(view: View): void {
    this.#mentioning.delete(view)
    this.#changed = true
  }

  /** Bring numbers and list up to date. `renumber` shows leaves again whose numbers changed. */
  settle(renumber: (views: readonly View[]) => void): void {
    // Showing a footnote may bring up mentions of others.
    for (let again = this.#changed; again; again = this.#changed) {
      this.#changed = false
      const before = this.#numbers
      const order = this.#order()
      this.#numbers = new Map(order.map((label, at) => [label, at + 1]))
      const moved = new Set(order.filter((label, at) => before.get(label) !== at + 1))
      renumber(
        [...this.#mentioning].filter(({ leaf }) =>
          leaf?.footnotes.some((label) => moved.has(label)),
        ),
      )
      this.#relist(order)
      this.#update()
    }
    this.#update()
  }

  #order(): string[] {
    const byPlace = [...this.#mentioning].sort((a, b) => a.block.start - b.block.start)
    const mentions = new Map<string | null, string[]>()
    for (const { footnote, leaf } of byPlace) {
      const labels = mentions.get(footnote) ?? []
      labels.push(...(leaf?.footnotes ?? []))
      mentions.set(footnote, labels)
    }
    const order = new Set(mentions.get(null))
    // The set grows while it is gone through.
    for (const label of order) for (const next of mentions.get(label) ?? []) order.add(next)
    return [...order]
  }

  /** Show in the list what the numbers say, keeping what is right already. */
  #relist(order: readonly string[]): void {
    let kept = 0
    while (this.#notes[kept] && this.#notes[kept]?.label === order[kept]) kept++
    for (const note of this.#notes.splice(kept).reverse()) {
      this.sink.remove(note.item)
      this.#unfinished.delete(note)
      for (const view of this.#mentioning) if (view.footnote === note.label) this.forget(view)
    }
    if (order.length === 0) this.#close()
    for (const label of order.slice(kept)) {
      const footnote = this.definitions.findFootnote(label)
      if (!footnote) continue
      const item = this.sink.element("li", this.#opened())
      const note = { label, item, update: this.open(footnote, item) }
      this.#notes.push(note)
      this.#unfinished.add(note)
    }
  }

  #opened(): Node {
    if (this.#list) return this.#list
    this.#section = this.sink.element("div", this.root)
    this.sink.set(this.#section, "class", "nbs-footnotes")
    this.#list = this.sink.element("ol", this.#section)
    return this.#list
  }

  #close(): void {
    if (this.#section) this.sink.remove(this.#section)
    this.#section = null
    this.#list = null
  }

  #update(): void {
    for (const note of this.#unfinished) if (note.update()) this.#unfinished.delete(note)
  }
}
