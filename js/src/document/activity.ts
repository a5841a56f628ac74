/** What the run is doing, told from the document alone, so that it is true at every moment. */

import { type Block, word } from "./block.ts"
import type { Document } from "./document.ts"

export type Activity =
  | { readonly is: "waiting for the first token" }
  | { readonly is: "waiting for the model" }
  | { readonly is: "thinking" }
  | { readonly is: "writing" }
  | { readonly is: "writing arguments"; readonly tool: string }
  | { readonly is: "calling"; readonly tool: string; readonly more: number }
  | { readonly is: "running"; readonly tool: string; readonly more: number }
  | { readonly is: "waiting for a decision" }
  | { readonly is: "stopping"; readonly tool: string }

/** What the run is doing now; null when it is over, or when nothing is known of a run. */
export function activityOf(document: Document): Activity | null {
  const { run } = document
  if (run === undefined || isOver(run)) return null
  const status = word(run, "status")
  const open = [...document.open].filter(({ kind }) => kind !== "run")
  if (status === "stopping") {
    const running = runningTools(open, "running")
    return { is: "stopping", tool: running !== null && "tool" in running ? running.tool : "" }
  }
  return (
    runningTools(open, "running") ??
    lastWritten(open) ??
    runningTools(open, "ready") ??
    waiting(run, open)
  )
}

function waiting(run: Block, open: readonly Block[]): Activity {
  if (open.some((block) => word(block, "status") === "approval"))
    return { is: "waiting for a decision" }
  return { is: run.children.length === 0 ? "waiting for the first token" : "waiting for the model" }
}

/** Whether nothing more will come of this run. */
export function isOver(run: Block): boolean {
  return run.closed || ["done", "failed", "stopped"].includes(word(run, "status"))
}

/** Calls that are under way, by the outermost one: what happens inside it is its business. */
function runningTools(open: readonly Block[], status: "running" | "ready"): Activity | null {
  const tools = open.filter((block) => block.kind === "tool" && word(block, "status") === status)
  const inside = new Set(tools.map(({ id }) => id))
  const outer = tools.filter(({ parent }) => parent === null || !inside.has(parent))
  const [first] = outer
  if (first === undefined) return null
  const is = status === "running" ? "running" : "calling"
  return { is, tool: word(first, "name"), more: outer.length - 1 }
}

/** What the model is writing: of several open blocks, the one that was opened last. */
function lastWritten(open: readonly Block[]): Activity | null {
  for (const block of open.toReversed()) {
    if (block.kind === "text") return { is: "writing" }
    if (block.kind === "reasoning") return { is: "thinking" }
    if (block.kind === "tool" && word(block, "status") === "writing")
      return { is: "writing arguments", tool: word(block, "name") }
  }
  return null
}
