/** A whole run on the page: its blocks, what it is doing, and what the page has to say about it. */

import { isOver } from "../document/activity.ts"
import type { Block } from "../document/block.ts"
import { word } from "../document/block.ts"
import type { Document, Touched } from "../document/document.ts"
import type { Painter, Schedule } from "../schedule/schedule.ts"
import type { Message, Options } from "../wire/messages.ts"
import { activityLine } from "./activityLine.ts"
import { Allowance } from "./allowance.ts"
import { blockList } from "./blockList.ts"
import { element, setText, show } from "./dom.ts"
import { ending } from "./ending.ts"
import type { Extras } from "./extras.ts"
import { follow } from "./follow.ts"
import { keepFocusInside, keepKeysInside } from "./keys.ts"
import { TICK_MS, WRITE_PER_FRAME } from "./limits.ts"
import { adoptStyles } from "./styles/adopt.ts"
import type { Insert, Surroundings, View } from "./view.ts"

/** The states that a run can be in; the kernel tells which, and a recording could tell others. */
const STATUSES = new Set(["waiting", "streaming", "stopping", "done", "failed", "stopped"])

export interface RunViewOptions {
  readonly document: Document
  readonly options: Options
  readonly extras: Extras
  readonly schedule: Schedule
  /** Aborts when the view goes. */
  readonly signal: AbortSignal
  /** Say something to the kernel; null where there is none to hear it. */
  readonly send: ((message: Message) => void) | null
  /** Interrupt the kernel; null or missing where that cannot be done. */
  readonly interrupt?: (() => void) | null
  /** Put code into a new cell; null or missing where that cannot be done. */
  readonly insert?: Insert | null
}

export interface RunView {
  readonly element: HTMLElement
  /** These blocks changed: they are painted in the next frame. */
  touched(ids: Touched): void
  /** Say something about the view itself, under all that it shows; empty takes it back. */
  notice(text: string): void
  /** The kernel is gone: what is here stays, and what only it could do is off. */
  gone(): void
  /** Paint now all that waits for a frame. */
  flush(): void
}

/** Buttons that only a kernel can answer. */
const ANSWERED = ".nbs-stop, .nbs-interrupt, .nbs-retry, .nbs-approval button"

const GONE = "No longer live: the kernel was restarted or is gone. What had come stays."

/** Show `document` in `host`: what there is at once, as far as one frame allows, and what comes. */
export function runView(host: HTMLElement, given: RunViewOptions): RunView {
  const { document: run, options, schedule, signal } = given
  const dirty = new Set<string>()
  let alive = true
  const ticking = new Set<string>()
  let ticks: (() => void) | null = null

  const request = () => schedule.request(painter)
  const surroundings: Surroundings = {
    signal,
    document: run,
    options,
    extras: given.extras,
    live: true,
    send: given.send,
    interrupt: given.interrupt ?? null,
    insert: given.insert ?? null,
    allowance: new Allowance(WRITE_PER_FRAME, () => schedule.now()),
    views: new WeakMap<Block, View<Block>>(),
    nested: () => blockList(surroundings),
    now: () => schedule.now(),
    touch(id) {
      dirty.add(id)
      request()
    },
    tick: (id) => ticking.add(id),
    later: (ms, callback) => void schedule.later(ms, callback),
  }

  const blocks = blockList(surroundings)
  const activity = activityLine(surroundings, "run")
  const end = ending(surroundings)
  const notice = element("div", "nbs-notice")
  notice.setAttribute("role", "status")
  notice.hidden = true
  const root = element("div", "nbs", blocks.element, activity.element)
  root.append(end.element, notice)
  keepKeysInside(root, signal)
  host.append(root)
  const bottom = follow(host, signal)
  const styled = adoptStyles(root)

  const painter: Painter = {
    fps: options.render_fps,
    measure: () => bottom.measure(),
    paint(lastMs) {
      styled()
      surroundings.allowance.renew(lastMs)
      keepFocusInside(root, paintDirty)
      bottom.keep()
      bottom.watch(dirty.size > 0 || run.run === undefined || !isOver(run.run))
      tickLater()
      return dirty.size > 0
    },
  }

  const paintDirty = () => {
    for (const id of [...dirty]) {
      if (surroundings.allowance.spent) break
      dirty.delete(id)
      if (paintedInPart(id)) dirty.add(id)
    }
    if (alive) activity.update()
    else turnOff()
  }

  const paintBlock = (id: string): boolean => {
    const block = run.get(id)
    if (block === undefined) return false
    if (block.parent !== null) return surroundings.views.get(block)?.update(block) ?? false
    const status = word(block, "status")
    root.dataset.status = STATUSES.has(status) ? status : ""
    end.update(block)
    return blocks.update(block)
  }

  /** What one block fails with must not keep the others from the page. */
  const paintedInPart = (id: string): boolean => {
    try {
      return paintBlock(id)
    } catch (error) {
      schedule.failed(error)
      tell("A part of this could not be shown. Nothing is lost: the kernel has it all.")
      return false
    }
  }

  const tell = (text: string) => {
    setText(notice, text)
    show(notice, text !== "")
  }

  const turnOff = () => {
    show(activity.element, false)
    for (const button of root.querySelectorAll<HTMLButtonElement>(ANSWERED)) button.disabled = true
  }

  const tickLater = () => {
    if (ticks !== null || ticking.size === 0 || !alive) return
    ticks = schedule.later(TICK_MS, () => {
      ticks = null
      for (const id of ticking) dirty.add(id)
      ticking.clear()
      request()
    })
  }

  signal.addEventListener(
    "abort",
    () => {
      ticks?.()
      schedule.release(painter)
      root.remove()
    },
    { once: true },
  )

  // A first look at once: a host that swaps something for this view must not see it empty.
  if (run.run !== undefined) dirty.add(run.run.id)
  if (painter.paint()) request()

  return {
    element: root,
    touched(ids) {
      for (const id of ids) dirty.add(id)
      request()
    },
    notice: tell,
    gone() {
      alive = false
      if (run.run !== undefined && !isOver(run.run)) tell(GONE)
      request()
    },
    flush() {
      schedule.release(painter)
      while (painter.paint());
    },
  }
}
