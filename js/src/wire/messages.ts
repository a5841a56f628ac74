/** What travels between kernel and page. `src/nbstream/document/changes.py` has the same words. */

/** The kinds of block there are. The run itself is a block: the one without a parent. */
export type BlockKind =
  | "run"
  | "text"
  | "reasoning"
  | "tool"
  | "handoff"
  | "agent"
  | "error"
  | "output"
  | "image"
  | "display"
  | "source"
  | "chat"
  | "turn"
  | "unknown"

/** Named facts about a block. What each kind has is in `docs/design.md`, "The wire". */
export type Props = Readonly<Record<string, unknown>>

export type Change =
  | {
      readonly op: "open"
      readonly id: string
      readonly kind: BlockKind
      readonly parent: string | null
      readonly props: Props
    }
  | { readonly op: "append"; readonly id: string; readonly text: string }
  | { readonly op: "set"; readonly id: string; readonly props: Props }
  | { readonly op: "close"; readonly id: string }
  | { readonly op: "retract"; readonly id: string }

/** What one flush of the kernel sends. `seq` counts from 1, without gaps. */
export interface Batch {
  readonly seq: number
  readonly changes: readonly Change[]
}

/** A block as a snapshot tells it. */
export interface BlockState {
  readonly id: string
  readonly kind: BlockKind
  readonly parent: string | null
  readonly props: Props
  readonly text: string
  readonly closed: boolean
}

/** The whole document after batch `seq`; parents stand before their children, children in order. */
export interface Snapshot {
  readonly seq: number
  readonly blocks: readonly BlockState[]
  /** The run's clock when this was told, in seconds; a late view of a running tool ticks by it. */
  readonly time?: number
  /** True: it is too long for a message, and its blocks are to be asked for in parts. */
  readonly parts?: boolean
}

/** A part of the snapshot as of batch `snapshot`: the document's own story, in batches from 1 on. */
export interface Part {
  readonly snapshot: number
  readonly last: boolean
  readonly batch: Batch
}

/** What the caller chose in Python, as far as the page needs it. */
export interface Options {
  /** Paints a second, at most. */
  readonly render_fps: number
  /** False: text is shown as it is, with its line breaks. */
  readonly markdown: boolean
  /** Whether the browser may skip the rendering of what is off screen. */
  readonly virtual_scroll: boolean
  /** Addresses (origin and path prefix) that images may come from. */
  readonly images: readonly string[]
  /** What keeps the content: a hidden output beside the view, or one that takes its place. */
  readonly settle: "auto" | "html" | "widget"
  /** The view's own model id; empty where it has none. */
  readonly model: string
}

/** What the page may say to the kernel. */
export type Message =
  | { readonly type: "drawn"; readonly seq: number; readonly ms: number; readonly hidden: boolean }
  | { readonly type: "resync"; readonly seq: number }
  | { readonly type: "part"; readonly snapshot: number; readonly part: number }
  | { readonly type: "here" }
  | { readonly type: "page" }
  | { readonly type: "stop" }
  | { readonly type: "left" }
  | { readonly type: "retry" }
  | (Answer & { readonly type: "approve"; readonly always: boolean })
  | (Answer & { readonly type: "reject"; readonly message: string })

/** What every decision about a call says: which call, which question, and what was shown of it. */
interface Answer {
  readonly id: string
  readonly nonce: string
  readonly digest: string
}

/** What the page may say to the kernel about a conversation. */
export type ChatMessage =
  | { readonly type: "opened" }
  | { readonly type: "page" }
  | { readonly type: "resync"; readonly seq: number }
  | { readonly type: "stop" }
  | { readonly type: "clear" }
  | { readonly type: "retry"; readonly turn: string }
  | { readonly type: "choose"; readonly turn: string }
  | { readonly type: "withdraw"; readonly turn: string }
  | { readonly type: "edit"; readonly turn: string; readonly text: string }
  | {
      readonly type: "submit"
      readonly text: string
      /** By which the page knows its question again. */
      readonly nonce: string
      /** What is known of each file; their contents travel beside, in this order. */
      readonly files: readonly { readonly name: string; readonly preview: string }[]
    }
