/** Inlines as shapes of nodes, and nodes brought into the shape of inlines. */

import { type Inline, type Link, plainText } from "../inlines/inline.ts"
import { piecesOf } from "../inlines/tree.ts"
import { dataPicture } from "../pictures.ts"
import type { AttributeName, Sink, Tag } from "../sink.ts"
import { addressesIn, hostToTell, type LinkPolicy } from "../urls.ts"
import { visible, visibleCode } from "../visible.ts"

/** What a node should look like; text has no tag. */
export interface Shape {
  readonly tag: Tag | null
  readonly text: string
  readonly attributes: readonly (readonly [AttributeName, string])[]
  readonly children: readonly Shape[]
  readonly formula: { readonly source: string; readonly display: boolean } | null
  /** The address of the picture that it describes, once it is complete and may be asked for. */
  readonly picture?: string
  /** Which part of a long leaf it stands in; the first is the leaf itself. */
  readonly part?: number
}

/** A node and the shape it has. */
export interface ShapeView<Node> {
  shape: Shape
  readonly node: Node
  readonly children: ShapeView<Node>[]
}

/** What shapes depend on besides the inlines. */
export interface ShapeContext {
  readonly policy: LinkPolicy
  /** Whether it stands in a link, and so can hold none. */
  readonly inLink?: boolean
  /** The number of a footnote, as it is shown. */
  number(label: string): string
}

export function shapesOf(inlines: readonly Inline[], context: ShapeContext): Shape[] {
  return inlines.flatMap((inline) => shapeOf(inline, context))
}

function shapeOf(inline: Inline, context: ShapeContext): Shape | Shape[] {
  switch (inline.kind) {
    case "text":
      return text(inline.text)
    case "html":
      return texts(inline.text)
    case "code":
      return element("code", texts(visibleCode(inline.text)))
    case "break":
      return element("br", [])
    case "math":
      return mathShape(inline.source, inline.formula, inline.display)
    case "footnote":
      return element("sup", [text(context.number(inline.label))], [["class", "nbs-footnote"]])
    case "image":
      return imageShape(inline.href, plainText(inline.children), context)
    case "link":
      return linkShape(inline, shapesOf(inline.children, { ...context, inLink: true }), context)
    default:
      return element(inline.kind, shapesOf(inline.children, context))
  }
}

function linkShape(
  { href, children: inlines }: Link,
  children: Shape[],
  { policy, inLink = false }: ShapeContext,
): Shape | Shape[] {
  if (href === null) return element("a", children)
  const link = policy.check(href)
  if (!link || inLink) return element("span", children)
  const shape = element("a", children, leading(link.href))
  // The host of a picture in it stands there to be read, too.
  const host = hostToTell(plainText(inlines) + addressesIn(children), link)
  return host === ""
    ? shape
    : [shape, element("span", [text(` (${host})`)], [["class", "nbs-host"]])]
}

/**
 * A picture is not fetched: it is its description, the host that it would come from, and a link
 * for whoever wants to see it there. One that is in its address in full is shown.
 */
function imageShape(
  href: string | null,
  alt: string,
  { policy, inLink = false }: ShapeContext,
): Shape {
  const carried = href === null ? null : dataPicture(href)
  if (carried !== null)
    return element(
      "img",
      [],
      [
        ["class", "nbs-picture"],
        ["src", carried],
        ["alt", visible(alt)],
      ],
    )
  const link = href === null ? null : policy.check(href)
  const attributes: Shape["attributes"] = [["class", "nbs-image"]]
  if (!link?.host) return element("span", texts(alt), attributes)
  const host = [text(` (${link.host})`)]
  const place = inLink
    ? element("span", host, [["class", "nbs-host"]])
    : element("a", host, [["class", "nbs-host"], ...leading(link.href)])
  const described = element("span", texts(alt), [["title", link.href]])
  return { ...element("span", [described, place], attributes), picture: link.href }
}

/** The attributes of a link: it opens elsewhere, and tells nobody where it was found. */
function leading(href: string): Shape["attributes"] {
  return [
    ["href", href],
    ["target", "_blank"],
    ["rel", "noopener noreferrer nofollow"],
    ["title", href],
  ]
}

function mathShape(source: string, formula: string, display: boolean): Shape {
  const shape = element("span", texts(source), [
    ["class", display ? "nbs-math nbs-display" : "nbs-math"],
  ])
  return { ...shape, formula: { source: formula, display } }
}

export function element(
  tag: Tag,
  children: readonly Shape[],
  attributes: Shape["attributes"] = [],
): Shape {
  return { tag, text: "", attributes, children, formula: null }
}

function text(data: string): Shape {
  return written(visible(data))
}

/** Text as it is written. */
export function written(data: string): Shape {
  return { tag: null, text: data, attributes: [], children: [], formula: null }
}

function texts(data: string): Shape[] {
  return piecesOf(data).map(text)
}

/**
 * Bring nodes into shape. What has the shape already is not touched; changes go to the end.
 * `parentOf` says where a new shape stands.
 */
export function reshape<Node>(
  sink: Sink<Node>,
  parentOf: (shape: Shape) => Node,
  views: ShapeView<Node>[],
  shapes: readonly Shape[],
): void {
  shapes.forEach((shape, index) => {
    const view = views[index]
    if (view && suits(view.shape, shape)) update(sink, view, shape)
    else {
      dropFrom(sink, views, index)
      views.push(create(sink, parentOf(shape), shape))
    }
  })
  dropFrom(sink, views, shapes.length)
}

function suits(old: Shape, shape: Shape): boolean {
  return (
    old.tag === shape.tag &&
    old.formula?.source === shape.formula?.source &&
    old.picture === shape.picture &&
    old.part === shape.part &&
    old.attributes.length <= shape.attributes.length
  )
}

function dropFrom<Node>(sink: Sink<Node>, views: ShapeView<Node>[], index: number): void {
  // Hardly ever is there anything to drop.
  if (views.length > index) for (const { node } of views.splice(index).reverse()) sink.remove(node)
}

function create<Node>(sink: Sink<Node>, parent: Node, shape: Shape): ShapeView<Node> {
  if (shape.tag === null) return { shape, node: sink.text(shape.text, parent), children: [] }
  const node = sink.element(shape.tag, parent)
  for (const [name, value] of shape.attributes) sink.set(node, name, value)
  const { formula } = shape
  const shown = formula !== null && sink.formula(node, formula.source, formula.display)
  const children = shown ? [] : shape.children.map((child) => create(sink, node, child))
  if (shape.picture !== undefined) sink.picture?.(node, shape.picture)
  return { shape, node, children }
}

function update<Node>(sink: Sink<Node>, view: ShapeView<Node>, shape: Shape): void {
  const old = view.shape
  view.shape = shape
  if (shape.tag === null) {
    retext(sink, view.node, old.text, shape.text)
    return
  }
  for (const [name, value] of shape.attributes) sink.set(view.node, name, value)
  // A formula is shown once, when it closes.
  if (!shape.formula) reshape(sink, () => view.node, view.children, shape.children)
}

/** Change a text node's text, at its end alone if that is enough. */
function retext<Node>(sink: Sink<Node>, node: Node, before: string, after: string): void {
  if (before === after) return
  if (after.startsWith(before)) sink.extend(node, after.slice(before.length))
  else sink.rewrite(node, after)
}
