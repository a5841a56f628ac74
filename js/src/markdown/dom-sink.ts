/** The sink that makes elements. The only room of the engine that knows a page. */

import type { AttributeName, Sink, Tag } from "./sink.ts"

/** Shows a formula in an empty element; false if it cannot, and the source is to be shown. */
export type RenderMath = (element: Element, formula: string, display: boolean) => boolean

/** Adds to a block of code what its reader acts with: before the `pre`, and nothing inside it. */
export type CodeControls = (block: HTMLElement, language: string) => void

/** Adds to the description of a picture, at its end, what its reader can do to see it. */
export type Pictures = (place: HTMLElement, href: string) => void

/** Adds to the number of a footnote, or to the footnote once it is complete, what leads to the other. */
export type FootnoteControls = (place: HTMLElement) => void

/** What it is given is what it has made: that such a node is an element is known, not asked. */
export class DomSink implements Sink<Node> {
  readonly page: Document
  /** Formulas that could not be set, or not yet. */
  readonly #sources: { element: Element; formula: string; display: boolean }[] = []

  constructor(
    root: HTMLElement,
    readonly renderMath?: RenderMath,
    readonly code: CodeControls = () => {},
    readonly picture: Pictures = () => {},
    readonly footnote: FootnoteControls = () => {},
  ) {
    this.page = root.ownerDocument
  }

  element(tag: Tag, parent: Node, before: Node | null = null): Node {
    const element = this.page.createElement(tag)
    // Nothing but the number of a footnote is raised.
    if (tag === "sup") this.footnote(element)
    return parent.insertBefore(element, before)
  }

  text(data: string, parent: Node): Node {
    return parent.appendChild(this.page.createTextNode(data))
  }

  extend(text: Node, data: string): void {
    ;(text as Text).appendData(data)
  }

  rewrite(text: Node, data: string): void {
    text.nodeValue = data
  }

  set(node: Node, name: AttributeName, value: string | null): void {
    const element = node as Element
    if (value === null) element.removeAttribute(name)
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }

  widen(row: Node, characters: readonly number[]): void {
    row.childNodes.forEach((cell, column) => {
      ;(cell as HTMLElement).style.width = `${characters[column]}ch`
    })
  }

  rename(element: Node, tag: Tag): Node {
    const renamed = this.page.createElement(tag)
    renamed.append(...element.childNodes)
    ;(element as Element).replaceWith(renamed)
    return renamed
  }

  remove(node: Node): void {
    ;(node as ChildNode).remove()
  }

  clear(element: Node): void {
    ;(element as Element).replaceChildren()
  }

  formula(node: Node, formula: string, display: boolean): boolean {
    if (!this.renderMath) return false
    const element = node as Element
    const set = this.renderMath(element, formula, display)
    if (!set) this.#sources.push({ element, formula, display })
    return set
  }

  /** Set the formulas that are shown as their source, if they can be set by now. */
  *resetFormulas(): Generator<void> {
    for (const { element, formula, display } of this.#sources.splice(0)) {
      yield
      const source = [...element.childNodes]
      this.clear(element)
      if (!this.formula(element, formula, display)) element.append(...source)
      // The only such element that may have been code: see the painter.
      else if (element.localName === "div") element.className = "nbs-math-block"
    }
  }
}
