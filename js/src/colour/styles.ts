/** What a piece of code can be. A stylesheet knows these names, and no others are ever given. */

export type Style =
  | "keyword"
  | "atom"
  | "number"
  | "string"
  | "special-string"
  | "comment"
  | "definition"
  | "builtin"
  | "special"
  | "type"
  | "property"
  | "operator"
  | "meta"
  | "tag"
  | "attribute"
  | "heading"
  | "quote"
  | "link"
  | "strong"
  | "emphasis"
  | "inserted"
  | "deleted"

/**
 * CodeMirror's names, its older ones among them. What is missing (variables, brackets, errors,
 * which half a line of code is full of while it is being written) looks like plain text.
 */
const STYLES: Readonly<Record<string, Style>> = {
  keyword: "keyword",
  self: "keyword",
  modifier: "keyword",
  qualifier: "keyword",
  bool: "atom",
  atom: "atom",
  null: "atom",
  unit: "atom",
  color: "atom",
  number: "number",
  integer: "number",
  string: "string",
  character: "string",
  attributeValue: "string",
  quasi: "string",
  "string-2": "special-string",
  regexp: "special-string",
  escape: "special-string",
  url: "special-string",
  monospace: "special-string",
  labelName: "special-string",
  comment: "comment",
  def: "definition",
  definition: "definition",
  macroName: "definition",
  builtin: "builtin",
  standard: "builtin",
  "variable-2": "special",
  special: "special",
  type: "type",
  typeName: "type",
  className: "type",
  namespace: "type",
  "variable-3": "type",
  property: "property",
  propertyName: "property",
  operator: "operator",
  operatorKeyword: "keyword",
  controlKeyword: "keyword",
  definitionKeyword: "keyword",
  meta: "meta",
  annotation: "meta",
  processingInstruction: "meta",
  documentMeta: "meta",
  tag: "tag",
  tagName: "tag",
  attribute: "attribute",
  attributeName: "attribute",
  header: "heading",
  heading: "heading",
  quote: "quote",
  link: "link",
  strong: "strong",
  emphasis: "emphasis",
  inserted: "inserted",
  positive: "inserted",
  deleted: "deleted",
  negative: "deleted",
}

const known = new Map(Object.entries(STYLES))
const found = new Map<string, Style | null>()

/** The style for a mode's name of a token: words, the later parts of each say more about it. */
export function styleFor(token: unknown): Style | null {
  if (typeof token !== "string") return null
  let style = found.get(token)
  if (style === undefined) {
    style = lookUp(token)
    // Modes make names up of a few words: there are not many.
    if (found.size < 1000) found.set(token, style)
  }
  return style
}

function lookUp(token: string): Style | null {
  if (token.includes("string.special") || token.includes("string special")) return "special-string"
  for (const word of token.split(" ")) {
    const parts = word.split(".")
    for (const part of parts.reverse()) {
      const style = known.get(part)
      if (style !== undefined) return style
    }
  }
  return null
}
