/** Which element shows a block, and with which attributes. */

import type { Block } from "../blocks/block.ts"
import { formulaOf as blockFormula } from "../blocks/math.ts"
import { unescapeText } from "../inlines/entities.ts"
import type { AttributeName, Tag } from "../sink.ts"

const HEADINGS: readonly Tag[] = ["h1", "h2", "h3", "h4", "h5", "h6"]

export function tagOf(block: Block): Tag {
  switch (block.kind) {
    case "paragraph":
    case "html":
      return "p"
    case "heading":
      return HEADINGS[block.level - 1] ?? "h6"
    case "quote":
      return "blockquote"
    case "list":
      return block.marker?.start == null ? "ul" : "ol"
    case "item":
      return "li"
    case "rule":
      return "hr"
    case "table":
      return "table"
    case "row":
      return "tr"
    case "cell":
      return block.level === 1 ? "th" : "td"
    default:
      return "div"
  }
}

type Attributes = readonly (readonly [AttributeName, string])[]

/** The attributes that an element for this block has from the start. */
export function attributesOf(block: Block): Attributes {
  const align = block.align[0]
  const start = block.marker?.start ?? 1
  switch (block.kind) {
    case "cell":
      return align ? [["align", align]] : []
    case "html":
      return [["class", "nbs-html"]]
    case "code":
      return [["class", "nbs-code"]]
    case "math":
      return [["class", "nbs-math-block"]]
    case "item":
      return block.checked === null ? [] : [["class", "nbs-task"]]
    case "list":
      return start === 1 ? [] : [["start", String(start)]]
    default:
      return []
  }
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
