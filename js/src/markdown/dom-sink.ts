/** The sink that makes elements. The only room of the engine that knows a page. */

import type { AttributeName, Sink, Tag } from "./sink.ts"

/** Shows a formula in an empty element; false if it cannot, and the source is to be shown. */
export type RenderMath = (element: Element, formula: string, display: boolean) => boolean

export class DomSink implements Sink<Node> {
  constructor(
    readonly page: Document,
    readonly renderMath: RenderMath | undefined,
  ) {}

  element(tag: Tag, parent: Node): Node {
    return parent.appendChild(this.page.createElement(tag))
  }

  text(data: string, parent: Node): Node {
    return parent.appendChild(this.page.createTextNode(data))
  }

  extend(text: Node, data: string): void {
    if (text instanceof this.#window.Text) text.appendData(data)
  }

  rewrite(text: Node, data: string): void {
    text.nodeValue = data
  }

  set(element: Node, name: AttributeName, value: string | null): void {
    if (!(element instanceof this.#window.Element)) return
    if (value === null) element.removeAttribute(name)
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }

  rename(element: Node, tag: Tag): Node {
    const renamed = this.page.createElement(tag)
    renamed.append(...element.childNodes)
    element.parentNode?.replaceChild(renamed, element)
    return renamed
  }

  remove(node: Node): void {
    node.parentNode?.removeChild(node)
  }

  clear(element: Node): void {
    while (element.lastChild) element.removeChild(element.lastChild)
  }

  formula(element: Node, formula: string, display: boolean): boolean {
    if (!this.renderMath || !(element instanceof this.#window.Element)) return false
    return this.renderMath(element, formula, display)
  }

  get #window(): typeof globalThis {
    return (this.page.defaultView ?? globalThis) as typeof globalThis
  }
}
