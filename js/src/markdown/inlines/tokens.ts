/** What the scanner cuts a leaf's text into. The tree is built from these, in one pass. */

import type { Inline } from "./inline.ts"

export type Token = Text | Newline | Atom | Run | Opener | Closer

/** Text as it will be shown. */
export interface Text {
  readonly kind: "text"
  text: string
  readonly from: number
  /** Whether the source reads exactly the same. */
  readonly verbatim: boolean
}

/** A line ending that is shown as such. */
export interface Newline {
  readonly kind: "newline"
}

/** An inline that is complete in itself. */
export interface Atom {
  readonly kind: "atom"
  readonly inline: Inline
}

/** A delimiter run. Matching takes its characters from the inner ends. */
export interface Run {
  readonly kind: "run"
  readonly from: number
  readonly character: string
  /** Characters it was written with. */
  readonly length: number
  readonly canOpen: boolean
  readonly canClose: boolean
  /** Characters not matched. */
  left: number
  /** Delimiter lengths of the spans it closes, innermost first. */
  readonly closes: number[]
  /** Delimiter lengths of the spans it opens, innermost first. */
  readonly opens: number[]
}

/** `[` or `![`; text unless a link or image was made of it. */
export interface Opener {
  readonly kind: "opener"
  readonly from: number
  readonly image: boolean
  /** Number of delimiter runs before it. */
  readonly runs: number
  /** Whether another bracket opened after it: then what it encloses is no label. */
  nested: boolean
  /** Offset of the bracket that closes it, or that of a link in it; 0 while there is neither. */
  closed: number
  target: { readonly href: string | null; readonly title: string | null } | null
}

/** The end of a link or image, with the source to show if it is nested too deep. */
export interface Closer {
  readonly kind: "closer"
  readonly source: string
}

/** What more text could still change in the text of one leaf. */
export interface Doubts {
  /** Note that what begins at `from` could still turn out otherwise. */
  doubt(from: number): void
  /** Whether what has begun before `from` and not ended is shown as if it went on to the end. */
  unfinished(from: number): boolean
}
