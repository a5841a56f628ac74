/** Code spans. */

/** Finds code spans in one text; where each backtick run is, is found out once. */
export class CodeSpans {
  #positions: Map<number, number[]> | null = null

  constructor(readonly text: string) {}

  /** The offset of the run of `length` backticks that closes one at or before `from`; else -1. */
  closing(length: number, from: number): number {
    const positions = this.#runs().get(length)
    if (!positions) return -1
    // Kept in descending order: those passed by are taken off for good.
    while (positions.length > 0 && positions[positions.length - 1]! < from) positions.pop()
    return positions.at(-1) ?? -1
  }

  #runs(): Map<number, number[]> {
    if (this.#positions) return this.#positions
    const positions = new Map<number, number[]>()
    for (const { 0: run, index } of [...this.text.matchAll(/`+/g)].reverse()) {
      const list = positions.get(run.length) ?? []
      list.push(index)
      positions.set(run.length, list)
    }
    this.#positions = positions
    return positions
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
