/**
 * What stands under a run that is over: how it ended, where its blocks do not say it (words that
 * were cut off must not look whole), and in one quiet line what it took.
 */

import { amount, type Block, word } from "../document/block.ts"
import { copyButton } from "./copy.ts"
import { element, setText, show } from "./dom.ts"
import type { Surroundings, View } from "./view.ts"
import { duration, grouped } from "./words.ts"

export function ending({ document: run, later, live, signal }: Surroundings): View<Block> {
  const outcome = element("div", "nbs-line nbs-outcome")
  const taken = element("span", "")
  const stats = element("div", "nbs-stats", taken)
  if (live) {
    const button = copyButton(() => answerOf(run.run), "answer", later, signal)
    button.setAttribute("aria-label", "Copy the answer as markdown")
    stats.append(button)
  }
  const whole = element("div", "nbs-ending", outcome, stats)
  whole.hidden = true

  return {
    element: whole,
    update(block) {
      const how = howItEnded(block)
      const said = block.closed ? whatItTook(block) : ""
      setText(outcome, how)
      show(outcome, how !== "")
      setText(taken, said)
      show(stats, said !== "")
      show(whole, how !== "" || said !== "")
      return false
    },
  }
}

function howItEnded(run: Block): string {
  const status = word(run, "status")
  // A cell that is over and empty would leave its reader waiting.
  if (status === "done") return run.children.length === 0 ? "Ended without a word" : ""
  if (status !== "stopped") return ""
  const seconds = amount(run, "seconds")
  return seconds === null ? "Stopped" : `Stopped after ${duration(seconds)}`
}

/** Tokens and times, where the provider has told what a run used; empty where it has not. */
function whatItTook(run: Block): string {
  const usage = run.props.usage
  if (typeof usage !== "object" || usage === null) return ""
  const count = (name: string) => {
    const value = (usage as Record<string, unknown>)[name]
    return typeof value === "number" && value > 0 ? value : 0
  }
  const [requests, out] = [count("requests"), count("output_tokens")]
  const [first, seconds] = [amount(run, "first_token"), amount(run, "seconds")]
  const writing = amount(run, "writing") ?? 0
  const told = [
    requests > 0 ? `${grouped(requests)} ${requests === 1 ? "request" : "requests"}` : "",
    tokens(count("input_tokens"), "in", count("cached_tokens"), "cached"),
    tokens(out, "out", count("reasoning_tokens"), "reasoning"),
    first === null ? "" : `first token after ${duration(first)}`,
    seconds === null ? "" : `${duration(seconds)} in all`,
    out > 0 && writing > 0 ? `${grouped(Math.round(out / writing))} tokens/s` : "",
  ]
  return told.filter((each) => each !== "").join(" · ")
}

function tokens(all: number, way: string, some: number, which: string): string {
  if (all === 0) return ""
  return `${grouped(all)} tokens ${way}${some > 0 ? ` (${grouped(some)} ${which})` : ""}`
}

/** What `view.text` is in Python: the answer's texts, one blank line between two of them. */
function answerOf(run: Block | undefined): string {
  const said = (run?.children ?? []).filter(
    ({ kind, props }) => kind === "text" && typeof props.retracted !== "string",
  )
  return said.map(({ text }) => text.toString()).join("\n\n")
}
