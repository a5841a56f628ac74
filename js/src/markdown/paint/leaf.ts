/**
 * Showing the inlines of one leaf block as its text grows.
 *
 * Each time, only the text behind the last checkpoint is parsed. While there is no checkpoint for
 * long, it is parsed only when it has grown by a quarter, so that the sum stays linear.
 */

import type { Block } from "../blocks/block.ts"
import { readDefinition } from "../definitions.ts"
import { parseGrowing, parseWhole } from "../inlines/parse.ts"
import type { Surroundings } from "../inlines/surroundings.ts"
import type { Tree } from "../inlines/tree.ts"
import type { Sink } from "../sink.ts"
import type { LinkPolicy } from "../urls.ts"
import { reshape, retext, type ShapeView, shapesOf } from "./shapes.ts"

/** Unsettled text up to this length is parsed whenever it changes. */
const SHORT = 2048

export class Leaf<Node> {
  #pieces: readonly string[] = []
  /** How many of the pieces are in `#tail`, or settled. */
  #taken = 0
  /** Text behind the checkpoint. */
  #tail = ""
  /** Text before the checkpoint that goes on behind it in the same node. */
  #carry = ""
  /** What is shown of what is behind the checkpoint. */
  #views: ShapeView<Node>[] = []
  #shown: string | null = null
  #whole = false
  /** Whether some of what is shown is settled, and its views forgotten. */
  #dropped = false
  /** Whether all that is shown must go, since its views are forgotten. */
  #cleared = false
  /** Text shown before it was parsed. */
  #waiting: Waiting<Node> | null = null

  constructor(
    readonly sink: Sink<Node>,
    readonly policy: LinkPolicy,
    public block: Block,
  ) {}

  /** Parse what is new. Returns a function that shows it in a node, or null if nothing is new. */
  read(around: Surroundings): Reading<Node> | null {
    const { block } = this
    const fresh = block.pieces !== this.#pieces
    if (fresh) this.#restart()
    while (this.#taken < block.pieces.length) this.#tail += block.pieces[this.#taken++]
    const text = this.#tail + block.draft
    if (text === this.#shown && this.#whole === block.final) return null
    if (!block.final && !fresh && this.#mayWait(text)) return this.#more(text)
    this.#shown = text
    this.#whole = block.final
    const tree = this.#parse(text, around)
    return { empty: tree.inlines.length === 0, show: (node) => this.#show(node, tree) }
  }

  /** Forget what is shown: the text means something else now. */
  invalidate(): void {
    this.#pieces = []
  }

  #restart(): void {
    this.#pieces = this.block.pieces
    this.#taken = 0
    this.#tail = ""
    this.#carry = ""
    this.#shown = null
    // What was settled is no longer known by its views.
    if (!this.#dropped) return
    this.#cleared = true
    this.#dropped = false
    this.#views = []
    this.#waiting = null
  }

  /** Show text that has not been parsed yet behind what has. */
  #more(text: string): Reading<Node> {
    const data = text.slice(this.#shown?.length)
    return {
      empty: false,
      show: (node) => (this.#waiting = append(this.sink, node, this.#waiting, data)),
    }
  }

  #mayWait(text: string): boolean {
    const shown = this.#shown?.length ?? 0
    return shown > SHORT && text.length > shown && text.length < shown * 1.25
  }

  #parse(text: string, around: Surroundings): Tree {
    if (this.block.final) return parseWhole(text, around, this.#carry)
    const hidden = this.#carry === "" && text.startsWith("[") ? definitionsIn(text) : 0
    if (hidden > 0) return parseGrowing(text.slice(hidden), around, "", -1)
    return parseGrowing(text, around, this.#carry, this.#tail.length)
  }

  #show(node: Node, { inlines, settled }: Tree): void {
    if (this.#cleared) this.sink.clear(node)
    this.#cleared = false
    if (this.#waiting) this.sink.remove(this.#waiting.node)
    this.#waiting = null
    // Shapes can outnumber inlines, so those of what is settled are counted by themselves.
    const before = shapesOf(inlines.slice(0, settled?.inlines ?? 0), this.policy)
    const after = shapesOf(inlines.slice(settled?.inlines ?? 0), this.policy)
    reshape(this.sink, node, this.#views, [...before, ...after])
    if (!settled) return
    this.#dropped ||= before.length > 0
    this.#views.splice(0, before.length)
    this.#tail = this.#tail.slice(settled.source)
    this.#shown = null
    this.#carry = settled.carry
  }
}

export interface Reading<Node> {
  /** Whether there is nothing to show. */
  readonly empty: boolean
  show(node: Node): void
}

interface Waiting<Node> {
  readonly node: Node
  readonly text: string
}

function append<Node>(
  sink: Sink<Node>,
  parent: Node,
  waiting: Waiting<Node> | null,
  text: string,
): Waiting<Node> {
  if (!waiting) return { node: sink.text(text, parent), text }
  retext(sink, waiting.node, waiting.text, text)
  return { node: waiting.node, text }
}

/** How much at the start of a growing paragraph is definitions, or will be. */
function definitionsIn(text: string): number {
  let at = 0
  while (text.startsWith("[", at)) {
    const found = readDefinition(text, at, false)
    if (typeof found !== "string") at = found.end
    else return found === "unfinished" && /^\[[^\]]*\]:/.test(text.slice(at)) ? text.length : at
  }
  return at
}
