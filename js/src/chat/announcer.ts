/**
 * Tells a screen reader what happens, at boundaries alone: an answer started, a tool ran, an answer
 * finished. Never a word of the answer itself: that is there to be read when its reader wants to.
 */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { word } from "../document/block.ts"
import type { Document } from "../document/document.ts"
import { element } from "../view/dom.ts"
import { visibleName } from "../view/visible.ts"

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ["done", "Answer finished"],
  ["failed", "The answer failed"],
  ["stopped", "Answer stopped"],
])

const RAN: ReadonlySet<string> = new Set(["done", "failed", "stopped"])

export interface Announcer {
  readonly element: HTMLElement
  /** An answer that was not followed came to this end. */
  ended(status: string): void
  /** An answer that is under way: what has happened in it already is not told. */
  follow(run: Document): () => void
}

export function announcer(): Announcer {
  const region = element("div", "nbs-unseen")
  region.setAttribute("role", "status")
  region.setAttribute("aria-live", "polite")
  // A new node each time: the same words again are news as well.
  const say = (text: string) => region.replaceChildren(text)
  const ended = (status: string) => {
    const ending = ENDINGS.get(status)
    if (ending !== undefined) say(ending)
  }

  return {
    element: region,
    ended,
    follow(run) {
      let before = statusOf(run)
      const ran = new Set<string>(finishedTools(run).keys())
      return () => {
        const now = statusOf(run)
        if (now === "streaming" && before !== "streaming" && before !== "stopping")
          say("Answer started")
        for (const [id, name] of finishedTools(run)) {
          if (ran.has(id)) continue
          ran.add(id)
          say(`${name} ran`)
        }
        if (now !== before) ended(now)
        before = now
      }
    },
  }
}

function statusOf(run: Document): string {
  const block = run.run
  return block === undefined ? "waiting" : word(block, "status")
}

/** The tools of the answer itself that have come to an end. */
function finishedTools(run: Document): Map<string, string> {
  const finished = new Map<string, string>()
  for (const block of run.run?.children ?? []) {
    if (block.kind === "tool" && RAN.has(word(block, "status")))
      finished.set(block.id, visibleName(word(block, "name") || "A tool", MAX_CHAT_NAME))
  }
  return finished
}
