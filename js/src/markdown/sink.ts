/** Where a document is shown: the few things that painting does to nodes of some sort. */

export type Tag =
  | "div"
  | "p"
  | "h1"
  | "h2"
  | "h3"
  | "h4"
  | "h5"
  | "h6"
  | "blockquote"
  | "ul"
  | "ol"
  | "li"
  | "pre"
  | "code"
  | "hr"
  | "table"
  | "thead"
  | "tbody"
  | "tr"
  | "th"
  | "td"
  | "input"
  | "a"
  | "span"
  | "sup"
  | "em"
  | "strong"
  | "del"
  | "br"
  | "img"

/** Every attribute that is ever set. Their names never come from the text. */
export type AttributeName =
  | "class"
  | "dir"
  | "start"
  | "align"
  | "type"
  | "disabled"
  | "checked"
  | "href"
  | "target"
  | "rel"
  | "title"
  | "src"
  | "alt"

/** Builds and changes nodes. New nodes go to the end of their parent, or before a child of it. */
export interface Sink<Node> {
  element(tag: Tag, parent: Node, before?: Node | null): Node
  text(data: string, parent: Node): Node
  /** Add to the end of a text node. */
  extend(text: Node, data: string): void
  /** Give a text node other text. */
  rewrite(text: Node, data: string): void
  /** Set an attribute, unless it has that value, or take it away with null. */
  set(element: Node, name: AttributeName, value: string | null): void
  /** Make the cells of a row so many characters wide, one for each column. */
  widen(row: Node, characters: readonly number[]): void
  /** Put an element with another tag and without attributes in an element's place, with its children. */
  rename(element: Node, tag: Tag): Node
  remove(node: Node): void
  /** Remove all children. */
  clear(element: Node): void
  /** Show a formula in an empty element; false if it is to be shown as its source instead. */
  formula(element: Node, formula: string, display: boolean): boolean
  /** `place` describes the picture at an address that a reader may be sent to; nothing is fetched. */
  picture?(place: Node, href: string): void
  /** `place` is the number of a footnote, or the item that now shows all of one. */
  footnote?(place: Node): void
  /** `block` now holds a block of code in this language, which may be empty. */
  code?(block: Node, language: string): void
}

/** A piece of a line of code, and how it is coloured: a name such as "keyword", or null. */
export interface CodeSpan {
  readonly text: string
  readonly style: string | null
}

/** Colours code line by line. States are values: `line` returns a new one. */
export interface LineColours {
  readonly start: unknown
  line(
    text: string,
    state: unknown,
  ): { readonly spans: readonly CodeSpan[]; readonly state: unknown }
}

/** How code in a language is coloured; null for plain. */
export type Highlight = (language: string) => LineColours | null
