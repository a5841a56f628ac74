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

  const all: Block[] = []
  const states = new Map<Block, string>()
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
    const told = telling(all)
    show(line, all.length >= GROUPED_CALLS)
    setText(counted, told.words)
    setText(names, namesOf(all))
    const well = told.troubles === 0 && all.every(({ closed }) => closed)
    if (!touched) whole.open = all.length < GROUPED_CALLS || !(over && well)
    // A failure or a question is never hidden by what the reader had folded before it came.
    if (told.troubles > troubles) whole.open = true
    troubles = told.troubles
  }

  return {
    element: whole,
    body,
    add(call) {
      all.push(call)
      states.set(call, stateOf(call))
      update()
    },
    changed(call) {
      const state = stateOf(call)
      if (state === states.get(call)) return
      states.set(call, state)
      update()
    },
    followed() {
      if (over) return
      over = true
      update()
    },
  }
}

function stateOf(call: Block): string {
  return `${word(call, "status")} ${call.closed} ${amount(call, "seconds")} ${word(call, "name")}`
}

/** How many there are of which kind, and how many of them a reader must know of. */
function telling(all: readonly Block[]): { words: string; troubles: number } {
  const having = (...statuses: string[]) =>
    all.filter((call) => statuses.includes(word(call, "status"))).length
  const [failed, asking, rejected] = [having("failed"), having("approval"), having("rejected")]
  const stopped = having("stopped")
  const going = all.filter(({ closed }) => !closed).length - asking
  const counted = (count: number, what: string) => (count > 0 ? `${grouped(count)} ${what}` : "")
  const told = [
    counted(all.length, all.length === 1 ? "tool call" : "tool calls"),
    counted(failed, "failed"),
    counted(asking, asking === 1 ? "waits for a decision" : "wait for a decision"),
    counted(rejected, "rejected"),
    counted(stopped, "stopped"),
    counted(going, "under way"),
    going + asking > 0 ? "" : timeOf(all),
  ]
  const troubles = failed + asking + rejected + stopped
  return { words: told.filter((each) => each !== "").join(", "), troubles }
}

/** From the first beginning to the last end, since calls run side by side; empty if not known. */
function timeOf(all: readonly Block[]): string {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let sum = 0
  for (const call of all) {
    const [started, seconds] = [amount(call, "started"), amount(call, "seconds")]
    if (seconds === null) continue
    sum += seconds
    if (started === null) continue
    first = Math.min(first, started)
    last = Math.max(last, started + seconds)
  }
  if (last > first) return duration(last - first)
  return sum > 0 ? duration(sum) : ""
}

/** Which tools were called, each once, in the order of their first calls. */
function namesOf(all: readonly Block[]): string {
  const counts = new Map<string, number>()
  for (const call of all) {
    const name = word(call, "name") || "tool"
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const told = [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`))
  return visibleName(told.join(", "), NAME_CHARACTERS)
}
