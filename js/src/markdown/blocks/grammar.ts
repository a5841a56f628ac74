/** The words that the rules of the single blocks and the line machine share. */

import type { Definitions } from "../definitions.ts"
import type { Line } from "../lines.ts"
import type { Block, BlockKind } from "./block.ts"

/** What a rule can do to the tree while it looks at a line. */
export interface Builder {
  /** The deepest open block, whether or not this line continues it. */
  readonly tip: Block
  /** Containers around the place this line has reached. */
  readonly depth: number
  readonly definitions: Definitions
  /** Whether the line is unfinished: then nothing is defined by it. */
  readonly drafting: boolean
  /** Whether tables, footnotes and math are understood besides CommonMark. */
  readonly extended: boolean
  /** Open a block where this line is; what it does not continue is closed. */
  open(kind: BlockKind): Block
  /** Let the tip, an open leaf, be one of another kind; drafts may not. */
  turnTip(kind: BlockKind): Block
  /** Add a line of text to a leaf. */
  put(block: Block, text: string): void
  /** Close the tip: no later line belongs to it. */
  closeTip(): void
}

/**
 * What a rule found at the start of a line: nothing; a container, in which more can begin; a
 * leaf that takes the rest of the line; or a block that has taken the whole line.
 */
export type Started = "no" | "container" | "leaf" | "done"

/** A rule that may open a block where `line` is, inside or instead of `container`. */
export type Start = (line: Line, container: Block, build: Builder) => Started

/** Whether a line continues an open block, or is its last line. */
export type Continued = "no" | "yes" | "end"
