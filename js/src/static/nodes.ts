/**
 * The few parts of the DOM that our views use, for engines that have no page: what is built with
 * them is written out as HTML. The live page and the static one so come from the same views.
 */

/** What every node can do: stand in an element, and leave it. */
export class StaticNode {
  parentNode: StaticElement | null = null

  get ownerDocument() {
    return stage
  }

  get parentElement(): StaticElement | null {
    return this.parentNode
  }

  get nextSibling(): StaticNode | null {
    return this.#beside(1)
  }

  get previousSibling(): StaticNode | null {
    return this.#beside(-1)
  }

  remove(): void {
    const place = this.parentNode
    if (place === null) return
    const at = place.childNodes.lastIndexOf(this)
    place.childNodes.splice(at, 1)
    this.parentNode = null
  }

  before(...nodes: Child[]): void {
    for (const node of nodes) this.parentNode?.insertBefore(asNode(node), this)
  }

  after(...nodes: Child[]): void {
    const next = this.nextSibling
    for (const node of nodes) this.parentNode?.insertBefore(asNode(node), next)
  }

  replaceWith(...nodes: Child[]): void {
    this.before(...nodes)
    this.remove()
  }

  #beside(step: number): StaticNode | null {
    const siblings = this.parentNode?.childNodes ?? []
    return siblings[siblings.lastIndexOf(this) + step] ?? null
  }
}

export type Child = StaticNode | string

/** Makes nodes; there is no window that they could be seen in. */
export const stage = {
  defaultView: null,
  createElement: (name: string) => new StaticElement(name),
  createElementNS: (_namespace: string, name: string) => new StaticElement(name),
  createTextNode: (text: string) => new StaticText(text),
}

export class StaticText extends StaticNode {
  readonly nodeType = 3
  data: string

  constructor(data: string) {
    super()
    this.data = data
  }

  get length(): number {
    return this.data.length
  }

  get textContent(): string {
    return this.data
  }

  set textContent(text: string) {
    this.data = text
  }

  get nodeValue(): string {
    return this.data
  }

  set nodeValue(text: string) {
    this.data = text
  }

  appendData(more: string): void {
    this.data += more
  }

  replaceData(from: number, count: number, text: string): void {
    this.data = this.data.slice(0, from) + text + this.data.slice(from + count)
  }

  deleteData(from: number, count: number): void {
    this.replaceData(from, count, "")
  }
}

/** Attributes that a property of the same name stands for. */
const REFLECTED = ["className", "title", "dir", "href", "target", "rel", "type", "alt"] as const
const NAMES: Readonly<Record<string, string>> = { className: "class" }
const FLAGS = ["hidden", "open", "disabled", "checked"] as const

export interface StaticElement
  extends Record<(typeof REFLECTED)[number], string>,
    Record<(typeof FLAGS)[number], boolean> {}

export class StaticElement extends StaticNode {
  readonly nodeType = 1
  readonly localName: string
  readonly childNodes: StaticNode[] = []
  readonly attributes = new Map<string, string>()

  constructor(localName: string) {
    super()
    this.localName = localName
  }

  get dataset(): Record<string, string> {
    return datasetOf(this.attributes)
  }

  get style(): Record<string, unknown> {
    return styleOf(this.attributes)
  }

  get tagName(): string {
    return this.localName.toUpperCase()
  }

  get classList() {
    const names = () => new Set(this.className.split(" ").filter((name) => name !== ""))
    const become = (changed: Set<string>) => {
      this.className = [...changed].join(" ")
    }
    return {
      add: (...added: string[]) => {
        // Mostly the first: then there is nothing to look through.
        if (this.hasAttribute("class")) become(new Set([...names(), ...added]))
        else this.className = added.join(" ")
      },
      remove: (...removed: string[]) =>
        become(new Set([...names()].filter((name) => !removed.includes(name)))),
      contains: (name: string) => names().has(name),
      toggle: (name: string, wanted = !names().has(name)) => {
        const changed = names()
        if (wanted) changed.add(name)
        else changed.delete(name)
        become(changed)
        return wanted
      },
    }
  }

  get children(): StaticElement[] {
    const elements: StaticElement[] = []
    for (const node of this.childNodes) if (node instanceof StaticElement) elements.push(node)
    return elements
  }

  get childElementCount(): number {
    return this.children.length
  }

