/** Temml's tree as elements of the page: what the lists of `allowed.ts` name, and nothing else. */

import { MAX_FORMULA_DEPTH, MAX_FORMULA_NODES } from "../bounds/index.ts"
import { ATTRIBUTES, CLASSES, CONTROLLING, STYLES, TAGS, TEXTUAL } from "./allowed.ts"
import { FormulaError, type TreeNode } from "./tree.ts"

const NAMESPACE = "http://www.w3.org/1998/Math/MathML"

/**
 * Build a formula.
 *
 * @throws {FormulaError} It has too many nodes, or they stand too deep in each other.
 */
export function elementOf(page: Document, tree: TreeNode): Element {
  const builder = new Builder(page)
  const element = builder.element(tree, 0)
  if (element === null) throw new FormulaError("not a formula")
  element.classList.add("nbs-formula")
  return element
}

class Builder {
  #nodes = 0

  constructor(readonly page: Document) {}

  element(node: TreeNode, depth: number): Element | null {
    const tag = tagOf(node)
    if (tag === null) return null
    if (++this.#nodes > MAX_FORMULA_NODES)
      throw new FormulaError(`more than ${MAX_FORMULA_NODES} parts`)
    if (depth > MAX_FORMULA_DEPTH)
      throw new FormulaError(`nested more than ${MAX_FORMULA_DEPTH} levels deep`)
    const element = this.page.createElementNS(NAMESPACE, tag)
    this.#describe(element, node)
    for (const child of node.children ?? []) {
      const built = this.#child(child, tag, depth + 1)
      if (built !== null) element.appendChild(built)
    }
    return element
  }

  #child(node: TreeNode, parent: string, depth: number): Node | null {
    if (typeof node.text !== "string") return this.element(node, depth)
    if (CONTROLLING.test(node.text)) throw new FormulaError("a character in it turns text around")
    return TEXTUAL.has(parent) ? this.page.createTextNode(node.text) : null
  }

  #describe(element: Element, { attributes = {}, classes = [], style = {} }: TreeNode): void {
    // In one order, whatever Temml's is.
    for (const name of Object.keys(attributes).sort()) {
      const value = own(attributes, name)
      if (value !== null && ATTRIBUTES.get(name)?.(value)) element.setAttribute(name, value)
    }
    const names = classes.filter((name) => typeof name === "string" && CLASSES.has(name))
    if (names.length > 0) element.setAttribute("class", names.join(" "))
    // Most parts have no style: a long text has thousands of them.
    const rules = (Object.keys(style).length > 0 ? RULES : []).flatMap(([name, spelt, allows]) => {
      const value = own(style, name) ?? own(style, spelt)
      return value !== null && allows(value) ? [`${name}:${value}`] : []
    })
    if (rules.length > 0) element.setAttribute("style", rules.join(";"))
  }
}

function tagOf({ type, children }: TreeNode): string | null {
  // Temml's pieces without an element of their own, and what would wait for clicks.
  if (type === "maction" || (type === undefined && children)) return "mrow"
  if (typeof type !== "string" || !TAGS.has(type)) return null
  // What stands in such an element is read as HTML where a page at rest is opened.
  return TEXTUAL.has(type) && children?.some(({ text }) => typeof text !== "string") ? "mrow" : type
}

function own(values: Readonly<Record<string, unknown>>, name: string): string | null {
  if (!Object.hasOwn(values, name)) return null
  const value = values[name]
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null
}

/** What `style` may say, by both of its spellings. */
const RULES = [...STYLES].map(([name, allows]) => [name, camelCase(name), allows] as const)

function camelCase(name: string): string {
  return name.replace(/-./g, (dash) => dash.charAt(1).toUpperCase())
}
