/** The places that an answer rests on, numbered, under it. Their addresses pass the link policy. */

import { NAME_CHARACTERS } from "../bounds/index.ts"
import { amount, type Block } from "../document/block.ts"
import { element, setText, show } from "./dom.ts"
import { lead, safeLink } from "./links.ts"
import type { View } from "./view.ts"
import { visibleName } from "./visible.ts"
import { grouped } from "./words.ts"

/** One of them, as it was told; what is of another type is as if it were not there. */
export interface Citation {
  readonly number: number | null
  readonly title: string
  readonly url: string
  readonly file: string
  /** In the source of the text, in code points. */
  readonly end: number | null
}

/** All that a text cites, in the order in which it was told. */
export function citationsOf({ props }: Block): Citation[] {
  const all = Array.isArray(props.citations) ? (props.citations as unknown[]) : []
  return all.map((raw) => {
    const { number, title, url, file, end } = (raw ?? {}) as Record<string, unknown>
    return {
      number: whole(number),
      title: said(title),
      url: said(url),
      file: said(file),
      end: whole(end),
    }
  })
}

export function citations(): View<Block> {
  const list = element("ol", "nbs-citations")
  const more = element("li", "nbs-muted nbs-uncounted")
  list.hidden = true
  const listed = new Set<number>()

  return {
    element: list,
    update(block) {
      for (const cited of citationsOf(block)) {
        const number = cited.number ?? listed.size + 1
        if (listed.has(number)) continue
        listed.add(number)
        const item = itemOf(cited)
        item.setAttribute("value", String(number))
        list.append(item)
      }
      const left = amount(block, "more_citations")
      if (left !== null) {
        setText(more, `… ${grouped(left)} more`)
        list.append(more)
      }
      show(list, listed.size > 0)
      return false
    },
  }
}

function itemOf({ title, url, file }: Citation): HTMLElement {
  const name = visibleName(title || url || file || "(unnamed)", NAME_CHARACTERS)
  const link = safeLink(url)
  if (link === null) return element("li", "", element("span", "nbs-name", name))
  const anchor = element("a", "nbs-name", name)
  const item = element("li", "", anchor)
  lead(anchor, link)
  return item
}

const said = (value: unknown) => (typeof value === "string" ? value : "")
const whole = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : null)
