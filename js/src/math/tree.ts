/** Temml's own tree of a formula: what of it this package relies on, asked for with care. */

import temml from "temml"
import {
  MAX_DEFINING_EXPANSIONS,
  MAX_DEFINING_FORMULA,
  MAX_EM,
  MAX_EXPANSIONS,
  MAX_FORMULA,
  MAX_PARAMETERS,
  MAX_POINTS,
} from "../bounds/index.ts"

/** An element of Temml's, or a text. Nothing of it is to be relied upon. */
export interface TreeNode {
  readonly type?: unknown
  readonly text?: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly classes?: readonly unknown[]
  readonly style?: Readonly<Record<string, unknown>>
  readonly children?: readonly TreeNode[]
}

/** A formula that is not set: its source is shown, and this message is its title. */
export class FormulaError extends Error {}

/** Commands that make macros. */
const DEFINING =
  /\\(?:[gex]?def|(?:re|provide)?(?:new)?command|let|futurelet|global|long|DeclareMathOperator)(?![a-zA-Z])/

/**
 * Parse a formula.
 *
 * @throws {FormulaError} It is too long, defines too much, or is not LaTeX that Temml knows.
 */
export function treeOf(formula: string, display: boolean): TreeNode {
  if (formula.length > MAX_FORMULA) throw new FormulaError(`longer than ${MAX_FORMULA} characters`)
  const defines = DEFINING.test(formula)
  if (defines) checkDefining(formula)
  try {
    return temml.__renderToMathMLTree(formula, {
      displayMode: display,
      throwOnError: true,
      annotate: true,
      trust: false,
      maxExpand: defines ? MAX_DEFINING_EXPANSIONS : MAX_EXPANSIONS,
      maxSize: [MAX_EM, MAX_POINTS],
      // Its own object each time: what one formula defines, no other one knows.
      macros: {},
    }) as TreeNode
  } catch (error) {
    // Besides its own errors, Temml meets the limit of the stack when braces nest too deep.
    throw new FormulaError(error instanceof Error ? error.message : String(error))
  }
}

function checkDefining(formula: string): void {
  if (formula.length > MAX_DEFINING_FORMULA)
    throw new FormulaError(`defines macros in more than ${MAX_DEFINING_FORMULA} characters`)
  if (formula.split("#").length - 1 > MAX_PARAMETERS)
    throw new FormulaError(`mentions parameters of macros more than ${MAX_PARAMETERS} times`)
}
