/**
 * HTML that an object says of itself, when its reader asks for it: in a frame that can do nothing.
 *
 * The frame is sandboxed with no permission at all: no script runs in it, it has an origin of its
 * own, and submits, opens and downloads nothing. Its document is given as a `data:` address: no
 * attribute of this page is ever given HTML. It begins with a policy that lets it fetch nothing, and
 * holds no `<link>`, which could name a host to be looked up all the same. It is inert: a link in it
 * cannot be followed, so that it cannot leave for a page that is not what was shown; for that its
 * reader scrolls the box around it.
 */

import type { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element } from "../dom.ts"
import type { Surroundings, View } from "../view.ts"

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'"

/** What the document begins with, whatever follows. Its words are dark on white, as its author meant. */
const HEAD =
  '<!doctype html><html><head><meta charset="utf-8">' +
  `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  "<style>body{margin:8px;background:#fff;color:#111;font:13px/1.5 system-ui,sans-serif}</style>" +
  "</head><body>"

export function frame({ signal }: Surroundings): View<GrowingText> {
  const button = control(element("button", "nbs-button", "Show"))
  button.type = "button"
  const said = element("span", "nbs-muted", "Shown on request, in a frame without scripts ")
  const whole = element("div", "nbs-framed", said, button)
  let source = ""
  button.addEventListener(
    "click",
    () => {
      whole.replaceChildren(element("div", "nbs-frame-box", framed(source)))
    },
    { signal },
  )
  return {
    element: whole,
    update(text) {
      source = text.toString()
      return false
    },
  }
}

function framed(source: string): HTMLElement {
  const made = element("iframe", "nbs-frame")
  // Before its address: what it is not allowed holds for what it loads next.
  made.setAttribute("sandbox", "")
  made.setAttribute("referrerpolicy", "no-referrer")
  made.setAttribute("title", "What a tool returned, as HTML without scripts")
  made.inert = true
  made.src = `data:text/html;charset=utf-8,${encodeURIComponent(HEAD + withoutLinks(source))}`
  return made
}

/** A tag begins with its name and nothing between: so none of that name is left. */
function withoutLinks(source: string): string {
  return source.replace(/<(\/?)link/gi, "<$1no-link")
}
