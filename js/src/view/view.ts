/** What every part of the page is made of. */

import type { Block } from "../document/block.ts"
import type { Document } from "../document/document.ts"
import type { Message, Options } from "../wire/messages.ts"
import type { Allowance } from "./allowance.ts"
import type { Extras } from "./extras.ts"

/** An element and the one way to bring it up to date. */
export interface View<Shown> {
  readonly element: HTMLElement
  /**
   * Show `shown` as it is now. Changes the DOM, never looks at layout, and may be called as often
   * as one likes. Returns true when more is left than this frame allows: call it again in the next.
   */
  update(shown: Shown): boolean
}

/** Put `source` into a new cell below the one that holds `beside`; nothing is run. */
export type Insert = (beside: Element, source: string) => void

/** What a part needs of the view that it stands in. */
export interface Surroundings {
  /** Aborts when the view goes: given to every listener. */
  readonly signal: AbortSignal
  readonly document: Document
  readonly options: Options
  readonly extras: Extras
  /** False on a page at rest: nobody can press a button there, so nothing hides behind one. */
  readonly live: boolean
  /** How much may still be written in this frame. */
  readonly allowance: Allowance
  /** What shows each block: it is found again for as long as the block is in the document. */
  readonly views: WeakMap<Block, View<Block>>
  /** Make a list for the blocks that stand in a block. */
  nested(): View<Block>
  /** Milliseconds of the page's clock. */
  now(): number
  /** Bring this block up to date in the next frame. */
  touch(id: string): void
  /** Bring this block up to date again in about a second, because it shows a time that ticks. */
  tick(id: string): void
  /** Call once, after so many milliseconds, for what changes by the time alone. */
  later(ms: number, callback: () => void): void
  /** Say something to the kernel; null where there is none to hear it. */
  readonly send: ((message: Message) => void) | null
  /** Interrupt the kernel; null where that cannot be done. */
  readonly interrupt: (() => void) | null
  /** Put code into a new cell; null where there is no notebook that can be reached. */
  readonly insert: Insert | null
}
