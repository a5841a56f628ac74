/**
 * What the host tells of the kernel behind a conversation. Hosts differ: whatever one of them does
 * not have is taken for a kernel that is there.
 */

import { whenGone } from "../widget/kernel.ts"

/** `gone`: another kernel has taken its place, which knows nothing of this conversation. */
export type Line = "open" | "waiting" | "gone"

export interface Host {
  line(): Line
  /** Call when it may have changed, until `signal` aborts. */
  changed(listener: () => void, signal: AbortSignal): void
}

interface Signal {
  connect?(slot: () => void): void
  disconnect?(slot: () => void): void
}

/** As ipywidgets has it. */
interface Shared {
  readonly comm_live?: boolean
  on?(event: string, listener: () => void): void
  off?(event: string, listener: () => void): void
}

/** As JupyterLab has it. */
interface Manager {
  readonly kernel?: {
    readonly connectionStatus?: string
    readonly connectionStatusChanged?: Signal
  }
}

export function hostOf(shared: unknown, manager: unknown, life: AbortSignal): Host {
  const model = (shared ?? {}) as Shared
  const kernel = ((manager ?? {}) as Manager).kernel
  const listeners = new Set<() => void>()
  let gone = false
  // The host marks models as dead on the page that restarted the kernel, and on no other.
  whenGone(
    manager,
    () => {
      gone = true
      for (const listener of listeners) listener()
    },
    life,
  )
  return {
    line() {
      if (gone || model.comm_live === false) return "gone"
      const connected = kernel?.connectionStatus
      return connected === undefined || connected === "connected" ? "open" : "waiting"
    },
    changed(listener, signal) {
      const event = "comm_live_update"
      listeners.add(listener)
      model.on?.(event, listener)
      kernel?.connectionStatusChanged?.connect?.(listener)
      signal.addEventListener(
        "abort",
        () => {
          listeners.delete(listener)
          model.off?.(event, listener)
          kernel?.connectionStatusChanged?.disconnect?.(listener)
        },
        { once: true },
      )
    },
  }
}
