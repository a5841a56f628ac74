/**
 * Calls that follow each other, as one line that folds: how many, how many of them failed, how long
 * they took.
 *
 * It unfolds itself while there is something to watch or to know (a call that runs, waits for a
 * decision, failed), folds once all have come back well and the run has gone on, and leaves the
 * choice to the reader from the first touch on. Few calls need no such line, and have none.
 */

import { GROUPED_CALLS, NAME_CHARACTERS } from "../../bounds/index.ts"
import { amount, type Block, word } from "../../document/block.ts"
import { control } from "../controls.ts"
import { element, setText, show } from "../dom.ts"
import type { Surroundings } from "../view.ts"
import { visibleName } from "../visible.ts"
import { duration, grouped } from "../words.ts"

export interface Calls {
  readonly element: HTMLElement
  /** Where the cells of the calls stand. */
  readonly body: HTMLElement
  add(call: Block): void
  /** Something about this call may have changed. */
  changed(call: Block): void
  /** The run has gone on, so that no call will be added. */
  followed(): void
}

export function calls({ signal }: Surroundings): Calls {
  const counted = element("span", "nbs-strong")
  const names = element("span", "nbs-calls-names")
  const line = control(element("summary", "nbs-fold-summary nbs-calls-line", counted, " ", names))
  const body = element("div", "nbs-calls-body")
  const whole = element("details", "nbs-calls nbs-block", line, body)
  line.hidden = true
  whole.open = true

  const tally = new Tally()
  let over = false
  let touched = false
  let troubles = 0
  for (const deed of ["click", "focusin", "pointerdown"] as const) {
    const keepReaderChoice = () => {
      touched = true
    }
    whole.addEventListener(deed, keepReaderChoice, { signal })
  }

  const update = () => {
    const many = tally.count >= GROUPED_CALLS
    show(line, many)
    if (many) {
      setText(counted, tally.words())
      setText(names, tally.names())
    }
    const found = tally.troubles()
    if (!touched) whole.open = !many || !(over && found === 0 && tally.open === 0)
    // A failure or a question is never hidden by what the reader had folded before it came.
    if (found > troubles) whole.open = true
    troubles = found
  }

  return {
    element: whole,
    body,
    add(call) {
      tally.hear(call)
      update()
    },
    changed(call) {
      if (tally.hear(call)) update()
    },
    followed() {
      if (over) return
      over = true
      update()
    },
  }
}

/** What is known of a call, as far as the line tells it. */
interface Known {
  readonly name: string
  readonly status: string
  readonly closed: boolean
  readonly started: number | null
  readonly seconds: number | null
}

/** Counts the calls as they change, because thousands of them may change one by one. */
class Tally {
  readonly #known = new Map<Block, Known>()
  readonly #statuses = new Map<string, number>()
  /** Which tools were called, in the order of their first calls. */
  readonly #names = new Map<string, number>()
  #closed = 0
  #sum = 0
  #first = Number.POSITIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY

  /** Learn what has become of a call; returns whether that is news. */
  hear(call: Block): boolean {
    const now: Known = {
      name: word(call, "name") || "tool",
      status: word(call, "status"),
      closed: call.closed,
      started: amount(call, "started"),
      seconds: amount(call, "seconds"),
    }
    const before = this.#known.get(call)
    if (before !== undefined) {
      if (KNOWN.every((fact) => before[fact] === now[fact])) return false
      this.#add(before, -1)
    }
    this.#known.set(call, now)
    this.#add(now, 1)
    if (now.started !== null && now.seconds !== null) {
      this.#first = Math.min(this.#first, now.started)
      this.#last = Math.max(this.#last, now.started + now.seconds)
    }
    return true
  }

  get count(): number {
    return this.#known.size
  }

  /** How many have not come back. */
  get open(): number {
    return this.#known.size - this.#closed
  }

  /** How many a reader must know of. */
  troubles(): number {
    return this.#having("failed", "approval", "rejected", "stopped")
  }

  /** How many there are of which kind. */
  words(): string {
    const asking = this.#having("approval")
    const going = this.open - asking
    const counted = (count: number, what: string) => (count > 0 ? `${grouped(count)} ${what}` : "")
    return [
      counted(this.count, "tool calls"),
      counted(this.#having("failed"), "failed"),
      counted(asking, asking === 1 ? "waits for a decision" : "wait for a decision"),
      counted(this.#having("rejected"), "rejected"),
      counted(this.#having("stopped"), "stopped"),
      counted(going, "under way"),
      going + asking > 0 ? "" : this.#time(),
    ]
      .filter((each) => each !== "")
      .join(", ")
  }

  /** Which tools were called, each once, in the order of their first calls; as many as fit. */
  names(): string {
    let told = ""
    for (const [name, count] of this.#names) {
      if (count > 0) told += `${told && ", "}${count === 1 ? name : `${name} × ${count}`}`
      if (told.length > NAME_CHARACTERS) break
    }
    return visibleName(told, NAME_CHARACTERS)
  }

  /** From the first beginning to the last end, since calls run side by side; empty if not known. */
  #time(): string {
    if (this.#last > this.#first) return duration(this.#last - this.#first)
    return this.#sum > 0 ? duration(this.#sum) : ""
  }

  #having(...statuses: string[]): number {
    return statuses.reduce((sum, status) => sum + (this.#statuses.get(status) ?? 0), 0)
  }

  #add({ name, status, closed, seconds }: Known, by: 1 | -1): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + by)
    this.#names.set(name, (this.#names.get(name) ?? 0) + by)
    this.#closed += closed ? by : 0
    this.#sum += by * (seconds ?? 0)
  }
}

const KNOWN = ["name", "status", "closed", "started", "seconds"] as const
