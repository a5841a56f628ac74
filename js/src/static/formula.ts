/**
 * Formulas for those who see their letters alone: a host that lets no MathML through takes the tags
 * away and keeps the text, of which "x2" would be left of a square. So the text is made to say it,
 * "x^2", "(a+b)/2", in signs that are not shown where the formula is.
 */

import { StaticElement, type StaticNode } from "./nodes.ts"

/** What stands before each argument of an element, and after it. `(`, `)` where they are needed. */
const SIGNS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  mfrac: [
    ["(", ")"],
    ["/(", ")"],
  ],
  msup: [
    ["", ""],
    ["^(", ")"],
  ],
  msub: [
    ["", ""],
    ["_(", ")"],
  ],
  msubsup: [
    ["", ""],
    ["_(", ")"],
    ["^(", ")"],
  ],
  mover: [
    ["", ""],
    ["^(", ")"],
  ],
  munder: [
    ["", ""],
    ["_(", ")"],
  ],
  munderover: [
    ["", ""],
    ["_(", ")"],
    ["^(", ")"],
  ],
  mroot: [
    ["(", ")"],
    ["^(1/", ")"],
  ],
}

/** Make the text of a formula readable, and take what a reader of its text would read twice. */
export function speak(math: StaticElement): void {
  const left = [math]
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    if (element.localName === "annotation") {
      element.remove()
      continue
    }
    const parts = element.children
    left.push(...parts)
    told(element, parts)
  }
}

function told(element: StaticElement, parts: readonly StaticElement[]): void {
  const signs = SIGNS[element.localName]
  if (signs?.length === parts.length)
    signs.forEach(([before, after], index) => {
      tell(parts[index], before, after)
    })
  if (element.localName === "msqrt") surround(element, "√(", ")")
  if (element.localName === "mtr") for (const cell of parts.slice(1)) cell.prepend(sign(", "))
  if (element.localName === "mtable")
    for (const row of parts.slice(1)) row.firstElementChild?.prepend(sign("; "))
}

function tell(part: StaticElement | undefined, before: string, after: string): void {
  if (part === undefined) return
  if (before === "" && after === "") return
  const bare = part.textContent.length <= 1 && before.endsWith("(")
  const open = bare ? before.slice(0, -1) : before
  const close = bare ? after.slice(1) : after
  if (open === "" && close === "") return
  surround(part.localName === "mrow" ? part : rowAround(part), open, close)
}

/** The number of an element's parts counts, so that signs need a part that holds them, too. */
function rowAround(part: StaticElement): StaticElement {
  const row = new StaticElement("mrow")
  part.replaceWith(row)
  row.append(part)
  return row
}

function surround(element: StaticElement, open: string, close: string): void {
  if (open !== "") element.prepend(sign(open))
  if (close !== "") element.append(sign(close))
}

function sign(text: string): StaticNode {
  const shown = new StaticElement("mtext")
  shown.className = "nbs-sign"
  shown.setAttribute("style", "display:none")
  shown.append(text)
  return shown
}
