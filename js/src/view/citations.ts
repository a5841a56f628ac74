/** The places that an answer rests on, numbered, under it. Their addresses pass the link policy. */

import { NAME_CHARACTERS } from "../bounds/index.ts"
import type { Block } from "../document/block.ts"
import { element, show } from "./dom.ts"
import { lead, safeLink } from "./links.ts"
import type { View } from "./view.ts"
import { visibleName } from "./visible.ts"

export function citations(): View<Block> {
  const list = element("ol", "nbs-citations")
  list.hidden = true
  const listed = new Set<number>()

  return {
    element: list,
    update(block) {
      const { citations: all } = block.props
      if (!Array.isArray(all)) return false
      for (const cited of all as Record<string, unknown>[]) {
        const number = typeof cited.number === "number" ? cited.number : listed.size + 1
        if (listed.has(number)) continue
        listed.add(number)
        const item = itemOf(cited)
        item.setAttribute("value", String(number))
        list.append(item)
      }
      show(list, listed.size > 0)
      return false
    },
  }
}

function itemOf(cited: Record<string, unknown>): HTMLElement {
  const said = (name: string) => {
    const value = cited[name]
    return typeof value === "string" ? value : ""
  }
  const where = said("url") || said("file")
  const title = visibleName(said("title") || where || "(unnamed)", NAME_CHARACTERS)
  const link = safeLink(said("url"))
  if (link === null) return element("li", "", element("span", "nbs-name", title))
  const anchor = element("a", "nbs-name", title)
  const item = element("li", "", anchor)
  lead(anchor, link)
  return item
}
