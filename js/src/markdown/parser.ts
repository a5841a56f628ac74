/**
 * Text in, tree of blocks out: however the text is cut, the tree is the same.
 *
 * Pure: nothing here knows a page, a clock or a sink. What shows the tree looks at it after
 * `draft()`, when the unfinished last line is part of it, and may keep what is `final`.
 */

import type { Block } from "./blocks/block.ts"
import { Machine } from "./blocks/machine.ts"
import { isHighSurrogate } from "./characters.ts"
import type { Definitions } from "./definitions.ts"
import { holdsBack } from "./drafts.ts"

/** From this length on, the beginning of a line that is certain to be text is taken in early. */
const LONG_LINE = 256
/** Up to this length, a line that is not certain is shown whenever it grows. */
const LONG_DRAFT = 2048

export class Parser {
  readonly #machine: Machine
  /** What came since the last line ending, but for what was taken in early. */
  #line = ""
  /** Whether the beginning of this line was taken in early. */
  #begun = false
  /** The first half of a surrogate pair, whose other half is still to come. */
  #half = ""
  /** Whether the last character was a carriage return: a line feed after it ends no second line. */
  #returned = false
  #closed = false
  /** How much of the line is shown as a draft. */
  #drafted = 0

  /** `extended`: GFM, footnotes and math besides CommonMark. */
  constructor({ extended = true }: { readonly extended?: boolean } = {}) {
    this.#machine = new Machine(extended)
  }

  get root(): Block {
    return this.#machine.root
  }

  get definitions(): Definitions {
    return this.#machine.definitions
  }

  get extended(): boolean {
    return this.#machine.extended
  }

  /** Take more text. Must not be called after `close`. */
  write(text: string): void {
    if (text === "" || this.#closed) return
    const whole = this.#half + text
    const end = whole.length - (isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? 1 : 0)
    this.#half = whole.slice(end)
    const from = this.#returned && text.startsWith("\n") ? 1 : 0
    this.#returned = text.endsWith("\r")
    const lines = whole
      .slice(from, end)
      .replaceAll("\0", "\ufffd")
      .replace(/\r\n?/g, "\n")
      .split("\n")
    lines.forEach((line, index) => {
      if (index > 0) this.#endLine()
      this.#line += line
    })
    if (this.#begun) this.#extend()
  }

  /** Show the unfinished line, as what it is so far, until more is written. */
  draft(): void {
    if (this.#closed || this.#begun || this.#mayWait()) return
    this.#machine.undo()
    this.#drafted = this.#line.length
    if (this.#line === "") return
    if (holdsBack(this.#line, this.#machine.tip)) return
    const certain = this.#machine.draft(this.#line)
    if (!certain || this.#line.length < LONG_LINE) return
    this.#machine.undo()
    this.#machine.begin(this.#line)
    this.#line = ""
    this.#drafted = 0
    this.#begun = true
  }

  /** End the document: the last line is complete, and every block is closed. */
  close(): void {
    if (this.#closed) return
    this.withdraw()
    this.#line += this.#half
    if (this.#line !== "" || this.#begun) this.#endLine()
    this.#machine.close()
    this.#closed = true
  }

  /** Take back what is shown of the unfinished line. */
  withdraw(): void {
    this.#machine.undo()
    this.#drafted = 0
  }

  /** A very long line of which nothing is certain is shown again when it has grown by a quarter. */
  #mayWait(): boolean {
    return this.#drafted > LONG_DRAFT && this.#line.length < this.#drafted * 1.25
  }

  #endLine(): void {
    this.withdraw()
    if (this.#begun) {
      this.#extend()
      this.#machine.finish()
    } else this.#machine.take(this.#line)
    this.#line = ""
    this.#begun = false
  }

  #extend(): void {
    if (this.#line !== "") this.#machine.extend(this.#line)
    this.#line = ""
  }
}
