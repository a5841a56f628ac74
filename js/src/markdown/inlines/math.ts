/** Math between dollar signs, and in `\(…\)` and `\[…\]`. */

import { MAX_INLINE_FORMULA } from "../../bounds/index.ts"

export interface Formula {
  readonly formula: string
  readonly display: boolean
  readonly end: number
}

/** Read the formula that begins with the dollar sign at `from`. */
export function readDollarMath(text: string, from: number): Formula | null {
  const display = text[from + 1] === "$"
  const begin = from + (display ? 2 : 1)
  if (!display && !mayOpen(text, from)) return null
  const limit = Math.min(text.length, begin + MAX_INLINE_FORMULA)
  for (let at = begin; at < limit; at++) {
    if (text[at] === "\\") at++
    else if (text[at] === "$") {
      if (display && text[at + 1] !== "$") return null
      const formula = text.slice(begin, at)
      if (display)
        return formula.trim() === "" ? null : { formula: formula.trim(), display, end: at + 2 }
      if (mayClose(text, at) && !isMoney(formula))
        return { formula: unquoted(formula), display, end: at + 1 }
      // A dollar sign that can only open ends the search: `$5 and $10`.
      return null
    }
  }
  return null
}

/** Whether the dollar sign at `from` could begin a formula: not behind a word, as in `US$`. */
export function mayOpen(text: string, from: number): boolean {
  // Scripts without spaces between words have none before a formula.
  const word = /[\p{N}\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}]/u
  return !/[\s$]/.test(text[from + 1] ?? " ") && !word.test(text[from - 1] ?? " ")
}

function mayClose(text: string, at: number): boolean {
  // Behind a separator, a name is that of another variable: `$PATH:$HOME`, `$A/$B`.
  const begins = /[:/,;.\-"_=@]/.test(text.charAt(at - 1)) ? /[\w{$]/ : /[\d$]/
  return !/\s/.test(text.charAt(at - 1)) && !begins.test(text[at + 1] ?? " ")
}

/** An amount and words after it: `$5 to buy, 10$`. */
function isMoney(formula: string): boolean {
  return /^\d/.test(formula) && /\s\p{L}\p{L}/u.test(formula) && !/[\\=^_]/.test(formula)
}

/** GitHub also writes `` $`x`$ ``, to keep Markdown out of a formula. */
function unquoted(formula: string): string {
  return /^`[^`]+`$/.test(formula) ? formula.slice(1, -1) : formula
}

/** Read the formula that begins with `\(` or `\[` at `from`. */
export function readBackslashMath(text: string, from: number): Formula | null {
  // Brackets right behind a word were escaped: `f\(x\)`, `a\[0\]`.
  if (/[\w)\]]/.test(text.charAt(from - 1))) return null
  const display = text[from + 1] === "["
  const mark = display ? "]" : ")"
  const limit = Math.min(text.length, from + MAX_INLINE_FORMULA)
  for (let at = from + 2; at < limit; at++) {
    if (text[at] !== "\\") continue
    if (text[at + 1] === mark) {
      const formula = text.slice(from + 2, at).trim()
      return isFormula(text, from, formula) ? { formula, display, end: at + 2 } : null
    }
    at++
  }
  return null
}

/** Whether brackets do not stand for themselves, as in `\(\)` or `\[1\]`, `\[see below\]`. */
function isFormula(text: string, from: number, formula: string): boolean {
  const words = text[from + 1] === "[" && !/\s/.test(text.charAt(from + 2))
  return /[\p{L}\p{N}]/u.test(formula) && !(words && /^[\p{L}\p{N}\s,.;:'"-]*$/u.test(formula))
}
