/**
 * A paragraph as long as a chapter, in parts.
 *
 * A browser breaks all lines of a paragraph again for each word that is added, and looks at all of
 * its elements. Beyond some length, which no writer's paragraph has, what follows goes into a part
 * with lines of its own. Where parts begin is a matter of the text alone.
 */

import type { Shape } from "./shapes.ts"

/** Characters after which a part ends at the next space, and where it ends in any case. */
const PART = 16_384
const LONGEST_PART = 4 * PART

/** What an element costs, in characters. */
const ELEMENT = 16

/** What of a leaf comes before the shapes at hand. */
export interface Place {
  /** How many parts have begun behind the first. */
  readonly part: number
  /** Characters in the part that is open, elements counted along. */
  readonly length: number
  /** What comes right before. */
  readonly behind: string
}

export const BEGINNING: Place = { part: 0, length: 0, behind: "" }

/** The place behind a shape; it may be the first of another part. */
function next({ part, length, behind }: Place, shape: Shape): Place {
  const text = textOf(shape)
  const ends =
    length >= LONGEST_PART || (length >= PART && (/\s$/.test(behind) || /^\s/.test(text)))
  return {
    part: ends ? part + 1 : part,
    length: (ends ? 0 : length) + text.length + (shape.tag ? ELEMENT : 0),
    behind: text,
  }
}

/** Shapes with their parts, and the place between the two kinds of them. */
export function inParts(
  before: readonly Shape[],
  after: readonly Shape[],
  place: Place,
): readonly [Shape[], Place] {
  let at = place
  const placed = (shape: Shape) => {
    at = next(at, shape)
    // Nearly no leaf has parts, and copies of all its shapes would take a third of the time.
    return at.part > 0 ? { ...shape, part: at.part } : shape
  }
  const first = before.map(placed)
  const between = at
  return [first.concat(after.map(placed)), between]
}

function textOf({ text, children }: Shape): string {
  return children.length === 0 ? text : children.map(textOf).join("")
}
