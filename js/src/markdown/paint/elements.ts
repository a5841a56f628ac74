/** Which element shows a block, and with which attributes. */

import type { Block, BlockKind } from "../blocks/block.ts"
import { formulaOf as blockFormula } from "../blocks/math.ts"
import { unescapeText } from "../inlines/entities.ts"
import type { AttributeName, Tag } from "../sink.ts"

/** The tag of each kind of block that has always the same; and its class, if it has one. */
const LOOKS: Partial<Record<BlockKind, readonly [tag: Tag, name?: string]>> = {
  paragraph: ["p"],
  html: ["p", "nbs-html"],
  quote: ["blockquote"],
  item: ["li"],
  rule: ["hr"],
  table: ["table"],
  row: ["tr"],
  code: ["div", "nbs-code"],
  math: ["div", "nbs-math-block"],
}

export function tagOf({ kind, level, marker }: Block): Tag {
  if (kind === "heading") return `h${level}` as Tag
  if (kind === "list") return marker?.start == null ? "ul" : "ol"
  if (kind === "cell") return level === 1 ? "th" : "td"
  return LOOKS[kind]?.[0] ?? "div"
}

type Attributes = readonly (readonly [AttributeName, string])[]

/** The attributes that an element for this block has from the start. */
export function attributesOf({ kind, align, marker, checked }: Block): Attributes {
  const start = marker?.start ?? 1
  if (kind === "cell" && align[0]) return [["align", align[0]]]
  if (kind === "list" && start !== 1) return [["start", `${start}`]]
  const name = checked === undefined ? LOOKS[kind]?.[1] : "nbs-task"
  return name ? [["class", name]] : []
}

/** The formula that a closed block of math, or of code in the language "math", shows. */
export function formulaOf(block: Block): string | null {
  if (block.kind === "math" && !block.ending) return blockFormula(block)
  return block.kind === "code" && languageOf(block) === "math" ? block.text.trim() : null
}

/** The language of code: the first word behind its fence, if it can stand in a class. */
export function languageOf({ info }: Block): string {
  const word = unescapeText(info).split(/\s/)[0] ?? ""
  return /^[\w+#.-]{1,40}$/.test(word) ? word : ""
}
