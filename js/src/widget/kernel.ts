/**
 * Whether the kernel that a view came from is still there, where the host can tell: then a run that
 * has not ended never will, and nobody answers its buttons.
 */

/** A page that did not ask for the restart may hear of the new kernel alone, which is `starting`. */
const GONE = new Set<unknown>(["restarting", "autorestarting", "starting", "dead", "terminating"])

interface Signal {
  connect(listener: (sender: unknown, argument: unknown) => void): unknown
  disconnect(listener: (sender: unknown, argument: unknown) => void): unknown
}

interface Manager {
  readonly kernel?: {
    readonly statusChanged?: Signal
    readonly iopubMessage?: Signal
    readonly disposed?: Signal
  } | null
}

interface Message {
  readonly header?: { readonly msg_type?: string; readonly session?: string }
}

/** Call `gone` once, when the kernel restarts, dies or is shut down, unless `signal` aborts. */
export function whenGone(manager: unknown, gone: () => void, signal: AbortSignal): void {
  const kernel = (manager as Manager | null | undefined)?.kernel
  let known: string | undefined
  const heard = (_: unknown, status: unknown) => {
    if (GONE.has(status)) leave()
  }
  // A new kernel may have started before this page was connected to it: but whatever it does it
  // says in a session of its own.
  const did = (_: unknown, message: unknown) => {
    const { msg_type, session } = (message as Message).header ?? {}
    if (msg_type !== "status") return
    known ??= session
    if (session !== known) leave()
  }
  const ended = () => leave()
  const listen = (how: "connect" | "disconnect") => {
    kernel?.statusChanged?.[how](heard)
    kernel?.iopubMessage?.[how](did)
    kernel?.disposed?.[how](ended)
  }
  const leave = () => {
    listen("disconnect")
    gone()
  }
  listen("connect")
  signal.addEventListener("abort", () => listen("disconnect"), { once: true })
}
