/**
 * A paragraph as long as a chapter, in parts.
 *
 * A browser breaks all lines of a paragraph again for each word that is added. Beyond some length,
 * which no writer's paragraph has, what follows goes into a part with lines of its own. Where parts
 * begin is a matter of the text alone.
 */

import { element, type Shape, type ShapeView } from "./shapes.ts"

/** Characters after which a part ends at the next space, and where it ends in any case. */
const PART = 16_384
const LONGEST_PART = 4 * PART

/** What of a leaf comes before the shapes at hand. */
export interface Place {
  /** How many parts have begun behind the first. */
  readonly part: number
  /** Characters in the part that is open. */
  readonly length: number
  /** Whether white space comes before. */
  readonly spaced: boolean
}

export const BEGINNING: Place = { part: 0, length: 0, spaced: false }

/** The place behind a shape; it may be the first of another part. */
function next({ part, length, spaced }: Place, shape: Shape): Place {
  const text = textOf(shape)
  const ends = length >= LONGEST_PART || (length >= PART && (spaced || /^\s/.test(text)))
  return {
    part: ends ? part + 1 : part,
    length: (ends ? 0 : length) + text.length,
    spaced: /\s/.test(text.at(-1) ?? ""),
  }
}

export function placeAfter(shapes: readonly Shape[], place: Place): Place {
  return shapes.reduce(next, place)
}

/** Shapes in their parts: those of the first stand in the leaf itself. */
export function inParts(shapes: readonly Shape[], place: Place): readonly Shape[] {
  const root: Shape[] = []
  let open: Shape[] = root
  let at = place
  const begin = () => {
    open = []
    root.push(element("span", open, [["class", "nbs-part"]]))
  }
  if (at.part > 0) begin()
  for (const shape of shapes) {
    const after = next(at, shape)
    if (after.part > at.part) begin()
    open.push(shape)
    at = after
  }
  return root
}

/** Forget the views of the first `count` shapes, and of parts before that of the last of them. */
export function forget<Node>(views: ShapeView<Node>[], count: number): void {
  for (let left = count; left > 0; ) {
    const first = views[0]
    if (first?.shape.attributes[0]?.[1] !== "nbs-part") {
      views.shift()
      left--
    } else if (left > first.children.length && views.length > 1) {
      views.shift()
      left -= first.children.length
    } else {
      first.children.splice(0, left)
      left = 0
    }
  }
}

function textOf({ text, children }: Shape): string {
  return children.length === 0 ? text : children.map(textOf).join("")
}
