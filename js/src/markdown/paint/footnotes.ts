/**
 * Footnotes: their numbers, and the list of them at the end.
 *
 * A footnote's number is its place in the order in which footnotes are first mentioned: in the
 * document, and then in the footnotes themselves. One that is never mentioned is not shown.
 */

import type { Block } from "../blocks/block.ts"
import type { Definitions } from "../definitions.ts"
import type { Sink } from "../sink.ts"
import { Layout } from "./layout.ts"

/** Up to so many footnotes always have the right numbers; of more, one in so many may be wrong. */
const PATIENCE = 16

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
  /** Labels in the order of their numbers, and those numbers. */
  #labels: string[] = []
  #numbers = new Map<string, number>()
  readonly #mentioning = new Set<View>()
  readonly #notes: Note<Node>[] = []
  readonly #unfinished = new Set<Note<Node>>()
  readonly #layout: Layout<Node>
  /** The node that everything else stands before; null if there is none. */
  section: Node | null = null
  #list: Node | null = null
  /** How often numbers may have become wrong: what comes in its order has the right one. */
  #stale = 0

  /** `open` begins to show a footnote's content in a node, and says how to bring it up to date. */
  constructor(
    readonly sink: Sink<Node>,
    readonly root: Node,
    readonly definitions: Definitions,
    /** Where leaves are put whose numbers have changed, to be shown again. */
    readonly late: Map<View, number>,
    readonly open: (footnote: Block, item: Node) => () => boolean,
  ) {
    this.#layout = new Layout(sink, "list")
  }

  /** The number of a footnote as far as it is known: `settle` puts right what was not. */
  number(label: string): string {
    const number = this.#numbers.get(label) ?? this.#labels.push(label)
    this.#numbers.set(label, number)
    return String(number)
  }

  /** A leaf was parsed: it may mention other footnotes than before. */
  mentioned(view: View, before: readonly string[]): void {
    const labels = view.leaf?.footnotes ?? []
    if (labels.length === before.length && labels.every((label, at) => label === before[at])) return
    this.#stale++
    if (labels.length > 0) this.#mentioning.add(view)
    else this.#mentioning.delete(view)
  }

  /** A leaf is no longer shown. */
  forget(view: View): void {
    this.#mentioning.delete(view)
    this.#stale++
  }

  /**
   * Bring numbers and list up to date. Returns true when, once `spent`, footnotes are left for the
   * next time.
   *
   * Many footnotes that are not defined in their order wait until some more are, or until the
   * document is `whole`: each could change the numbers of all others.
   */
  settle(whole: boolean, spent: () => boolean): boolean {
    let before: number
    // Showing a footnote may bring up mentions of others.
    do {
      if (this.#isDue(whole)) this.#renumber()
      before = this.#stale
      for (const label of this.#labels.slice(this.#notes.length)) {
        if (spent()) return true
        this.#add(label)
      }
      this.#update()
    } while (this.#stale > before || this.#isDue(whole))
    return false
  }

  #isDue(whole: boolean): boolean {
    return this.#stale > (whole ? 0 : this.#labels.length / PATIENCE)
  }

  #renumber(): void {
    this.#stale = 0
    const before = this.#numbers
    const views = [...this.#mentioning].sort((a, b) => a.block.start - b.block.start)
    this.#labels = inOrder(views)
    this.#numbers = new Map(this.#labels.map((label, at) => [label, at + 1]))
    this.#shorten(views)
    for (const view of views)
      if (view.leaf?.footnotes.some((label) => before.get(label) !== this.#numbers.get(label)))
        this.late.set(view, Number.POSITIVE_INFINITY)
  }

  /** Keep of the list what is right already. */
  #shorten(views: readonly View[]): void {
    let kept = 0
    while (this.#notes[kept] && this.#notes[kept]?.label === this.#labels[kept]) kept++
    const gone = new Set<string | null>()
    for (const note of this.#notes.splice(kept).reverse()) {
      this.sink.remove(note.item)
      this.#unfinished.delete(note)
      gone.add(note.label)
    }
    this.#layout.shrink(kept)
    for (const view of views) if (gone.has(view.footnote)) this.forget(view)
    if (this.#labels.length === 0) this.#close()
  }

  #add(label: string): void {
    const footnote = this.definitions.footnotes.find(label)
    // Nothing mentions what is not defined.
    if (!footnote) return
    const slot = this.#layout.slot(this.#opened(), this.#notes.length)
    const item = this.sink.element("li", slot)
    const note = { label, item, update: this.open(footnote, item) }
    this.#notes.push(note)
    this.#unfinished.add(note)
  }

  #opened(): Node {
    if (this.#list) return this.#list
    this.section = this.sink.element("div", this.root)
    this.sink.set(this.section, "class", "nbs-footnotes")
    this.#list = this.sink.element("ol", this.section)
    return this.#list
  }

  #close(): void {
    if (this.section) this.sink.remove(this.section)
    this.section = null
    this.#list = null
  }

  #update(): void {
    for (const note of this.#unfinished) {
      if (!note.update()) continue
      this.#unfinished.delete(note)
      this.sink.footnote?.(note.item)
    }
  }
}

/** The labels mentioned in the document, and then those in its footnotes. */
function inOrder(views: readonly Mentioning[]): string[] {
  const mentions = new Map<string | null, string[]>()
  for (const { footnote, leaf } of views) {
    const labels = mentions.get(footnote) ?? []
    labels.push(...(leaf?.footnotes ?? []))
    mentions.set(footnote, labels)
  }
  const order = new Set(mentions.get(null))
  // The set grows while it is gone through.
  for (const label of order) for (const next of mentions.get(label) ?? []) order.add(next)
  return [...order]
}
