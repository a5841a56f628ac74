/** A sink of plain objects, which counts what is done to them; and ways to stream into it. */

import { Painter } from "../../src/markdown/paint/painter.ts"
import { Parser } from "../../src/markdown/parser.ts"
import type { AttributeName, Highlight, Sink, Tag } from "../../src/markdown/sink.ts"
import { linkPolicy } from "../../src/markdown/urls.ts"

export interface Recorded {
  tag: Tag | null
  text: string
  readonly attributes: Map<AttributeName, string>
  children: Recorded[]
  parent: Recorded | null
  /** In characters; a table's cell may have one. */
  width?: number
}

export class RecordingSink implements Sink<Recorded> {
  readonly root: Recorded = {
    tag: "div",
    text: "",
    attributes: new Map(),
    children: [],
    parent: null,
  }
  made = 0
  removed = 0
  /** Characters taken off the page again. */
  erased = 0

  element(tag: Tag, parent: Recorded, before: Recorded | null = null): Recorded {
    return this.#add({ tag, text: "", attributes: new Map(), children: [], parent }, before)
  }

  text(data: string, parent: Recorded): Recorded {
    return this.#add({ tag: null, text: data, attributes: new Map(), children: [], parent })
  }

  extend(text: Recorded, data: string): void {
    text.text += data
  }

  rewrite(text: Recorded, data: string): void {
    this.erased += text.text.length
    text.text = data
  }

  set(element: Recorded, name: AttributeName, value: string | null): void {
    if (value === null) element.attributes.delete(name)
    else element.attributes.set(name, value)
  }

  widen(row: Recorded, characters: readonly number[]): void {
    row.children.forEach((cell, column) => {
      cell.width = characters[column] ?? 0
    })
  }

  rename(element: Recorded, tag: Tag): Recorded {
    element.tag = tag
    element.attributes.clear()
    return element
  }

  remove(node: Recorded): void {
    const siblings = node.parent?.children ?? []
    if (!siblings.includes(node)) throw new Error("removed a node that is not there")
    siblings.splice(siblings.indexOf(node), 1)
    node.parent = null
    this.removed++
    this.erased += textOf(node).length
  }

  clear(element: Recorded): void {
    for (const child of [...element.children]) this.remove(child)
  }

  formula(element: Recorded, formula: string, display: boolean): boolean {
    this.text(`formula ${display ? "display " : ""}${formula}`, element)
    return true
  }

  #add(node: Recorded, before: Recorded | null = null): Recorded {
    const siblings = node.parent?.children ?? []
    siblings.splice(before ? siblings.indexOf(before) : siblings.length, 0, node)
    this.made++
    return node
  }
}

export function textOf(node: Recorded): string {
  return node.tag === null ? node.text : node.children.map(textOf).join("")
}

/** A node as text, every node and attribute in it. */
export function shown(node: Recorded): string {
  if (node.tag === null) return JSON.stringify(node.text)
  const attributes = [...node.attributes].sort().map(([name, value]) => ` ${name}=${value}`)
  if (node.width !== undefined) attributes.push(` ${node.width}ch`)
  return `<${node.tag}${attributes.join("")}>[${node.children.map(shown).join(" ")}]`
}

export interface Streamed {
  readonly sink: RecordingSink
  readonly parser: Parser
  readonly painter: Painter<Recorded>
  write(text: string): void
  end(): void
}

/** A document to stream into; each piece written is painted. */
export function streamed(highlight?: Highlight): Streamed {
  const sink = new RecordingSink()
  const parser = new Parser()
  const options = { policy: linkPolicy("http://localhost:8888"), highlight }
  const painter = new Painter<Recorded>(sink, sink.root, parser, options)
  return {
    sink,
    parser,
    painter,
    write(text) {
      parser.write(text)
      painter.paint()
    },
    end() {
      parser.close()
      painter.paint()
    },
  }
}

/** What is shown at the end, when the text arrives in these pieces. */
export function rendered(pieces: Iterable<string>, highlight?: Highlight): string {
  const stream = streamed(highlight)
  for (const piece of pieces) stream.write(piece)
  stream.end()
  return shown(stream.sink.root)
}

/** A text cut at these places, taken modulo its length. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...cuts].map((from, index) => text.slice(from, cuts[index] ?? text.length))
}
