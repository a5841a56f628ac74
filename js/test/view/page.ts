/** Views on a page whose time and frames come when the test says so. */

import { Document } from "../../src/document/document.ts"
import { Schedule } from "../../src/schedule/schedule.ts"
import { type Extras, NO_EXTRAS } from "../../src/view/extras.ts"
import { type RunView, runView } from "../../src/view/runView.ts"
import { decodeOptions, decodeSnapshot } from "../../src/wire/decode.ts"
import type { BlockKind, Change, Message, Props } from "../../src/wire/messages.ts"
import { ManualScreen } from "../schedule/screen.ts"
import { WAITING } from "../wire/fixtures.ts"

export interface Shown {
  readonly root: HTMLElement
  readonly host: HTMLElement
  readonly screen: ManualScreen
  readonly sent: Message[]
  readonly run: Document
  readonly view: RunView
  /** These changes come, and are painted. */
  after(...changes: Change[]): void
  /** The one element that fits. */
  find(selector: string): HTMLElement
  /** The words of the one element that fits, with white space as a reader sees it. */
  words(selector: string): string
  /** What is visible of the activity line; null when it is not there. */
  doing(): string | null
  close(): void
}

/** Show a run that is waiting, with a kernel that hears what the page says. */
export function shown({
  options = {},
  kernel = true,
  interrupt = null,
  extras = NO_EXTRAS,
}: {
  options?: object
  kernel?: boolean
  interrupt?: (() => void) | null
  extras?: Extras
} = {}) {
  const screen = new ManualScreen()
  const schedule = new Schedule(screen)
  const run = new Document()
  run.load(decodeSnapshot(WAITING), 0)
  const host = document.createElement("div")
  document.body.append(host)
  const sent: Message[] = []
  const life = new AbortController()
  const view = runView(host, {
    document: run,
    options: decodeOptions(options),
    extras,
    schedule,
    signal: life.signal,
    send: kernel ? (message) => sent.push(message) : null,
    interrupt,
  })
  let seq = 0

  const page: Shown = {
    root: view.element,
    host,
    screen,
    sent,
    run,
    view,
    after(...changes) {
      view.touched(run.apply({ seq: ++seq, changes }, screen.now()))
      screen.tick()
    },
    find(selector) {
      const found = view.element.querySelectorAll<HTMLElement>(selector)
      if (found.length !== 1) throw new Error(`${found.length} elements fit ${selector}`)
      // The length was just looked at.
      return found[0]!
    },
    words: (selector) => (page.find(selector).textContent ?? "").replace(/\s+/g, " ").trim(),
    doing() {
      const line = page.find(".nbs-activity")
      return line.hidden ? null : page.words(".nbs-doing")
    },
    close: () => life.abort(),
  }
  return page
}

export const open = (id: string, kind: BlockKind, props: Props = {}, parent = "run"): Change => ({
  op: "open",
  id,
  kind,
  parent,
  props,
})
export const append = (id: string, text: string): Change => ({ op: "append", id, text })
export const set = (id: string, props: Props): Change => ({ op: "set", id, props })
export const close = (id: string): Change => ({ op: "close", id })
export const retract = (id: string): Change => ({ op: "retract", id })
