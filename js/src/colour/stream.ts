/** One line of code as CodeMirror's modes read it: what they call a StringStream. */

type Pattern = string | RegExp | ((character: string) => boolean)

/** Columns of a tab, and of a level of indentation: some modes look at columns. */
const TAB_COLUMNS = 4
export const INDENT_COLUMNS = 2

const SPACE = /[\s\u00a0]/

export class LineStream {
  /** Where the current token begins, and how far it has been read. */
  start = 0
  pos = 0
  readonly indentUnit = INDENT_COLUMNS

  constructor(readonly string: string) {}

  eol(): boolean {
    return this.pos >= this.string.length
  }

  sol(): boolean {
    return this.pos === 0
  }

  peek(): string | undefined {
    return this.string.charAt(this.pos) || undefined
  }

  next(): string | undefined {
    return this.eol() ? undefined : this.string.charAt(this.pos++)
  }

  /** Take the next character if it is what is looked for. */
  eat(pattern: Pattern): string | undefined {
    const character = this.string.charAt(this.pos)
    if (character === "" || !suits(character, pattern)) return undefined
    this.pos++
    return character
  }

  eatWhile(pattern: Pattern): boolean {
    const { string, pos } = this
    let at = pos
    while (at < string.length && suits(string.charAt(at), pattern)) at++
    this.pos = at
    return at > pos
  }

  eatSpace(): boolean {
    return this.eatWhile(SPACE)
  }

  skipToEnd(): void {
    this.pos = this.string.length
  }

  /** Go to before a text, if there is one ahead. */
  skipTo(text: string): boolean {
    const found = this.string.indexOf(text, this.pos)
    if (found >= 0) this.pos = found
    return found >= 0
  }

  backUp(count: number): void {
    this.pos -= count
  }

  column(): number {
    return columns(this.string, this.start)
  }

  indentation(): number {
    const text = this.string.search(/[^\s\u00a0]/)
    return columns(this.string, text < 0 ? this.string.length : text)
  }

  /** Look for a pattern right here, and go past it unless `consume` is false. */
  match(pattern: string | RegExp, consume = true, ignoreCase = false): unknown {
    if (typeof pattern !== "string") {
      // Their patterns search once, which is what `exec` does without asking for flags.
      const found = pattern.exec(this.string.slice(this.pos))
      if (!found || found.index) return null
      if (consume) this.pos += found[0].length
      return found
    }
    const ahead = this.string.slice(this.pos, this.pos + pattern.length)
    const same = ignoreCase ? ahead.toLowerCase() === pattern.toLowerCase() : ahead === pattern
    if (same && consume) this.pos += pattern.length
    return same || null
  }

  current(): string {
    return this.string.slice(this.start, this.pos)
  }
}

function suits(character: string, pattern: Pattern): boolean {
  if (typeof pattern === "string") return character === pattern
  return typeof pattern === "function" ? pattern(character) : pattern.test(character)
}

function columns(text: string, end: number): number {
  if (text.lastIndexOf("\t", end - 1) < 0) return end
  let column = 0
  for (let at = 0; at < end; at++)
    column += text.charCodeAt(at) === 9 ? TAB_COLUMNS - (column % TAB_COLUMNS) : 1
  return column
}
