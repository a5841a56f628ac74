/**
 * Lines and columns: "Tabs" of the specification.
 *
 * A tab is never replaced by spaces in the text, but where indentation is counted it reaches to
 * the next multiple of four columns, and a block may take only some of those columns.
 */

const TAB = 9
const SPACE = 32

/** A place in one line (its ending taken off), counted in characters and in columns. */
export class Line {
  /** Characters taken so far. */
  offset = 0
  /** Columns taken so far. */
  column = 0
  /** Offset of the next character that is neither space nor tab. */
  next = 0
  /** Columns between here and `next`. */
  indent = 0
  /** Whether nothing but spaces and tabs is left. */
  blank = false
  /** Columns of the tab at `offset` that have been taken already. */
  #taken = 0

  constructor(readonly text: string) {
    this.#look()
  }

  /** The line from the next character that is neither space nor tab. */
  get rest(): string {
    return this.text.slice(this.next)
  }

  /** What is left as content: the rest of a half taken tab becomes spaces. */
  get content(): string {
    if (this.#taken === 0) return this.text.slice(this.offset)
    return " ".repeat(4 - (this.column % 4)) + this.text.slice(this.offset + 1)
  }

  /** Take `count` columns, or as many as there are spaces and tabs for. */
  skipColumns(count: number): void {
    let left = count
    while (left > 0 && this.offset < this.next) {
      const isTab = this.text.charCodeAt(this.offset) === TAB
      const width = isTab ? 4 - (this.column % 4) : 1
      const step = Math.min(width, left)
      this.column += step
      left -= step
      if (step === width) {
        this.offset++
        this.#taken = 0
      } else this.#taken += step
    }
    this.#look()
  }

  /** Take the indentation, and `count` characters behind it, none of which is a tab. */
  skipCharacters(count: number): void {
    this.skipColumns(this.indent)
    this.offset += count
    this.column += count
    this.#look()
  }

  #look(): void {
    let at = this.offset
    let column = this.column
    for (; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at)
      if (code === SPACE) column++
      else if (code === TAB) column += 4 - (column % 4)
      else break
    }
    this.next = at
    this.indent = column - this.column
    this.blank = at === this.text.length
  }
}
