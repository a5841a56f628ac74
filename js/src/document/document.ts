/**
 * The run as blocks, folded from what the kernel sends.
 *
 * Pure: no clock, no DOM, no comm. It decides, its caller does: every call answers with the blocks
 * that are no longer what they were, and `missing` tells whether a snapshot must be asked for.
 * Batches may come twice, too late or out of order; one that comes too early is held until what
 * stands before it has come, as a batch or in a snapshot. Nothing is guessed.
 */

import { ProtocolError } from "../wire/errors.ts"
import type { Batch, BlockState, Change, Snapshot } from "../wire/messages.ts"
import { amount, type Block } from "./block.ts"
import { RunClock } from "./clock.ts"
import { GrowingText } from "./text.ts"

/** Ids of the blocks that changed, or that are gone. */
export type Touched = ReadonlySet<string>

type Kept = {
  -readonly [Name in keyof Block]: Name extends "children" ? Kept[] : Block[Name]
}

export class Document {
  readonly clock = new RunClock()
  readonly #blocks = new Map<string, Kept>()
  readonly #open = new Set<Kept>()
  readonly #early = new Map<number, Batch>()
  #seq = 0
  #broken = false

  /** The last batch that is in. */
  get seq(): number {
    return this.#seq
  }

  /** The block of the run itself, once it has come. */
  get run(): Block | undefined {
    for (const block of this.#blocks.values()) if (block.parent === null) return block
    return undefined
  }

  /** Blocks that have not closed, in the order in which they were opened. */
  get open(): Iterable<Block> {
    return this.#open
  }

  /** Whether something was lost on the way, so that only a snapshot can help. */
  get missing(): boolean {
    return this.#broken || this.#early.size > 0
  }

  get(id: string): Block | undefined {
    return this.#blocks.get(id)
  }

  /** Fold one batch in; `nowMs` is the page's clock, for what is ticking. */
  apply(batch: Batch, nowMs: number): Touched {
    const touched = new Set<string>()
    if (batch.seq <= this.#seq) return touched
    this.#early.set(batch.seq, batch)
    if (!this.#broken) this.#catchUp(touched, nowMs)
    return touched
  }

  /**
   * Make the document what the snapshot says, and keep every block that it knows as the same one.
   *
   * A snapshot older than what is here tells nothing new and changes nothing.
   */
  load(snapshot: Snapshot, nowMs: number): Touched {
    const touched = new Set<string>()
    if (snapshot.time !== undefined) this.clock.heard(snapshot.time, nowMs)
    const first = this.#blocks.size === 0 && !this.#broken
    if (snapshot.seq < this.#seq || (snapshot.seq === this.#seq && !first)) return touched
    this.#broken = false
    this.#seq = snapshot.seq
    this.#arrange(snapshot.blocks, touched)
    for (const seq of this.#early.keys()) if (seq <= snapshot.seq) this.#early.delete(seq)
    this.#catchUp(touched, nowMs)
    return touched
  }

  /** What `load` of another document would take to be the same as this one. */
  snapshot(): Snapshot {
    const blocks = [...this.#blocks.values()].map(
      ({ id, kind, parent, props, text, closed }): BlockState => ({
        id,
        kind,
        parent,
        props,
        text: text.toString(),
        closed,
      }),
    )
    return { seq: this.#seq, blocks }
  }

  #catchUp(touched: Set<string>, nowMs: number): void {
    for (;;) {
      const batch = this.#early.get(this.#seq + 1)
      if (batch === undefined) return
      this.#early.delete(batch.seq)
      try {
        for (const change of batch.changes) this.#change(change, touched, nowMs)
      } catch (error) {
        // Half a batch is in: the rest of the story only makes sense after a snapshot.
        this.#broken = true
        throw error
      }
      this.#seq = batch.seq
    }
  }

  #change(change: Change, touched: Set<string>, nowMs: number): void {
    if (change.op === "open") {
      if (this.#blocks.has(change.id)) throw new ProtocolError(`block "${change.id}" opened twice`)
      this.#insert({ ...change, text: "", closed: false }, touched)
    } else {
      this.#alter(this.#known(change.id), change, touched)
    }
    if (change.op === "open" || change.op === "set") {
      const started = amount(this.#known(change.id), "started")
      if (started !== null && "started" in change.props) this.clock.heard(started, nowMs)
    }
  }

  #alter(block: Kept, change: Exclude<Change, { op: "open" }>, touched: Set<string>): void {
    touched.add(block.id)
    switch (change.op) {
      case "append":
        block.text.append(change.text)
        return
      case "set": {
        const { text, ...props } = change.props
        if (typeof text === "string") block.text.become(text)
        block.props = { ...block.props, ...props }
        // Of all blocks the run alone may open again: it failed, and goes on.
        if (block.kind === "run" && props.status === "streaming" && block.closed) {
          block.closed = false
          this.#open.add(block)
        }
        return
      }
      case "close":
        block.closed = true
        this.#open.delete(block)
        return
      case "retract":
        this.#remove(block, touched)
    }
  }

  #insert(state: BlockState, touched: Set<string>): Kept {
    const above = state.parent === null ? undefined : this.#known(state.parent)
    const text = new GrowingText()
    text.append(state.text)
    const { id, kind, parent, props, closed } = state
    const block: Kept = { id, kind, parent, props, text, closed, children: [], arrangement: 0 }
    this.#blocks.set(id, block)
    if (!closed) this.#open.add(block)
    above?.children.push(block)
    touched.add(id)
    if (above !== undefined) touched.add(above.id)
    return block
  }

  #remove(block: Kept, touched: Set<string>): void {
    const above = block.parent === null ? undefined : this.#blocks.get(block.parent)
    if (above !== undefined) {
      above.children.splice(above.children.indexOf(block), 1)
      above.arrangement++
      touched.add(above.id)
    }
    this.#forget(block, touched)
  }

  #forget(block: Kept, touched: Set<string>): void {
    this.#blocks.delete(block.id)
    this.#open.delete(block)
    touched.add(block.id)
    for (const child of block.children) this.#forget(child, touched)
  }

  #arrange(states: readonly BlockState[], touched: Set<string>): void {
    const kept = new Set(states.map(({ id }) => id))
    for (const block of [...this.#blocks.values()]) {
      if (!kept.has(block.id) && this.#blocks.has(block.id)) this.#remove(block, touched)
    }
    const order = new Map<Kept, Kept[]>()
    for (const state of states) {
      const block = this.#adopt(state, touched)
      order.set(block, [])
      if (block.parent !== null) order.get(this.#known(block.parent))?.push(block)
    }
    this.#blocks.clear()
    for (const [block, children] of order) {
      this.#blocks.set(block.id, block)
      this.#reorder(block, children)
    }
  }

  #adopt(state: BlockState, touched: Set<string>): Kept {
    const block = this.#blocks.get(state.id)
    if (block === undefined) return this.#insert(state, touched)
    if (block.kind !== state.kind || block.parent !== state.parent) {
      this.#remove(block, touched)
      return this.#insert(state, touched)
    }
    block.props = state.props
    block.closed = state.closed
    block.text.become(state.text)
    if (state.closed) this.#open.delete(block)
    else this.#open.add(block)
    touched.add(block.id)
    return block
  }

  #reorder(block: Kept, children: Kept[]): void {
    if (children.every((child, index) => child === block.children[index])) return
    block.children = children
    block.arrangement++
  }

  #known(id: string): Kept {
    const block = this.#blocks.get(id)
    if (block !== undefined) return block
    throw new ProtocolError(
      `a change to block "${id}", which is not here: expected a block that was opened and not ` +
        "retracted; a snapshot of the whole is being asked for",
    )
  }
}
