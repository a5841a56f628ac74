/**
 * The quiet line under a run that is under way: what it waits for, for how long, and Stop.
 *
 * It is told from the document each time, so it is never stale; what is announced to a screen
 * reader changes with the activity, never with a token or a second.
 */

import { NAME_CHARACTERS } from "../bounds/index.ts"
import { type Activity, activityOf } from "../document/activity.ts"
import { control } from "./controls.ts"
import { element, setText, show } from "./dom.ts"
import { STOP_HEARD_MS, TIMED_AFTER_MS } from "./limits.ts"
import type { Surroundings, View } from "./view.ts"
import { visibleName } from "./visible.ts"
import { ticking } from "./words.ts"

export function activityLine(surroundings: Surroundings, runId: string): View<void> {
  const { document: run, now, tick, touch } = surroundings
  const pulse = element("span", "nbs-pulse")
  pulse.setAttribute("aria-hidden", "true")
  const doing = element("span", "nbs-doing")
  doing.setAttribute("role", "status")
  const elapsed = element("span", "nbs-elapsed")
  elapsed.setAttribute("aria-hidden", "true")
  const stop = stopButton(surroundings, () => touch(runId))
  const interrupt = interruptButton(surroundings)
  const line = element("div", "nbs-activity", pulse, doing, " ", elapsed, " ", stop.element)
  if (interrupt !== null) line.append(" ", interrupt.element)
  line.hidden = true

  let said = ""
  let sinceMs = 0

  return {
    element: line,
    update() {
      const activity = activityOf(run)
      show(line, activity !== null)
      if (activity === null) {
        // A run that is over looks the same to whoever saw it and to whoever comes late.
        said = ""
        setText(doing, said)
        setText(elapsed, said)
        delete line.dataset.activity
        return false
      }
      stop.update(activity)
      interrupt?.update(stop.ignored())
      const words = stop.unheard() ?? sentence(activity)
      if (words !== said) sinceMs = now()
      said = words
      line.dataset.activity = activity.is === "writing" ? "writing" : "awaiting"
      setText(doing, words)
      const waited = now() - sinceMs
      setText(elapsed, waited < TIMED_AFTER_MS ? "" : ticking(waited / 1000))
      tick(runId)
      return false
    },
  }
}

interface StopButton extends View<Activity> {
  /** Whether the kernel has had time to answer, and has not. */
  ignored(): boolean
  /** What to say while the kernel has not answered; null when nothing is waited for. */
  unheard(): string | null
}

/**
 * Asks the run to stop, and asked again while it stops, to stop at once. That it stops is for the
 * kernel to say: until then the button only says that it asked.
 */
function stopButton({ now, send, signal }: Surroundings, pressed: () => void): StopButton {
  const button = control(element("button", "nbs-button nbs-stop", "Stop"))
  button.type = "button"
  show(button, send !== null)
  let askedMs: number | null = null
  let stopping = false
  let insisted = false
  button.addEventListener(
    "click",
    () => {
      insisted = stopping
      askedMs ??= now()
      send?.({ type: "stop" })
      pressed()
    },
    { signal },
  )

  return {
    element: button,
    update(activity) {
      stopping = activity.is === "stopping"
      setText(button, stopping ? "Stop now" : "Stop")
      button.disabled = stopping ? insisted : askedMs !== null
      return false
    },
    ignored: () => askedMs !== null && !stopping && now() - askedMs >= STOP_HEARD_MS,
    unheard() {
      if (askedMs === null || stopping) return null
      if (now() - askedMs < STOP_HEARD_MS) return "Asking the kernel to stop…"
      return "The kernel is busy and has not heard Stop yet; interrupting it works at once"
    },
  }
}

/** Interrupts the kernel, which is offered when it hears nothing; null where the host forbids it. */
function interruptButton({ interrupt, signal }: Surroundings): View<boolean> | null {
  if (interrupt === null) return null
  const button = control(element("button", "nbs-button nbs-interrupt", "Interrupt the kernel"))
  button.type = "button"
  button.hidden = true
  button.addEventListener(
    "click",
    (event) => {
      // It ends whatever the kernel does: a script of the page is nobody.
      if (event.isTrusted) interrupt()
    },
    { signal },
  )
  return {
    element: button,
    update(offered) {
      show(button, offered)
      return false
    },
  }
}

function sentence(activity: Activity): string {
  switch (activity.is) {
    case "waiting for the first token":
      return "Waiting for the first token"
    case "waiting for the model":
      return "Waiting for the model"
    case "thinking":
      return "Thinking"
    case "writing":
      return "Writing"
    case "writing arguments":
      return `Writing arguments for ${toolName(activity.tool)}`
    case "calling":
      return `Calling ${toolName(activity.tool)}${andMore(activity.more)}`
    case "running":
      return `Running ${toolName(activity.tool)}${andMore(activity.more)}`
    case "waiting for a decision":
      return "Waiting for your decision"
    case "stopping":
      return activity.tool === "" ? "Stopping…" : `Stopping after ${toolName(activity.tool)}`
  }
}

function andMore(more: number): string {
  return more === 0 ? "" : ` and ${more} more`
}

function toolName(name: string): string {
  return visibleName(name || "a tool", NAME_CHARACTERS)
}
