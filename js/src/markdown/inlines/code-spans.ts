/** Code spans. */

const RUN = /`+/g

/** Finds code spans in one text, and remembers how long the runs are that no longer occur in it. */
export class CodeSpans {
  readonly #missing = new Set<number>()

  constructor(readonly text: string) {}

  /** The offset of the run of `length` backticks that closes one at or before `from`; else -1. */
  closing(length: number, from: number): number {
    if (this.#missing.has(length)) return -1
    RUN.lastIndex = from
    for (let run = RUN.exec(this.text); run; run = RUN.exec(this.text))
      if (run[0].length === length) return run.index
    this.#missing.add(length)
    return -1
  }
}

/** What a code span shows: line endings are spaces, and one space at both ends is taken off. */
export function codeText(source: string): string {
  const text = source.replaceAll("\n", " ")
  const padded = text.startsWith(" ") && text.endsWith(" ") && /[^ ]/.test(text)
  return padded ? text.slice(1, -1) : text
}

/**
 * What a code span that has no end yet shows. A space at its beginning is taken to have one at the
 * end where that is how code is written that has backticks in it.
 */
export function unfinishedCode(source: string, length: number): string {
  const text = source.replaceAll("\n", " ").replace(/ $/, "")
  return text.replace(length > 1 ? /^ / : /^ (?=`)/, "")
}
