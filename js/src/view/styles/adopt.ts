/** Gives the page, or the shadow root that a view stands in, our styles: once each. */

import activity from "./activity.css"
import base from "./base.css"
import blocks from "./blocks.css"
import code from "./code.css"
import json from "./json.css"
import markdown from "./markdown.css"
import math from "./math.css"
import terminal from "./terminal.css"
import tool from "./tool.css"

/** All styles, for whoever needs them as text. */
export const STYLES = [base, markdown, code, math, blocks, tool, json, terminal, activity].join(
  "\n",
)

const adopted = new WeakSet<Document | ShadowRoot>()

/**
 * Style what stands in `target`. A host may build a view before it puts it into the page or into a
 * shadow root, and may move it: call the function that comes back whenever the view is painted.
 */
export function adoptStyles(target: HTMLElement): () => void {
  let styled: Node | null = null
  const adopt = () => {
    const root = target.getRootNode()
    if (root === styled) return
    styled = root
    styleRoot(root instanceof ShadowRoot ? root : target.ownerDocument)
  }
  adopt()
  return adopt
}

function styleRoot(root: Document | ShadowRoot): void {
  if (adopted.has(root)) return
  adopted.add(root)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
