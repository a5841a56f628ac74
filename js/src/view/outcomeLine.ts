/** How a run ended, where its blocks do not say it: words that were cut off must not look whole. */

import { amount, type Block, word } from "../document/block.ts"
import { element, setText, show } from "./dom.ts"
import type { View } from "./view.ts"
import { duration } from "./words.ts"

export function outcomeLine(): View<Block> {
  const line = element("div", "nbs-line nbs-outcome")
  line.hidden = true
  return {
    element: line,
    update(run) {
      const stopped = word(run, "status") === "stopped"
      show(line, stopped)
      if (stopped) setText(line, sentence(amount(run, "seconds")))
      return false
    },
  }
}

function sentence(seconds: number | null): string {
  return seconds === null ? "Stopped" : `Stopped after ${duration(seconds)}`
}
