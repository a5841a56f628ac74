/**
 * The scanner: phase two of the specification's parsing strategy, up to the tree.
 *
 * One pass from left to right cuts the text into tokens. Brackets are resolved when they close;
 * delimiter runs when a link around them does, or at the end.
 */

import { MAX_UNFINISHED } from "../../bounds/index.ts"
import { isEscapable } from "../characters.ts"
import { normaliseLabel } from "../definitions.ts"
import { percentEncode } from "../urls.ts"
import { type Autolink, findLiteral, readAutolink } from "./autolinks.ts"
import { Brackets } from "./brackets.ts"
import { CodeSpans, codeText, unfinishedCode } from "./code-spans.ts"
import { openToTheEnd, pairRuns, readRun } from "./emphasis.ts"
import { readReference } from "./entities.ts"
import type { Inline } from "./inline.ts"
import { type Formula, mayOpen, readBackslashMath, readDollarMath } from "./math.ts"
import { RawHtml } from "./raw-html.ts"
import type { Surroundings } from "./surroundings.ts"
import type { Run, Token } from "./tokens.ts"

const PLAIN = /[^\n\\`*_~[\]!<&$]+/y
const FOOTNOTE = /\[\^([^\s[\]]{1,999})\]/y

export class Scanner {
  readonly tokens: Token[] = []
  /** Offset of the first thing that more text could give another meaning. */
  unsure = Number.POSITIVE_INFINITY
  readonly #runs: Run[] = []
  readonly #code: CodeSpans
  readonly #html: RawHtml
  readonly #brackets: Brackets
  #at = 0
  /** End of the plain text found last, of which a part may be taken still. */
  #plainUntil = 0

  /** `whole`: no text will follow, so what is unfinished is what it was written as. */
  constructor(
    readonly text: string,
    readonly around: Surroundings,
    readonly whole: boolean,
  ) {
    this.#code = new CodeSpans(text)
    this.#html = new RawHtml(text)
    this.#brackets = new Brackets(text, around, this)
  }

  /** Note that what begins at `from` could still turn out otherwise. */
  doubt(from: number): void {
    this.unsure = Math.min(this.unsure, from)
  }

  /** Whether what has begun before `from` and not ended is shown as if it went on to the end. */
  unfinished(from: number): boolean {
    return !this.whole && from < this.text.length && this.text.length - from < MAX_UNFINISHED
  }

  scan(): void {
    while (this.#at < this.text.length) this.#next()
    const links = this.#brackets.finish()
    const inside = links.flatMap(({ runs }) => pairRuns(this.#runs.splice(runs)))
    const openers = pairRuns(this.#runs)
    if (openers[0]) this.doubt(openers[0].from)
    if (!this.whole) for (const run of [...openers, ...inside]) openToTheEnd(run)
  }

  #next(): void {
    const { text, around } = this
    const at = this.#at
    switch (text[at]) {
      case "\n":
        this.#newline()
        break
      case "\\":
        this.#backslash()
        break
      case "`":
        this.#backticks()
        break
      case "*":
      case "_":
        this.#run()
        break
      case "~":
        if (around.extended) this.#run()
        else this.#literal(1)
        break
      case "[":
        this.#openBracket(false)
        break
      case "!":
        // Behind an exclamation mark a footnote is a footnote, not an image.
        if (text[at + 1] === "[" && !this.#mentioned(at + 1)) this.#openBracket(true)
        else this.#literal(1)
        break
      case "]":
        this.#closeBracket()
        break
      case "<":
        this.#angle()
        break
      case "&":
        this.#reference()
        break
      case "$":
        if (around.extended) this.#dollar()
        else this.#literal(1)
        break
      default:
        this.#plain()
    }
  }

  #plain(): void {
    if (this.#plainUntil <= this.#at) {
      PLAIN.lastIndex = this.#at
      PLAIN.test(this.text)
      this.#plainUntil = PLAIN.lastIndex
    }
    const end = this.#plainUntil
    const inside = this.#brackets.some
    const literal = this.around.extended ? findLiteral(this.text, this.#at, end, inside) : null
    if (!literal) {
      this.#literal(end - this.#at)
      return
    }
    if (literal.from > this.#at) this.#literal(literal.from - this.#at)
    this.#autolink(literal, literal.open && !this.whole)
  }

  #newline(): void {
    const last = this.tokens.at(-1)
    let spaces = 0
    if (last?.kind === "text" && last.verbatim) {
      while (last.text.endsWith(" ", last.text.length - spaces)) spaces++
      last.text = last.text.slice(0, last.text.length - spaces)
    }
    this.#endLine(this.#at, spaces > 1)
  }

  #endLine(from: number, hard: boolean): void {
    if (hard) this.#atom({ kind: "break" }, from)
    this.tokens.push({ kind: "newline" })
    this.#at = from + 1
    while (this.text[this.#at] === " ") this.#at++
  }

  #backslash(): void {
    const at = this.#at
    const next = this.text.charCodeAt(at + 1)
    if (next === 10) this.#endLine(at + 1, true)
    else if (this.around.extended && (next === 40 || next === 91)) this.#backslashMath(at)
    else if (isEscapable(this.text, at + 1)) this.#decoded(this.text.charAt(at + 1), at + 2)
    else this.#literal(1)
  }

  /** `\(` and `\[` begin a formula if they end as one; they are escapes otherwise. */
  #backslashMath(at: number): void {
    const formula = readBackslashMath(this.text, at)
    if (formula) {
      this.#formula(formula)
      return
    }
    this.doubt(at)
    if (this.unfinished(at + 2)) this.#literal(this.text.length - at, false)
    else this.#decoded(this.text.charAt(at + 1), at + 2)
  }

  #backticks(): void {
    let begin = this.#at + 1
    while (this.text[begin] === "`") begin++
    const length = begin - this.#at
    const closing = this.#code.closing(length, begin)
    if (closing >= 0) {
      this.#atom(
        { kind: "code", text: codeText(this.text.slice(begin, closing)) },
        closing + length,
      )
      return
    }
    this.doubt(this.#at)
    if (this.unfinished(begin))
      this.#atom(
        { kind: "code", text: unfinishedCode(this.text.slice(begin), length) },
        this.text.length,
      )
    else this.#literal(length)
  }

  #run(): void {
    const run = readRun(this.text, this.#at, this.around.extended)
    if (run.character === "~" && run.length > 2) {
      this.#literal(run.length)
      return
    }
    this.tokens.push(run)
    this.#runs.push(run)
    this.#at += run.length
  }

  #angle(): void {
    const at = this.#at
    const autolink = readAutolink(this.text, at)
    const end = autolink ? autolink.end : this.#html.end(at)
    if (autolink) this.#autolink(autolink, false)
    else if (end >= 0) this.#atom({ kind: "html", text: this.text.slice(at, end) }, end)
    else {
      if (/^<(?:[a-z/!?]|$)/i.test(this.text.slice(at, at + 2))) this.doubt(at)
      this.#literal(1)
    }
  }

  #reference(): void {
    const reference = readReference(this.text, this.#at)
    if (reference) this.#decoded(reference.text, reference.end)
    else this.#literal(1)
  }

  #dollar(): void {
    const at = this.#at
    const formula = readDollarMath(this.text, at)
    if (formula) {
      this.#formula(formula)
      return
    }
    const display = this.text[at + 1] === "$"
    if (!display && !mayOpen(this.text, at)) {
      this.#literal(1)
      return
    }
    this.doubt(at)
    // What may become a formula is shown as it is written, but an amount is just text.
    const begun = /[^\d\s$]/.test(this.text[at + (display ? 2 : 1)] ?? " ")
    const pending = begun && !this.text.includes("$", at + 2) && this.unfinished(at + 1)
    if (pending) this.#literal(this.text.length - at, false)
    else this.#literal(display ? 2 : 1)
  }

  #formula({ formula, display, end }: Formula): void {
    this.#atom({ kind: "math", formula, display, source: this.text.slice(this.#at, end) }, end)
  }

  #autolink({ text, href, end }: Autolink, unfinished: boolean): void {
    const children: Inline[] = [{ kind: "text", text }]
    const target = unfinished ? null : percentEncode(href)
    const literal = this.text[this.#at] !== "<"
    this.#atom({ kind: "link", href: target, title: null, children, literal }, end)
  }

  #openBracket(image: boolean): void {
    const at = this.#at
    const label = image ? null : this.#mentioned(at)
    if (label !== null) {
      this.#atom({ kind: "footnote", label }, FOOTNOTE.lastIndex)
      return
    }
    this.tokens.push(this.#brackets.open(at, image, this.#runs.length))
    this.#at += image ? 2 : 1
  }

  /** The label of the footnote that is mentioned by the bracket at `at`, if there is such a one. */
  #mentioned(at: number): string | null {
    FOOTNOTE.lastIndex = at
    const found = this.around.extended ? FOOTNOTE.exec(this.text) : null
    if (!found) return null
    const label = normaliseLabel(`^${found[1]}`)
    if (this.around.definitions.footnotes.find(label)) return label
    this.around.missed(label)
    return null
  }

  #closeBracket(): void {
    const link = this.#brackets.close(this.#at)
    if (!link) {
      this.#literal(1)
      return
    }
    pairRuns(this.#runs.splice(link.opener.runs))
    this.tokens.push({ kind: "closer", source: this.text.slice(this.#at, link.end) })
    this.#at = link.end
  }

  #atom(inline: Inline, end: number): void {
    this.tokens.push({ kind: "atom", inline })
    this.#at = end
  }

  /** Add text that stands for something else in the source. */
  #decoded(text: string, end: number): void {
    this.tokens.push({ kind: "text", text, from: this.#at, verbatim: false })
    this.#at = end
  }

  /** Add characters as they stand. */
  #literal(length: number, verbatim = true): void {
    const from = this.#at
    this.#at += length
    const text = this.text.slice(from, this.#at)
    this.tokens.push({ kind: "text", text, from, verbatim })
  }
}
