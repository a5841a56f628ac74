/**
 * The numbers in a text where it cites, each a link to what it rests on.
 *
 * A citation says where it belongs in the source of a text, and what stands on the page is parsed.
 * So the source is parsed that far in a box of its own, and what is seen of it is counted off on the
 * page; formulas, code and what we add ourselves have no part in that. Where the two do not begin
 * alike, a citation stands in the list alone.
 */

import { CITED_CHARACTERS } from "../bounds/index.ts"
import type { Block } from "../document/block.ts"
import { markdownInto } from "../markdown/index.ts"
import { type Citation, citationsOf } from "./citations.ts"
import { element } from "./dom.ts"
import { lead, safeLink } from "./links.ts"

interface Seen {
  readonly nodes: readonly (readonly [node: Text, start: number, end: number])[]
  readonly text: string
}

/** Put the numbers into a text that has come to its end; returns them, in order. */
export function numbersInto(said: HTMLElement, block: Block, markdown: boolean): HTMLElement[] {
  const source = block.text.toString()
  const places = placesOf(block, source)
  if (places.length === 0 || source.length > CITED_CHARACTERS) return []
  const page = seen(said)
  const box = element("div", "")
  const parsed = markdownInto(box, { markdown })
  let written = 0
  const found = places.map(([end, cited]) => {
    parsed.write(source.slice(written, end))
    parsed.paint()
    written = end
    const { text } = seen(box)
    return [page.text.startsWith(text) ? text.length : 0, cited] as const
  })
  // From the last to the first: what comes before a number stays where it was counted.
  const numbers = found.reverse().flatMap(([at, cited]) => {
    const place = at > 0 ? page.nodes.find(([, , end]) => end >= at) : undefined
    if (place === undefined) return []
    const number = numberOf(cited)
    insert(number, place[0], at - place[1], said)
    return [number]
  })
  return numbers.reverse()
}

/** Where in the source, in UTF-16, each citation ends; each number once at a place. */
function placesOf(block: Block, source: string): [number, Citation][] {
  const cited = citationsOf(block)
    .filter(({ number, end }) => number !== null && (end ?? 0) > 0)
    .sort((one, other) => Number(one.end) - Number(other.end))
  let points = 0
  let at = 0
  let last = ""
  return cited.flatMap((each) => {
    for (; points < Number(each.end) && at < source.length; points++)
      at += (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    const name = `${at} ${each.number}`
    if (name === last) return []
    last = name
    return [[at, each]]
  })
}

/** The text of a page's words, and where each piece of it begins and ends. */
function seen(root: HTMLElement): Seen {
  const nodes: [Text, number, number][] = []
  let text = ""
  const left: Node[] = [root]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.nodeType === 3) {
      const start = text.length
      text += (node as Text).data
      nodes.push([node as Text, start, text.length])
    } else if (!isNoWord(node as Element)) left.push(...Array.from(node.childNodes).reverse())
  }
  return { nodes, text }
}

const OF_OUR_OWN = /(?:^| )nbs-(?:math|host|footnote|cited)/

function isNoWord(part: Element): boolean {
  return (
    /^(?:pre|button)$/.test(part.localName) || OF_OUR_OWN.test(part.getAttribute("class") ?? "")
  )
}

/** Put a number behind so many characters of a piece, and never into a link or into code. */
function insert(number: HTMLElement, node: Text, count: number, root: HTMLElement): void {
  let whole: ChildNode = node
  for (let up = node.parentElement; up !== null && up !== root; up = up.parentElement)
    if (up.localName === "a" || up.localName === "code") whole = up
  const rest = node.data.slice(count)
  if (whole !== node || rest === "") {
    whole.after(number)
    return
  }
  node.data = node.data.slice(0, count)
  node.after(number, rest)
}

function numberOf({ number, url }: Citation): HTMLElement {
  const label = `[${number}]`
  const link = safeLink(url)
  const shown = element(link === null ? "span" : "a", "", label)
  if (link !== null) lead(shown as HTMLAnchorElement, link)
  return element("sup", "nbs-cited", shown)
}
