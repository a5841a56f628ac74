/** Writes built nodes as HTML. The only place where text becomes HTML; all of it is escaped. */

import { StaticElement, type StaticNode, StaticText } from "./nodes.ts"

/** Elements that have no end tag. */
const VOID = new Set(["br", "hr", "img", "input", "wbr", "col"])

/** Write a node and all that stands in it, without recursion: the depth is a model's to choose. */
export function html(node: StaticNode): string {
  const out: string[] = []
  const left: (StaticNode | string)[] = [node]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === "string") out.push(next)
    else if (next instanceof StaticText) out.push(escaped(next.data))
    else if (next instanceof StaticElement) {
      out.push(startTag(next))
      if (VOID.has(next.localName)) continue
      left.push(`</${next.localName}>`)
      for (let at = next.childNodes.length - 1; at >= 0; at--) {
        // The index is in range.
        left.push(next.childNodes[at]!)
      }
    }
  }
  return out.join("")
}

function startTag(element: StaticElement): string {
  const { localName, attributes } = element
  let tag = `<${localName}`
  // No iterator, and no pairs: there are as many of these as there are elements.
  attributes.forEach((value, name) => {
    tag += ` ${name}="${quoted(value)}"`
  })
  // HTML drops a line break right behind <pre>: one that is the text's needs another before it.
  return localName === "pre" && beginsWithBreak(element) ? `${tag}>\n` : `${tag}>`
}

/** Asked of all code: a long one is not joined for its first character. */
function beginsWithBreak(element: StaticElement): boolean {
  const left: StaticNode[] = [element]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node instanceof StaticText && node.length > 0) return node.data.startsWith("\n")
    if (node instanceof StaticElement) left.push(...node.childNodes.toReversed())
  }
  return false
}

const SPECIAL = /[&<>]/
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character)
}

function quoted(value: string): string {
  const text = escaped(value)
  return text.includes('"') ? text.replaceAll('"', "&quot;") : text
}
