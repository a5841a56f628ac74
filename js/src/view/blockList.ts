/** The blocks that stand in a block, in order; each keeps its element for as long as it lives. */

import type { Block } from "../document/block.ts"
import { element } from "./dom.ts"
import { errorBlock } from "./errorBlock.ts"
import { BLOCK_COST, BLOCKS_PER_GROUP } from "./limits.ts"
import { agentLine, handoffLine, unknownLine } from "./lines.ts"
import { reasoningBlock } from "./reasoningBlock.ts"
import { textBlock } from "./textBlock.ts"
import { displayBlock } from "./tool/displayBlock.ts"
import { imageBlock } from "./tool/imageBlock.ts"
import { outputBlock } from "./tool/outputBlock.ts"
import { sourceLine } from "./tool/sourceLine.ts"
import { toolCell } from "./tool/toolCell.ts"
import type { Surroundings, View } from "./view.ts"

/** Shows the children of the block it is given. */
export function blockList(surroundings: Surroundings): View<Block> {
  const { allowance, views, options } = surroundings
  const list = element("div", "nbs-blocks")
  if (options.virtual_scroll) list.dataset.skips = ""
  let arrangement = 0
  let placed: Block[] = []

  const place = (block: Block): boolean => {
    placed.push(block)
    const group = lastGroup(list)
    const known = views.get(block)
    if (known !== undefined) {
      group.append(known.element)
      return false
    }
    allowance.take(BLOCK_COST)
    const view = viewOf(block, surroundings)
    view.element.classList.add("nbs-block")
    views.set(block, view)
    const left = view.update(block)
    group.append(view.element)
    return left
  }

  return {
    element: list,
    update({ children, arrangement: now }) {
      if (now !== arrangement) placed = rearranged(list, placed, children, views)
      arrangement = now
      while (placed.length < children.length) {
        // The index is below the length.
        const block = children[placed.length]!
        if (allowance.spent && !views.has(block)) return true
        if (place(block)) surroundings.touch(block.id)
      }
      return false
    },
  }
}

/** Take out what is gone; returns what still stands where it belongs. */
function rearranged(
  list: HTMLElement,
  placed: readonly Block[],
  children: readonly Block[],
  views: Surroundings["views"],
): Block[] {
  const wanted = new Set(children)
  const kept = placed.filter((block) => wanted.has(block))
  if (!kept.every((block, index) => block === children[index])) {
    list.replaceChildren()
    return []
  }
  for (const block of placed) if (!wanted.has(block)) views.get(block)?.element.remove()
  return kept
}

/** The group that the next block stands in: plain elements, so that layout stops at them. */
function lastGroup(list: HTMLElement): HTMLElement {
  const last = list.lastElementChild
  if (last instanceof HTMLElement && last.childElementCount < BLOCKS_PER_GROUP) return last
  const group = element("div", "nbs-group")
  list.append(group)
  return group
}

function viewOf(block: Block, surroundings: Surroundings): View<Block> {
  switch (block.kind) {
    case "text":
      return textBlock(surroundings, block.id)
    case "reasoning":
      return reasoningBlock(surroundings, block.id)
    case "tool":
      return toolCell(surroundings, block.id)
    case "handoff":
      return handoffLine()
    case "agent":
      return agentLine()
    case "error":
      return errorBlock(surroundings, block.id)
    case "output":
      return outputBlock(surroundings, block.id)
    case "image":
      return imageBlock()
    case "display":
      return displayBlock(surroundings, block.id)
    case "source":
      return sourceLine(surroundings, block.id)
    case "run":
    case "unknown":
      return unknownLine()
  }
}
