/** The blocks that stand in a block, in order; each keeps its element for as long as it lives. */

import type { Block } from "../document/block.ts"
import { element } from "./dom.ts"
import { errorBlock } from "./errorBlock.ts"
import { BLOCK_COST, BLOCKS_PER_GROUP } from "./limits.ts"
import { agentLine, handoffLine, unknownLine } from "./lines.ts"
import { reasoningBlock } from "./reasoningBlock.ts"
import { textBlock } from "./textBlock.ts"
import { type Calls, calls } from "./tool/calls.ts"
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
  /** The calls at the end, that the next call joins; null when something else stands there. */
  let last: Calls | null = null
  let groups = new Map<Block, Calls>()

  const slotFor = (block: Block): HTMLElement => {
    if (block.kind !== "tool") {
      last?.followed()
      last = null
      return lastGroup(list)
    }
    if (last === null) {
      last = calls(surroundings)
      lastGroup(list).append(last.element)
    }
    groups.set(block, last)
    last.add(block)
    return lastGroup(last.body)
  }

  const place = (block: Block): boolean => {
    placed.push(block)
    const group = slotFor(block)
    const known = views.get(block)
    if (known !== undefined) {
      group.append(known.element)
      return false
    }
    allowance.take(BLOCK_COST)
    const view = viewOf(block, surroundings)
    view.element.classList.add("nbs-block")
    views.set(block, block.kind === "tool" ? telling(view, (of) => groups.get(of)) : view)
    const left = view.update(block)
    group.append(view.element)
    return left
  }

  const restart = () => {
    list.replaceChildren()
    placed = []
    last = null
    groups = new Map()
  }

  return {
    element: list,
    update({ children, arrangement: now, closed }) {
      if (now !== arrangement && placed.some((block, index) => block !== children[index])) restart()
      arrangement = now
      while (placed.length < children.length) {
        // The index is below the length.
        const block = children[placed.length]!
        if (allowance.spent && !views.has(block)) return true
        if (place(block)) surroundings.touch(block.id)
      }
      if (closed) last?.followed()
      return false
    },
  }
}

/** A call's own view, which tells the calls around it what has become of it. */
function telling(view: View<Block>, around: (call: Block) => Calls | undefined): View<Block> {
  return {
    element: view.element,
    update(call) {
      const left = view.update(call)
      around(call)?.changed(call)
      return left
    },
  }
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
    case "chat":
    case "turn":
    case "unknown":
      return unknownLine()
  }
}
