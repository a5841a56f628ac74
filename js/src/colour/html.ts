/** HTML with its scripts and styles in their own colours. */

import { css } from "@codemirror/legacy-modes/mode/css"
import { javascript } from "@codemirror/legacy-modes/mode/javascript"
import { html as markup } from "@codemirror/legacy-modes/mode/xml"
import { copyOf, type Mode } from "./mode.ts"
import { INDENT_COLUMNS, type LineStream } from "./stream.ts"
import { styleFor } from "./styles.ts"

const OUTER = markup as unknown as Mode
const INNER: Readonly<Record<string, Mode>> = {
  script: javascript as unknown as Mode,
  style: css as unknown as Mode,
}

interface State {
  readonly outer: unknown
  /** The element whose start tag is being read, if what stands in it is another language. */
  opening: string
  /** The element that is being read, and the state of its language. */
  element: string
  inner: unknown
}

export const html: Mode<State> = {
  parts: [OUTER, ...Object.values(INNER)],
  startState: (indentUnit) => ({
    outer: OUTER.startState?.(indentUnit),
    opening: "",
    element: "",
    inner: null,
  }),
  copyState({ outer, opening, element, inner }) {
    const mode = INNER[element]
    return {
      outer: copyOf(OUTER, outer),
      opening,
      element,
      inner: mode ? copyOf(mode, inner) : null,
    }
  },
  token(stream, state) {
    const mode = INNER[state.element]
    if (!mode) return outside(stream, state)
    const rest = stream.string.slice(stream.pos).toLowerCase()
    const end = rest.indexOf(`</${state.element}`)
    if (end === 0) {
      state.element = ""
      return outside(stream, state)
    }
    const style = mode.token(stream, state.inner)
    // A string or comment of the other language does not hide the end of its element.
    if (end > 0) stream.pos = Math.min(stream.pos, stream.start + end)
    return style
  },
}

function outside(stream: LineStream, state: State): string | null | undefined {
  const style = OUTER.token(stream, state.outer)
  const text = stream.current().toLowerCase()
  if (styleFor(style) === "tag") {
    const closes = stream.string.charAt(stream.start - 1) === "/"
    state.opening = !closes && Object.hasOwn(INNER, text) ? text : ""
  } else if (text.endsWith("/>")) state.opening = ""
  else if (text.endsWith(">") && state.opening !== "") {
    state.element = state.opening
    state.opening = ""
    state.inner = INNER[state.element]?.startState?.(INDENT_COLUMNS)
  }
  return style
}
