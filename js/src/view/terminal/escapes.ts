/**
 * What a program's output holds beside its words: the escapes that are for a terminal.
 *
 * Looks are kept. Other escapes can move the cursor, write what is not seen, or put words on the
 * clipboard: those that hold no words are left out, and of those that do, a mark stays, so that
 * nothing is hidden by them without a trace. Pure: it says what comes, its caller shows it.
 */

import { MAX_ESCAPE } from "../../bounds/index.ts"

export interface EscapeListener {
  words(text: string): void
  /** The numbers of a sequence that changes how what follows looks. */
  looks(numbers: string): void
}

/** What stands for an escape that was left out with the words in it. */
const LEFT_OUT = "\u241b"

const ESC = "\\u001b"
const SEQUENCE = `(?:${ESC}\\[|\\u009b)`
const STRING = `${ESC}[\\]PX^_][^\\u0007${ESC}]*`
const TOKEN = new RegExp(
  [
    `(?<words>[^${ESC}\\u009b\\r]+)`,
    "(?<line>\\r\\n?)",
    `${SEQUENCE}(?<numbers>[0-?]*)[ -/]*(?<end>[@-~])`,
    `(?<said>${STRING}(?:\\u0007|${ESC}\\\\))`,
    `${ESC}[ -/]*[0-OQ-WYZ\\\\\`-~]`,
  ].join("|"),
  "y",
)
const UNFINISHED = new RegExp(`(?:\\r|${SEQUENCE}[0-?]*[ -/]*|${STRING}${ESC}?|${ESC}[ -/]*)$`, "y")

export class EscapeReader {
  readonly #listener: EscapeListener
  /** The beginning of what only its end can tell. */
  #held = ""

  constructor(listener: EscapeListener) {
    this.#listener = listener
  }

  /** The beginning of what may be an escape, when more comes. */
  get held(): string {
    return this.#held
  }

  /** The next piece of output, cut anywhere. */
  read(text: string): void {
    const rest = this.#held + text
    this.#held = ""
    let at = 0
    while (at < rest.length) {
      UNFINISHED.lastIndex = at
      if (rest.length - at < MAX_ESCAPE && UNFINISHED.test(rest)) {
        this.#held = rest.slice(at)
        return
      }
      at += this.#take(rest, at)
    }
  }

  /** Tell what stands at this place; returns how long it is. */
  #take(text: string, at: number): number {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    const { words, line, numbers, end, said } = found?.groups ?? {}
    // One that is too long is none, whether it came in one piece or in many.
    if (found === null || (words === undefined && found[0].length > MAX_ESCAPE)) {
      this.#listener.words(text[at] ?? "")
      return 1
    }
    if (words !== undefined) this.#listener.words(words)
    // A line that a terminal would write over stays: each of its states is a line of its own.
    else if (line !== undefined) this.#listener.words("\n")
    else if (said !== undefined) this.#listener.words(LEFT_OUT)
    else if (end === "m") this.#listener.looks(numbers ?? "")
    return found[0].length
  }
}
