/**
 * What becomes of the page's own elements where nothing lives and perhaps nothing is styled: what
 * is hidden goes, buttons become what they say, and what only a stylesheet or MathML would tell is
 * told for those who let neither through.
 */

import { speak } from "./formula.ts"
import { StaticElement } from "./nodes.ts"

/**
 * Colours of code where styles are not trusted, in which the stylesheet's own cannot come along: on
 * a white and on a black ground, each stands out at 4.3 to 1.
 */
const COLOURS: Readonly<Record<string, string>> = {
  keyword: "#238a45",
  atom: "#7166e9",
  number: "#148a59",
  string: "#d64540",
  "special-string": "#b54aca",
  comment: "#4e8181",
  definition: "#3b71ef",
  builtin: "#238a45",
  special: "#167dc7",
  type: "#0f896a",
  property: "#167dc7",
  operator: "#a945f0",
  meta: "#a945f0",
  tag: "#238a45",
  attribute: "#4674de",
  heading: "#3b71ef",
  quote: "#238b23",
  link: "#3b71ef",
  inserted: "#238a45",
  deleted: "#dd3c49",
}

const STYLED = "nbs-code-"

/** Bring `root` and all that stands in it to rest, without recursion: the depth is a model's. */
export function bringToRest(root: StaticElement): void {
  const left = [root]
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    if (element.hidden) {
      element.remove()
      continue
    }
    if (element.localName === "details") element = folding(element)
    if (element.localName === "button") said(element)
    else if (element.localName === "math") speak(element)
    else {
      colour(element)
      left.push(...element.children)
    }
  }
}

function colour(element: StaticElement): void {
  if (!element.className.startsWith(STYLED)) return
  const colour = COLOURS[element.className.slice(STYLED.length)]
  // Thousands of these are in a long text; they have no other style.
  if (colour !== undefined) element.setAttribute("style", `color:${colour}`)
}

/** Without a line to fold it by, a browser would give it one of its own words. */
function folding(details: StaticElement): StaticElement {
  if (details.firstElementChild?.hidden !== true) return details
  const open = new StaticElement("div")
  open.className = details.className
  open.append(...details.children)
  details.replaceWith(open)
  return open
}

/** Nobody can press it. It keeps its room, so that a page that comes to rest does not move. */
function said(button: StaticElement): void {
  const words = new StaticElement("span")
  words.className = button.className
  words.append(...button.children.filter(({ className }) => className === "nbs-language"))
  button.replaceWith(words)
}
