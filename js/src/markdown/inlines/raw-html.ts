/** Raw HTML: open and closing tags, comments, instructions, declarations and CDATA sections. */

const NAME = "[a-z][a-z0-9-]*"
const ATTRIBUTE = `\\s+[a-z_:][a-z0-9_.:-]*(?:\\s*=\\s*(?:[^\\s"'=<>\`]+|'[^']*'|"[^"]*"))?`

/** The source of a regular expression for one complete open or closing tag; case is ignored. */
export const TAG = `<${NAME}(?:${ATTRIBUTE})*\\s*/?>|</${NAME}\\s*>`

const STICKY_TAG = new RegExp(TAG, "iy")

/** Constructs that end at a fixed mark, after what begins them. */
const BRACKETED: readonly (readonly [begin: RegExp, mark: string])[] = [
  [/<!--/y, "-->"],
  [/<\?/y, "?>"],
  [/<!\[CDATA\[/y, "]]>"],
  [/<![a-z]/iy, ">"],
]

/** Finds raw HTML in one text, and remembers which end marks no longer occur in it. */
export class RawHtml {
  readonly #missing = new Set<string>()

  constructor(readonly text: string) {}

  /** The offset behind the HTML that begins with the `<` at `from`; -1 if there is none. */
  end(from: number): number {
    STICKY_TAG.lastIndex = from
    if (STICKY_TAG.test(this.text)) return STICKY_TAG.lastIndex
    for (const [begin, mark] of BRACKETED) {
      begin.lastIndex = from
      if (begin.test(this.text)) return this.#bracketed(from, begin.lastIndex, mark)
    }
    return -1
  }

  #bracketed(from: number, begun: number, mark: string): number {
    // `<!-->` and `<!--->` are comments too.
    if (mark === "-->") {
      const short = /<!--(?:-?>)/y
      short.lastIndex = from
      if (short.test(this.text)) return short.lastIndex
    }
    if (this.#missing.has(mark)) return -1
    const at = this.text.indexOf(mark, begun)
    if (at < 0) this.#missing.add(mark)
    return at < 0 ? -1 : at + mark.length
  }
}
