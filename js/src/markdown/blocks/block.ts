/** The tree of blocks: "Container blocks" and "Leaf blocks" of the specification. */

export type BlockKind =
  | "document"
  | "quote"
  | "list"
  | "item"
  | "footnote"
  | "paragraph"
  | "heading"
  | "code"
  | "math"
  | "html"
  | "rule"
  | "table"
  | "row"
  | "cell"

export type Align = "left" | "center" | "right" | null

/** What begins a list item; items whose markers have the same character make one list. */
export interface Marker {
  /** The bullet, or the `.` or `)` after a number. */
  readonly character: string
  /** The number of an ordered item; null for a bullet. */
  readonly start: number | null
}

/** How a fenced block was opened, and so how it closes. */
export interface Fence {
  readonly character: string
  readonly length: number
  /** Columns before the opening fence; as many are taken off each line. */
  readonly indent: number
}

export class Block {
  readonly children: Block[] = []
  /** The text of a leaf, in order; each line ends in "\n". Grows at its end only, or is replaced. */
  pieces: string[] = []
  /** Text of the unfinished line, shown but not yet taken. */
  draft = ""
  /** Fenced code: what stands behind the opening fence, as written. */
  info = ""
  /** Closed by a complete line: nothing will change it again. */
  final = false
  /** Number of the last line that belongs to it. */
  end: number

  // What only some kinds have, the others lack: making so many fields took an engine without a
  // compiler longer than parsing what is in them.

  /** A heading's level, 1 to 6; 1 for a cell of a table's header. */
  declare level: number | undefined
  /** A list: whether a blank line stands between its items or between an item's blocks. */
  declare loose: boolean | undefined
  /** A list: what begins its items. */
  declare marker: Marker | undefined
  /** An item or footnote: columns of indentation that its content has. */
  declare indent: number
  /** A task item: whether its box is ticked. */
  declare checked: boolean | undefined
  /** A paragraph that begins with a task's box: whose box, and as it was written. */
  declare task: { readonly item: Block; readonly box: string } | undefined
  /** Fenced code: its fence. */
  declare fence: Fence | undefined
  /** Code: blank lines of indented code that count only if more code follows. */
  declare blanks: string[]
  /** Raw HTML and math blocks: what ends them; without one, a blank line does. */
  declare ending: RegExp | null | undefined
  /** A table, or a cell alone. */
  declare align: readonly Align[]
  /** A footnote's normalised label. */
  declare label: string

  /** `start`: number of the line it begins in. */
  constructor(
    public kind: BlockKind,
    readonly start: number,
  ) {
    this.end = start
  }

  /** The text of a leaf so far, with what is shown of an unfinished line. */
  get text(): string {
    return this.pieces.join("") + this.draft
  }
}

/** Whether a block takes lines of text, and never blocks. */
export function isLeaf({ kind }: Block): boolean {
  return kind !== "document" && kind !== "list" && !isNested(kind)
}

/** Whether blocks of this kind count as levels: each asks something of the lines in it. */
export function isNested(kind: BlockKind): boolean {
  return kind === "quote" || kind === "item" || kind === "footnote"
}

/** Whether `parent` can hold a block of this kind. */
export function canHold(parent: Block, kind: BlockKind): boolean {
  if (parent.kind === "list") return kind === "item"
  return kind !== "item" && !isLeaf(parent)
}

/** Number of the last line of a block. Containers end no sooner than their last block. */
export function endOf(block: Block): number {
  let end = block.end
  for (let last = block.children.at(-1); last; last = last.children.at(-1))
    end = Math.max(end, last.end)
  return end
}
