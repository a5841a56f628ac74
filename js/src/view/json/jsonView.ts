/** JSON that grows, as a tree, to a bound; the reader can go on from there. */

import { JSON_ROWS, JSON_ROWS_MORE, RESTING_JSON_ROWS } from "../../bounds/index.ts"
import type { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element, setText } from "../dom.ts"
import type { Surroundings } from "../view.ts"
import { grouped } from "../words.ts"
import { arrowKeys } from "./arrows.ts"
import { JsonReader } from "./reader.ts"
import { jsonTree } from "./tree.ts"

export interface JsonView {
  readonly element: HTMLElement
  /**
   * Show what there is of the text; `whole` when no more will come. Returns true when more is left
   * for the next frame.
   */
  update(source: GrowingText, whole: boolean): boolean
  /** Whether the text is no JSON after all, so that it has to be shown by other means. */
  readonly broken: boolean
}

export function jsonView(surroundings: Surroundings, block: string): JsonView {
  const { allowance, live, signal, touch } = surroundings
  const root = element("div", "nbs-json")
  const more = live
    ? control(element("button", "nbs-button nbs-more"))
    : element("div", "nbs-muted nbs-more")
  const whole = element("div", "nbs-json-whole", root)
  arrowKeys(root, signal)
  let tree = jsonTree(root, live, signal)
  let reader = new JsonReader(tree)
  let bound = live ? JSON_ROWS : RESTING_JSON_ROWS
  let revision = 0
  let read = 0
  more.addEventListener(
    "click",
    () => {
      bound = tree.rows + JSON_ROWS_MORE
      touch(block)
    },
    { signal },
  )

  const restart = (source: GrowingText) => {
    root.replaceChildren()
    tree = jsonTree(root, live, signal)
    reader = new JsonReader(tree)
    revision = source.revision
    read = 0
  }

  return {
    element: whole,
    get broken() {
      return reader.broken
    },
    update(source, ended) {
      if (source.revision !== revision) restart(source)
      const rest = source.since(read)
      const piece = rest.slice(0, allowance.take(rest.length))
      read += reader.read(piece, () => tree.rows >= bound)
      const left = source.length - read
      const folded = tree.rows >= bound && left > 0
      if (ended && left === 0) reader.end()
      if (!folded) more.remove()
      else {
        const unread = `${grouped(left)} characters`
        setText(more, live ? `Show more (${unread} left)` : `… ${unread} more`)
        if (more.parentNode === null) whole.append(more)
      }
      return left > 0 && !folded && !reader.broken
    },
  }
}
