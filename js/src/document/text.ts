/** Reading on from further back than this, in code units, joins the text first. */
const FAR_BACK = 64 * 1024

/**
 * A text that grows at its end, kept as the pieces it came in.
 *
 * Readers remember how far they have read (`length`) and which text that was (`revision`), so that
 * reading on costs what is new, however long the text has become.
 */
export class GrowingText {
  #pieces: string[] = []
  #length = 0
  #revision = 0

  /** In UTF-16 code units. */
  get length(): number {
    return this.#length
  }

  /** Changes when the text was replaced: what was read before no longer counts. */
  get revision(): number {
    return this.#revision
  }

  append(piece: string): void {
    if (piece === "") return
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** Make this the text; when it only adds to what was there, readers simply read on. */
  become(text: string): void {
    const before = this.toString()
    // The same text is told often; comparing it with itself costs nothing, looking into it does.
    if (text === before) return
    if (text.startsWith(before)) {
      this.append(text.slice(before.length))
      return
    }
    this.#pieces = text === "" ? [] : [text]
    this.#length = text.length
    this.#revision++
  }

  /** What stands after the first `offset` code units. */
  since(offset: number): string {
    let wanted = this.#length - offset
    if (wanted > FAR_BACK) return this.toString().slice(offset)
    let index = this.#pieces.length
    const pieces: string[] = []
    while (wanted > 0) {
      // The pieces add up to the length, so one is left as long as anything is wanted.
      const piece = this.#pieces[--index]!
      pieces.push(piece.length > wanted ? piece.slice(piece.length - wanted) : piece)
      wanted -= piece.length
    }
    return pieces.reverse().join("")
  }

  /** The first `length` code units, or as many as there are. */
  head(length: number): string {
    let head = ""
    for (const piece of this.#pieces) {
      if (head.length >= length) break
      head += piece
    }
    return head.slice(0, length)
  }

  toString(): string {
    // Joined once, the whole is one piece: a second reader pays nothing.
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join("")]
    return this.#pieces[0] ?? ""
  }
}
