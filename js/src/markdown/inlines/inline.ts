/** The tree of inlines: what the text of a leaf block is made of. */

import { unescapeText } from "./entities.ts"

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  /** Raw HTML, as written. */
  | { readonly kind: "html"; readonly text: string }
  | { readonly kind: "break" }
  | {
      readonly kind: "math"
      readonly formula: string
      readonly display: boolean
      readonly source: string
    }
  | { readonly kind: "footnote"; readonly label: string }
  | { readonly kind: SpanKind; readonly children: Inline[] }
  | Link
  | Image

export type SpanKind = "em" | "strong" | "del"

export interface Link {
  readonly kind: "link"
  readonly children: Inline[]
  /** Percent-encoded; null while the link is still being written. */
  readonly href: string | null
  readonly title: string | null
  /** Whether it was written as a bare address: inside another link that is just text. */
  readonly literal?: boolean
}

export interface Image {
  readonly kind: "image"
  readonly children: Inline[]
  readonly href: string | null
  readonly title: string | null
}

/** The labels of the footnotes mentioned, in order. A picture's description shows no numbers. */
export function footnotesIn(inlines: readonly Inline[]): string[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === "footnote") return inline.label
    return "children" in inline && inline.kind !== "image" ? footnotesIn(inline.children) : []
  })
}

/** The text of inlines without any markup: what an image's description is. */
export function plainText(inlines: readonly Inline[]): string {
  let text = ""
  for (const inline of inlines) {
    if ("text" in inline) text += inline.text
    // What stands for itself, not for a formula: `\[1\]`.
    else if (inline.kind === "math") text += unescapeText(inline.source)
    else if ("children" in inline) text += plainText(inline.children)
  }
  return text
}
