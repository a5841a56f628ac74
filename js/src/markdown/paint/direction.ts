/**
 * Which way text runs.
 *
 * Browsers find it out themselves (`dir="auto"`), but look again whenever something is added: so a
 * block gets that attribute when it is final, and is told its direction until then.
 */

import type { Block } from "../blocks/block.ts"

/** Text whose first letter is one of those that run from right to left. */
const RIGHT_TO_LEFT =
  /^[^\p{L}]*(?=[\p{L}])[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** The first letter is looked for so far. */
const FAR = 400

/** The `dir` that shows a block as it is now; null for that of what is around it. */
export function directionOf(block: Block, isText: boolean): "auto" | "rtl" | null {
  if (isText && block.final) return "auto"
  // The bullets of a list or the bar of a quote stand where its text begins.
  const follows = isText || block.kind === "list" || block.kind === "quote"
  return follows ? startingDirection(firstLeaf(block)) : null
}

function startingDirection({ pieces, draft }: Block): "rtl" | null {
  return RIGHT_TO_LEFT.test((pieces[0] ?? draft).slice(0, FAR)) ? "rtl" : null
}

function firstLeaf(block: Block): Block {
  let leaf = block
  for (let child = leaf.children[0]; child; child = leaf.children[0]) leaf = child
  return leaf
}
