/**
 * Where in a container's node its children go.
 *
 * Browsers lay out a container in time that grows with the number of its children, so children
 * are put into groups. Which group is a matter of a child's index alone: the result cannot depend
 * on how the text arrived.
 */

import type { BlockKind } from "../blocks/block.ts"
import type { Sink, Tag } from "../sink.ts"

/** Rows in one body of a table. */
export const ROWS = 64
/** Groups of groups, from here on: short documents stay shallow. */
const MANY = 1024

/** How many children make a group, which child is the first in one, and what a group is. */
type Groups = readonly [size: number, first: number, tag: Tag, name?: string]

const GROUPS = {
  document: [32, 0, "div"],
  // A list of usual length holds its items directly.
  list: [64, 64, "div", "nbs-items"],
  code: [64, 0, "span", "nbs-lines"],
  // The header is a group of its own: so the first body begins one row behind it.
  table: [ROWS, 1 - ROWS, "tbody"],
  paragraph: [1, 1, "span", "nbs-part"],
} satisfies Partial<Record<BlockKind, Groups>>

/** Containers whose children are blocks in groups. */
export function isGrouped(kind: BlockKind): kind is "document" | "list" | "table" {
  return kind === "document" || kind === "list" || kind === "table"
}

export class Layout<Node> {
  readonly #groups: Node[] = []
  readonly #outer: Node[] = []

  constructor(
    readonly sink: Sink<Node>,
    readonly kind: keyof typeof GROUPS,
    readonly of: Groups = GROUPS[kind],
  ) {}

  /** The node that holds the child at `index`; made if need be, in front of `before`. */
  slot(node: Node, index: number, before: Node | null = null): Node {
    const group = this.#groupOf(index)
    if (group < 0) return node
    const outer = this.#outerOf(index)
    const parent = outer < 0 ? node : this.#at(this.#outer, outer, index, node, before)
    return this.#at(this.#groups, group, index, parent, parent === node ? before : null)
  }

  /** Remove the groups that `count` children leave empty. */
  shrink(count: number): void {
    this.#cut(this.#groups, count === 0 ? 0 : this.#groupOf(count - 1) + 1)
    this.#cut(this.#outer, this.#outerOf(count - 1) + 1)
  }

  #groupOf(index: number): number {
    return Math.floor((index - this.of[1]) / this.of[0])
  }

  #outerOf(index: number): number {
    // A table's header is in no body.
    return Math.floor((this.kind === "table" ? index - 1 : index) / MANY) - 1
  }

  #at(nodes: Node[], at: number, index: number, parent: Node, before: Node | null): Node {
    if (!nodes[at]) {
      const [, , tag, own] = this.of
      const isTable = tag === "tbody"
      const node = this.sink.element(isTable && index === 0 ? "thead" : tag, parent, before)
      const name = isTable && nodes === this.#outer ? "nbs-rows" : own
      if (name) this.sink.set(node, "class", name)
      nodes[at] = node
    }
    return nodes[at]
  }

  #cut(nodes: Node[], count: number): void {
    for (const node of nodes.splice(Math.max(0, count)).reverse()) this.sink.remove(node)
  }
}
