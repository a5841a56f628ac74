/**
 * A collapsible cell for one tool call. Made from typed messages alone, never out of a text.
 *
 * It opens itself when the call fails or asks to be allowed, and from the reader's first touch on leaves the choice to
 * the reader.
 */

import { BRIEF_SOURCE_CHARACTERS, NAME_CHARACTERS } from "../../bounds/index.ts"
import { amount, type Block, word } from "../../document/block.ts"
import { control } from "../controls.ts"
import { element, setText, show } from "../dom.ts"
import type { Surroundings, View } from "../view.ts"
import { visibleName } from "../visible.ts"
import { duration, ticking } from "../words.ts"
import { approval, asksHere } from "./approval.ts"
import { brief } from "./brief.ts"
import { errorPart } from "./errorPart.ts"
import { inputPart } from "./inputPart.ts"
import { noted, notes, progress } from "./notes.ts"
import { outputPart } from "./outputPart.ts"

/** What a reader is told of each status. */
const STATUS_WORDS: ReadonlyMap<string, string> = new Map([
  ["writing", "writing arguments"],
  ["ready", "called"],
  ["running", "running"],
  ["done", "done"],
  ["failed", "failed"],
  ["stopped", "stopped"],
  ["approval", "waits for a decision"],
  ["rejected", "rejected"],
])

export function toolCell(surroundings: Surroundings, id: string): View<Block> {
  const line = titleLine()
  const inside = surroundings.nested()
  const parts = [
    // What went wrong is what a reader came for.
    errorPart(surroundings, id),
    approval(surroundings, id),
    notes(),
    inputPart(surroundings, id),
    inside,
    outputPart(surroundings, id),
  ]
  const body = element("div", "nbs-tool-body", ...parts.map((each) => each.element))
  const cell = element("details", "nbs-tool", line.element, body)

  let touched = false
  const keepReaderChoice = () => {
    touched = true
  }
  line.element.addEventListener("click", keepReaderChoice, { signal: surroundings.signal })

  return {
    element: cell,
    update(block) {
      const status = word(block, "status") || "writing"
      const wasFailed = cell.dataset.status === "failed"
      // What has no word here is said in the line, and is no attribute: a recording may hold anything.
      cell.dataset.status = STATUS_WORDS.has(status) ? status : ""
      if (status === "failed" && !wasFailed && !touched) cell.open = true
      // A question is there to be read, whatever the reader had closed before.
      const asks = asksHere(block)
      if (asks && cell.dataset.asks === undefined) cell.open = true
      if (asks) cell.dataset.asks = ""
      else delete cell.dataset.asks
      line.update({ block, time: timeOf(block, status, surroundings) })
      show(inside.element, block.children.length > 0)
      return parts.map((each) => each.update(block)).includes(true)
    },
  }
}

/** The one line that is always there: what is called, with what, how far it is. */
function titleLine(): View<{ block: Block; time: string }> {
  const mark = element("span", "nbs-mark")
  mark.setAttribute("aria-hidden", "true")
  const name = element("span", "nbs-name")
  const summed = element("span", "nbs-brief")
  const status = element("span", "nbs-status")
  const time = element("span", "nbs-time")
  const spaced = [name, summed, status, time].flatMap((each) => [" ", each])
  const summary = control(element("summary", "nbs-tool-line", mark, ...spaced))
  let summedUp = ""

  return {
    element: summary,
    update({ block, time: shown }) {
      const said = word(block, "status") || "writing"
      setText(name, visibleName(word(block, "name") || "tool", NAME_CHARACTERS))
      const far = progress(block)
      const stands = STATUS_WORDS.get(said) ?? visibleName(said, NAME_CHARACTERS)
      setText(status, far === "" ? stands : `${stands} · ${far}`)
      setText(time, shown)
      // Parsing the arguments again is only worth it when there are more of them.
      const state = `${noted(block, "file")} ${block.text.revision} ${block.text.length}`
      if (state !== summedUp) setText(summed, sumOf(block))
      summedUp = state
      return false
    },
  }
}

/** A patch is told by the file that it is for, anything else by what the tool is called with. */
function sumOf(block: Block): string {
  return noted(block, "file") || brief(block.text.head(BRIEF_SOURCE_CHARACTERS + 1))
}

function timeOf(block: Block, status: string, { document, now, tick }: Surroundings): string {
  const seconds = amount(block, "seconds")
  if (seconds !== null) return duration(seconds)
  const started = amount(block, "started")
  if (started === null || status !== "running") return ""
  tick(block.id)
  const going = document.clock.since(started, now())
  return going === null || going < 1 ? "" : ticking(going)
}
