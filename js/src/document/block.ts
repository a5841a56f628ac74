/** A block of a document, as the front end keeps it. */

import type { BlockKind, Props } from "../wire/messages.ts"
import type { GrowingText } from "./text.ts"

export interface Block {
  readonly id: string
  readonly kind: BlockKind
  readonly parent: string | null
  readonly props: Props
  readonly text: GrowingText
  readonly closed: boolean
  /** In the order in which they were opened. */
  readonly children: readonly Block[]
  /** Changes when children went or moved; while it stays, children were only added at the end. */
  readonly arrangement: number
}

/** A fact that is a piece of text; empty when the block does not have it. */
export function word(block: Block, name: string): string {
  const value = block.props[name]
  return typeof value === "string" ? value : ""
}

/** A fact that is a number; null when the block does not have it. */
export function amount(block: Block, name: string): number | null {
  const value = block.props[name]
  return typeof value === "number" && Number.isFinite(value) ? value : null
}
