/** Raw HTML: open and closing tags, comments, instructions, declarations and CDATA sections. */

/** No other white space separates anything in a tag. */
const SPACE = "[ \\t\\n]"
const NAME = "[a-z][a-z0-9-]*"
const ATTRIBUTE = `${SPACE}+[a-z_:][a-z0-9_.:-]*(?:${SPACE}*=${SPACE}*(?:[^ \\t\\n"'=<>\`]+|'[^']*'|"[^"]*"))?`

/** The source of a regular expression for one complete open or closing tag; case is ignored. */
export const TAG = `<${NAME}(?:${ATTRIBUTE})*${SPACE}*/?>|</${NAME}${SPACE}*>`

const STICKY_TAG = new RegExp(TAG, "iy")

/** Constructs that end at a mark: what begins them, and the mark. A comment can be `<!-->`. */
export const MARKED: readonly (readonly [begin: RegExp, mark: RegExp])[] = [
  [/<!(?=--)/y, /-->/g],
  [/<\?/y, /\?>/g],
  [/<!\[CDATA\[/y, /\]\]>/g],
  [/<![a-z]/iy, />/g],
]

/** Finds raw HTML in one text, and remembers which end marks no longer occur in it. */
export class RawHtml {
  readonly #missing = new Set<RegExp>()

  constructor(readonly text: string) {}

  /** The offset behind the HTML that begins with the `<` at `from`; -1 if there is none. */
  end(from: number): number {
    STICKY_TAG.lastIndex = from
    if (STICKY_TAG.test(this.text)) return STICKY_TAG.lastIndex
    for (const [begin, mark] of MARKED) {
      begin.lastIndex = from
      if (!begin.test(this.text)) continue
      mark.lastIndex = begin.lastIndex
      if (!this.#missing.has(mark) && mark.test(this.text)) return mark.lastIndex
      this.#missing.add(mark)
    }
    return -1
  }
}
