/**
 * The renderer as notebooks get it: the module that the loader imports once for each page.
 *
 * Exports `attach`, which is all that the loader calls, the protocol it speaks, and for tests of a
 * page which elements are its controls.
 */

import { pageSchedule } from "./schedule/page.ts"
import { type Extras, fetchedExtras } from "./view/extras.ts"
import { type Session, session } from "./widget/session.ts"
import type { ChatMessage, Message, Snapshot } from "./wire/messages.ts"

export { isOurControl as isControl } from "./view/controls.ts"
export { PROTOCOL_VERSION as protocol } from "./wire/decode.ts"

/** What the loader knows of a model when the renderer arrives. */
export interface Attached {
  readonly options: unknown
  readonly send: (message: Message | ChatMessage, buffers?: ArrayBuffer[]) => void
  /** Have the model keep a snapshot that came in parts. */
  readonly keep?: (snapshot: Snapshot) => void
  /** Interrupt the kernel; null where the host lets no view do that. */
  readonly interrupt: (() => void) | null
  readonly signal: AbortSignal
  /** Fetch what a module of the shared model exports; null when the kernel has no such module. */
  readonly module: (name: "code" | "math") => Promise<unknown>
  /** This module, for a part that shows models of another kind by means of it. */
  readonly core: unknown
  /** The shared model itself, as the host keeps it. */
  readonly shared: unknown
  /** What the host knows its models by; what else it can do differs from host to host. */
  readonly manager: unknown
}

/** One for the page: what one view has fetched is there for all of them. */
let extras: Extras | undefined

/** Take over a model; what it has said so far is told to the session next, in order. */
export function attach(model: Attached): Session {
  const schedule = pageSchedule()
  extras ??= fetchedExtras(model.module, (error) => schedule.failed(error))
  return session({ ...model, schedule, extras })
}