  get firstChild(): StaticNode | null {
    return this.childNodes[0] ?? null
  }

  get lastChild(): StaticNode | null {
    return this.childNodes.at(-1) ?? null
  }

  get firstElementChild(): StaticElement | null {
    return this.childNodes.find((node) => node instanceof StaticElement) ?? null
  }

  get lastElementChild(): StaticElement | null {
    for (let at = this.childNodes.length - 1; at >= 0; at--) {
      const node = this.childNodes[at]
      if (node instanceof StaticElement) return node
    }
    return null
  }

  get textContent(): string {
    const out: string[] = []
    const left: StaticNode[] = [this]
    while (left.length > 0) {
      const node = left.pop()
      if (node instanceof StaticText) out.push(node.data)
      else if (node instanceof StaticElement) left.push(...node.childNodes.toReversed())
    }
    return out.join("")
  }

  set textContent(text: string) {
    this.replaceChildren(...(text === "" ? [] : [text]))
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name)
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, String(value))
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name)
  }

  toggleAttribute(name: string, wanted = !this.hasAttribute(name)): boolean {
    if (wanted) this.setAttribute(name, "")
    else this.removeAttribute(name)
    return wanted
  }

  append(...nodes: Child[]): void {
    for (const node of nodes) this.insertBefore(asNode(node), null)
  }

  prepend(...nodes: Child[]): void {
    const first = this.firstChild
    for (const node of nodes) this.insertBefore(asNode(node), first)
  }

  appendChild<Node extends StaticNode>(node: Node): Node {
    return this.insertBefore(node, null)
  }

  removeChild<Node extends StaticNode>(node: Node): Node {
    node.remove()
    return node
  }

  replaceChild<Node extends StaticNode>(node: StaticNode, old: Node): Node {
    old.replaceWith(node)
    return old
  }

  insertBefore<Node extends StaticNode>(node: Node, next: StaticNode | null): Node {
    if (node.parentNode !== null) node.remove()
    node.parentNode = this
    if (next === null) this.childNodes.push(node)
    else this.childNodes.splice(this.childNodes.lastIndexOf(next), 0, node)
    return node
  }

  replaceChildren(...nodes: Child[]): void {
    for (const node of this.childNodes) node.parentNode = null
    this.childNodes.length = 0
    this.append(...nodes)
  }

  /** A page at rest hears nothing. */
  addEventListener(): void {}
}

for (const property of REFLECTED) {
  const name = NAMES[property] ?? property
  Object.defineProperty(StaticElement.prototype, property, {
    get(this: StaticElement) {
      return this.getAttribute(name) ?? ""
    },
    set(this: StaticElement, value: string) {
      this.setAttribute(name, value)
    },
  })
}
for (const name of FLAGS) {
  Object.defineProperty(StaticElement.prototype, name, {
    get(this: StaticElement) {
      return this.hasAttribute(name)
    },
    set(this: StaticElement, value: boolean) {
      this.toggleAttribute(name, value)
    },
  })
}

function asNode(child: Child): StaticNode {
  return typeof child === "string" ? new StaticText(child) : child
}

function datasetOf(attributes: Map<string, string>): Record<string, string> {
  const attribute = (name: string | symbol) =>
    `data-${String(name).replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`
  return new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => attributes.get(attribute(name)),
      has: (_, name) => attributes.has(attribute(name)),
      set: (_, name, value) => {
        attributes.set(attribute(name), String(value))
        return true
      },
      deleteProperty: (_, name) => {
        attributes.delete(attribute(name))
        return true
      },
    },
  )
}

/** Inline styles: our own few, in the order in which they were given. */
function styleOf(attributes: Map<string, string>): Record<string, unknown> {
  const write = (name: string, value: string) => {
    const kept = (attributes.get("style") ?? "")
      .split(";")
      .filter((rule) => rule !== "" && !rule.startsWith(`${name}:`))
    if (value !== "") kept.push(`${name}:${value}`)
    if (kept.length > 0) attributes.set("style", kept.join(";"))
    else attributes.delete("style")
  }
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => (name === "setProperty" ? write : ""),
      set: (_, name, value) => {
        const property = String(name).replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
        if (property === "css-text") attributes.set("style", String(value))
        else write(property, String(value))
        return true
      },
    },
  )
}
