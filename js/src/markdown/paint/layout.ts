/**
 * Where in a container's node its children go.
 *
 * Browsers lay out a container in time that grows with the number of its children, so children
 * are put into groups. Which group is a matter of a child's index alone: the result cannot depend
 * on how the text arrived.
 */

import type { BlockKind } from "../blocks/block.ts"
import type { Sink } from "../sink.ts"

const BLOCKS = 32
/** Groups of groups, from here on: short documents stay shallow. */
const MANY = 1024
const ITEMS = 64
const LINES = 64
/** Rows in one body of a table. */
export const ROWS = 64

export class Layout<Node> {
  readonly #groups: Node[] = []
  readonly #outer: Node[] = []

  constructor(
    readonly sink: Sink<Node>,
    readonly kind: BlockKind,
  ) {}

  /** The node that holds the child at `index`; made if need be, in front of `before`. */
  slot(node: Node, index: number, before: Node | null = null): Node {
    const group = this.#groupOf(index)
    if (group < 0) return node
    const made = this.#groups[group]
    if (made !== undefined) return made
    const outer = this.#outerSlot(node, index, before)
    const slot = this.#make(outer, index, outer === node ? before : null)
    this.#groups.push(slot)
    return slot
  }

  /** Remove the groups that `count` children leave empty. */
  shrink(count: number): void {
    this.#cut(this.#groups, count === 0 ? 0 : this.#groupOf(count - 1) + 1)
    this.#cut(this.#outer, this.#outerOf(count - 1) + 1)
  }

  #groupOf(index: number): number {
    switch (this.kind) {
      case "document":
        return Math.floor(index / BLOCKS)
      case "list":
        // A list of usual length holds its items directly.
        return Math.floor(index / ITEMS) - 1
      case "code":
        return Math.floor(index / LINES)
      case "table":
        return 1 + Math.floor((index - 1) / ROWS)
      default:
        return -1
    }
  }

  #outerOf(index: number): number {
    // A table's header is in no body.
    return Math.max(0, Math.floor((this.kind === "table" ? index - 1 : index) / MANY)) - 1
  }

  #outerSlot(node: Node, index: number, before: Node | null): Node {
    const at = this.#outerOf(index)
    if (at < 0) return node
    const made = this.#outer[at]
    if (made !== undefined) return made
    const outer = this.#make(node, index, before)
    if (this.kind === "table") this.sink.set(outer, "class", "nbs-rows")
    this.#outer.push(outer)
    return outer
  }

  #make(parent: Node, index: number, before: Node | null): Node {
    if (this.kind === "table") return this.sink.element(index === 0 ? "thead" : "tbody", parent)
    const group = this.sink.element(this.kind === "code" ? "span" : "div", parent, before)
    const name = { list: "nbs-items", code: "nbs-lines" }[this.kind as string]
    if (name) this.sink.set(group, "class", name)
    return group
  }

  #cut(nodes: Node[], count: number): void {
    for (const node of nodes.splice(count).reverse()) this.sink.remove(node)
  }
}
