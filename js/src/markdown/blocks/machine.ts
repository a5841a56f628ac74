/**
 * The line machine: phase one of the specification's parsing strategy.
 *
 * Each complete line is taken in once: it continues some of the open blocks, closes the others,
 * may open new ones, and adds its text to the last. Nothing that has been closed is looked at
 * again. An unfinished line is taken in as a draft, which `undo` takes back without a trace.
 */

import { Definitions } from "../definitions.ts"
import { Line } from "../lines.ts"
import { Block, type BlockKind, canHold, endOf, isLeaf, isNested } from "./block.ts"
import { addCode } from "./code.ts"
import type { Builder, Continued, Started } from "./grammar.ts"
import { takeDefinitions } from "./paragraphs.ts"
import { CERTAIN, continues, PLAIN, startsAt } from "./rulebook.ts"
import { addRow } from "./tables.ts"

/** What a draft may change of one open block. */
interface Saved {
  readonly block: Block
  readonly children: number
  readonly end: number
  readonly loose: boolean | undefined
}

export class Machine implements Builder {
  readonly root = new Block("document", 0)
  readonly definitions = new Definitions()
  readonly #stack: Block[] = [this.root]
  /** How many of the open blocks the line at hand continues. */
  #matched = 1
  #number = 0
  #saved: Saved[] | null = null
  /** Whether the text put last could only have been text, however its line goes on. */
  #certain = false
  /** What stands behind a line of text: nothing while the line goes on. */
  #ending = "\n"

  constructor(readonly extended: boolean) {}

  get tip(): Block {
    return this.#stack.at(-1) ?? this.root
  }

  get drafting(): boolean {
    return this.#saved !== null
  }

  get depth(): number {
    return this.#stack.filter(({ kind }) => isNested(kind)).length
  }

  /** Take in the beginning of a line of which `draft` said that it is certain. */
  begin(text: string): void {
    this.#ending = ""
    this.take(text)
    this.#ending = "\n"
  }

  /** Add to the line that was begun. */
  extend(text: string): void {
    this.tip.pieces.push(text)
  }

  /** End the line that was begun. */
  finish(): void {
    this.tip.pieces.push("\n")
    this.#takeGrownDefinitions(this.tip)
  }

  /**
   * Show an unfinished line as what it is so far.
   *
   * Returns whether it is certain that the line adds text to a leaf, whatever follows on it.
   */
  draft(text: string): boolean {
    this.#saved = this.#stack.map((block) => ({
      block,
      children: block.children.length,
      end: block.end,
      loose: block.loose,
    }))
    this.#certain = false
    this.take(text)
    return this.#certain
  }

  /** Take the draft back. */
  undo(): void {
    const saved = this.#saved
    if (!saved) return
    this.#saved = null
    this.#number--
    this.#stack.length = 0
    for (const { block, children, end, loose } of saved) {
      block.children.length = children
      block.end = end
      block.loose = loose
      block.draft = ""
      this.#stack.push(block)
    }
  }

  /** Close every block. */
  close(): void {
    while (this.#stack.length > 0) this.closeTip()
  }

  open(kind: BlockKind): Block {
    this.#closeUnmatched()
    while (!canHold(this.tip, kind)) this.closeTip()
    const parent = this.tip
    const before = parent.children.at(-1)
    if (before && this.#number - endOf(before) > 1) this.#loosen(parent)
    const block = new Block(kind, this.#number)
    parent.children.push(block)
    this.#stack.push(block)
    this.#matched = this.#stack.length
    return block
  }

  turnTip(kind: BlockKind): Block {
    const { tip } = this
    tip.kind = kind
    tip.end = this.#number
    return tip
  }

  put(block: Block, text: string): void {
    block.end = this.#number
    if (this.#saved) block.draft = text
    else block.pieces.push(text + this.#ending)
  }

  closeTip(): void {
    const block = this.#stack.pop()
    if (!block) return
    if (this.#saved) return
    if (block.kind === "paragraph") takeDefinitions(block, this.definitions, "closing")
    // Math that was never closed is the text it was written as.
    if (block.kind === "math" && block.ending) block.kind = "paragraph"
    block.final = true
  }

  /** Take in a complete line, without its ending. */
  take(text: string): void {
    this.#number++
    const line = new Line(text)
    const stack = this.#stack
    let depth = 1
    for (let held: Continued = "yes"; depth < stack.length; depth++) {
      held = continues(stack[depth] ?? this.root, line)
      if (held === "no") break
      const block = stack[depth]
      // A quote reaches as far down as its markers; other containers as far as their content.
      if (block && (held === "end" || block.kind === "quote")) block.end = this.#number
      if (held === "end") {
        this.closeTip()
        return
      }
    }
    this.#matched = depth

    let block = stack[depth - 1] ?? this.root
    while (!isLeaf(block) || block.kind === "paragraph" || block.kind === "table") {
      const started = this.#start(line, block)
      if (started === "done") return
      if (started === "no") break
      block = this.tip
      if (started === "leaf") break
    }
    this.#addText(line, block)
  }

  #start(line: Line, container: Block): Started {
    if (line.blank || (line.indent < 4 && PLAIN.test(line.rest))) return "no"
    for (const start of startsAt(line, this.drafting)) {
      const started = start(line, container, this)
      if (started !== "no") return started
    }
    return "no"
  }

  #addText(line: Line, block: Block): void {
    // Laziness: text goes on with a paragraph although a marker before it is missing.
    const tip = this.tip
    if (this.#matched < this.#stack.length && tip.kind === "paragraph" && !line.blank) {
      this.#addToParagraph(tip, line)
      return
    }
    this.#closeUnmatched()
    switch (block.kind) {
      case "paragraph":
        this.#addToParagraph(block, line)
        return
      case "code":
        this.#addToCode(block, line)
        return
      case "math":
        this.#addLine(block, line.rest)
        return
      case "html":
        this.#addLine(block, line.content)
        return
      case "table":
        addRow(block, line.rest, this.#number, !this.#saved)
        return
    }
    if (!line.blank) this.#addToParagraph(this.open("paragraph"), line)
  }

  #addToParagraph(paragraph: Block, line: Line): void {
    const text = line.rest
    this.#certain = this.drafting && CERTAIN.test(text)
    this.put(paragraph, text)
    if (!this.#saved && this.#ending !== "") this.#takeGrownDefinitions(paragraph)
  }

  /** Take definitions as they come; more and more seldom, if a paragraph of them does not end. */
  #takeGrownDefinitions({ kind, pieces }: Block): void {
    const { length } = pieces
    if (kind === "paragraph" && (length < 16 || Number.isInteger(Math.log2(length))))
      takeDefinitions(this.tip, this.definitions, "growing")
  }

  #addToCode(code: Block, line: Line): void {
    this.#certain = !line.blank && !/^[`~]/.test(line.rest)
    addCode(code, line, this)
  }

  /** Add to math or HTML, which ends with the line that its ending is found in. */
  #addLine(block: Block, text: string): void {
    this.put(block, text)
    if (this.#saved || !block.ending || text.search(block.ending) < 0) return
    block.ending = null
    this.closeTip()
  }

  #closeUnmatched(): void {
    while (this.#stack.length > this.#matched) this.closeTip()
  }

  /** A blank line came between two children of `parent`. */
  #loosen(parent: Block): void {
    const list = parent.kind === "item" ? this.#stack.at(-2) : parent
    if (list?.kind === "list") list.loose = true
  }
}
