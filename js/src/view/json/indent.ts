/**
 * JSON text over several lines, as it is written: numbers keep all their digits, escapes stay
 * escapes, keys that come twice are both there. (Parsing it and writing it again would change all
 * three, and has to wait for the end.) Every character is looked at once, however it was cut.
 */

import { INDENTED_LEVELS } from "../../bounds/index.ts"

const BLANK = /\s/

export class Indenter {
  /** Characters looked at so far. */
  looked = 0
  #depth = 0
  #inString = false
  #escaped = false
  /** What the next token has to say first: a line of its own, or a space between two words. */
  #before: "nothing" | "opened" | "line" | "space" = "nothing"
  #word = false
  /** Text that begins as neither object nor array is no JSON worth lines: it stays as it came. */
  #raw: boolean | null = null

  /** The next piece of JSON, cut anywhere; returns what to show for it. */
  write(json: string): string {
    let out = ""
    for (const character of json) {
      this.looked += character.length
      out += this.#inString ? this.#quoted(character) : this.#bare(character)
    }
    return out
  }

  #quoted(character: string): string {
    if (this.#escaped) this.#escaped = false
    else if (character === "\\") this.#escaped = true
    else if (character === '"') this.#inString = false
    return character
  }

  #bare(character: string): string {
    this.#raw ??= BLANK.test(character) ? null : character !== "{" && character !== "["
    if (this.#raw !== false) return character
    if (BLANK.test(character)) {
      if (this.#word && this.#before === "nothing") this.#before = "space"
      return ""
    }
    const opens = character === "{" || character === "["
    const closes = character === "}" || character === "]"
    if (closes) this.#depth = Math.max(0, this.#depth - 1)
    const before = this.#space(closes, character === "," || character === ":")
    if (opens) this.#depth++
    this.#inString = character === '"'
    this.#word = !opens && !closes && character !== "," && character !== ":"
    this.#before = opens ? "opened" : character === "," ? "line" : "nothing"
    return before + (character === ":" ? ": " : character)
  }

  /** What stands between the last token and the next; what is empty stays on its line. */
  #space(closes: boolean, separates: boolean): string {
    const line = `\n${"  ".repeat(Math.min(this.#depth, INDENTED_LEVELS))}`
    if (closes) return this.#before === "opened" ? "" : line
    if (this.#before === "opened" || this.#before === "line") return line
    return this.#before === "space" && !separates ? " " : ""
  }
}

/** Valid JSON over several lines, two spaces a level. */
export function indented(json: string): string {
  return new Indenter().write(json)
}
