/** Formulas as MathML: a module of its own, which a page loads with its first formula. */

import { MAX_TROUBLE } from "../bounds/index.ts"
import type { RenderMath } from "../markdown/dom-sink.ts"
import { elementOf } from "./elements.ts"
import { FormulaError, treeOf } from "./tree.ts"

/** Show a formula in an element; false, with what is wrong as its title, leaves its source there. */
export const renderMath: RenderMath = (element, formula, display) => {
  try {
    const built = elementOf(element.ownerDocument, treeOf(formula, display))
    element.appendChild(built)
    return true
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    element.setAttribute("title", oneLine(error.message).slice(0, MAX_TROUBLE))
    return false
  }
}

/** What is wrong quotes the formula: one line of it, with nothing in it that hides. */
function oneLine(message: string): string {
  return message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim()
}
