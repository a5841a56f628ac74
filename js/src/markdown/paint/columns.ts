/**
 * The columns of a long table.
 *
 * A browser lays out all rows of a table again for each that is added. So a table that has grown
 * beyond its first group of rows keeps the widths that these ask for, and its groups stand by
 * themselves. What they ask for is told from their text, not measured: it is the same everywhere.
 */

import type { Block } from "../blocks/block.ts"
import type { Sink } from "../sink.ts"
import { ROWS } from "./layout.ts"

/** Widths of text in characters; wider columns break their lines. */
const NARROWEST = 3
const WIDEST = 40

/** Markup that takes no room: markers, and where links lead. */
const UNSEEN = /\]\([^)]*\)|[*_`~[\]\\$]/g
/** Characters as wide as two. */
const WIDE = /[\u1100-\uffdc\u{1f000}-\u{1faff}]/gu

export class Columns<Node> {
  /** Each group's first row, as long as there are no widths. */
  readonly #waiting: Node[] = []
  #widths: readonly number[] | null = null

  constructor(readonly sink: Sink<Node>) {}

  /** A row has cells now. Of each group the first row decides about the widths of all. */
  row(index: number, row: Node): void {
    if (index > 0 && (index - 1) % ROWS > 0) return
    if (this.#widths) this.sink.widen(row, this.#widths)
    else this.#waiting[index] = row
  }

  /** So many rows are final, the header among them: whether that makes the table a long one. */
  freeze(table: Block, rows: number): boolean {
    if (this.#widths || rows <= ROWS) return false
    const measured = table.children.slice(0, ROWS + 1)
    const widths = table.align.map((_, column) =>
      Math.min(WIDEST, Math.max(NARROWEST, ...measured.map((row) => widthOf(row, column)))),
    )
    for (const row of this.#waiting) if (row) this.sink.widen(row, widths)
    this.#widths = widths
    return true
  }
}

function widthOf(row: Block, column: number): number {
  const text = (row.children[column]?.text ?? "").slice(0, 400).replace(UNSEEN, "")
  return text.replace(WIDE, "__").length
}
