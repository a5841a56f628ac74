/**
 * The scanner: phase two of the specification's parsing strategy, up to the tree.
 *
 * One pass from left to right cuts the text into tokens. Brackets are resolved when they close;
 * delimiter runs when a link around them does, or at the end.
 */

import { isEscapable } from "../characters.ts"
import { normaliseLabel } from "../definitions.ts"
import { percentEncode } from "../urls.ts"
import { type Autolink, findLiteral, readAutolink } from "./autolinks.ts"
import { Brackets } from "./brackets.ts"
import { CodeSpans, codeText } from "./code-spans.ts"
import { Doubts } from "./doubts.ts"
import { pairRuns, readRun } from "./emphasis.ts"
import { readReference } from "./entities.ts"
import type { Inline } from "./inline.ts"
import { mayOpen, readBackslashMath, readDollarMath } from "./math.ts"
import { RawHtml } from "./raw-html.ts"
import type { Surroundings } from "./surroundings.ts"
import type { Run, Token } from "./tokens.ts"

export interface Scan {
  readonly tokens: readonly Token[]
  /** Offset of the first thing that more text could give another meaning. */
  readonly unsure: number
}

const PLAIN = /[^\n\\`*_~[\]!<&$]+/y
const FOOTNOTE = /\[\^([^\s[\]]{1,999})\]/y

export class Scanner {
  readonly #tokens: Token[] = []
  readonly #runs: Run[] = []
  readonly #code: CodeSpans
  readonly #html: RawHtml
  readonly #brackets: Brackets
  readonly #doubts: Doubts
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
    this.#doubts = new Doubts(text, whole)
    this.#brackets = new Brackets(text, around, this.#doubts)
  }

  scan(): Scan {
    while (this.#at < this.text.length) this.#next()
    const link = this.#brackets.finish()
    const inside = link ? pairRuns(this.#runs.splice(link.runs)) : []
    const openers = pairRuns(this.#runs)
    if (openers[0]) this.#doubts.at(openers[0].from)
    if (!this.whole) for (const run of [...openers, ...inside]) openToTheEnd(run)
    return { tokens: this.#tokens, unsure: this.#doubts.unsure }
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
        if (text[at + 1] === "[") this.#openBracket(true)
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
    const literal = this.around.extended ? findLiteral(this.text, this.#at, end) : null
    if (!literal) {
      this.#literal(end - this.#at)
      return
    }
    if (literal.from > this.#at) this.#literal(literal.from - this.#at)
    this.#autolink(literal, literal.open && !this.whole)
  }

  #newline(): void {
    const last = this.#tokens.at(-1)
    let spaces = 0
    if (last?.kind === "text" && last.verbatim) {
      while (last.text.endsWith(" ", last.text.length - spaces)) spaces++
      last.text = last.text.slice(0, last.text.length - spaces)
    }
    if (spaces > 1) this.#tokens.push({ kind: "atom", from: this.#at, inline: { kind: "break" } })
    this.#endLine(this.#at)
  }

  #endLine(from: number): void {
    this.#tokens.push({ kind: "newline", from })
    this.#at = from + 1
    while (this.text[this.#at] === " ") this.#at++
  }

  #backslash(): void {
    const at = this.#at
    const next = this.text.charCodeAt(at + 1)
    if (next === 10) {
      this.#tokens.push({ kind: "atom", from: at, inline: { kind: "break" } })
      this.#endLine(at + 1)
      return
    }
    // `\(` and `\[` begin a formula if they end as one; they are escapes otherwise.
    if (this.around.extended && (next === 40 || next === 91)) {
      const formula = readBackslashMath(this.text, at)
      if (formula) {
        this.#formula(formula)
        return
      }
      this.#doubts.at(at)
      if (this.#doubts.unfinished(at + 2)) {
        this.#literal(this.text.length - at, false)
        return
      }
    }
    if (!isEscapable(next)) {
      this.#literal(1)
      return
    }
    this.#tokens.push({ kind: "text", text: this.text.charAt(at + 1), from: at, verbatim: false })
    this.#at = at + 2
  }

  #backticks(): void {
    const at = this.#at
    let end = at + 1
    while (this.text[end] === "`") end++
    const closing = this.#code.closing(end - at, end)
    if (closing >= 0) {
      const inline = { kind: "code", text: codeText(this.text.slice(end, closing)) } as const
      this.#atom(inline, closing + end - at)
      return
    }
    this.#doubts.at(at)
    if (!this.#doubts.unfinished(end)) {
      this.#literal(end - at)
      return
    }
    const inline = {
      kind: "code",
      text: this.text.slice(end).replace(/\n/g, " ").replace(/^ /, ""),
    }
    this.#tokens.push({ kind: "atom", from: at, inline: { ...inline, kind: "code" } })
    this.#at = this.text.length
  }

  #run(): void {
    const run = readRun(this.text, this.#at)
    if (run.character === "~" && run.length > 2) {
      this.#literal(run.length)
      return
    }
    this.#tokens.push(run)
    this.#runs.push(run)
    this.#at += run.length
  }

  #angle(): void {
    const at = this.#at
    const autolink = readAutolink(this.text, at)
    if (autolink) {
      this.#autolink(autolink, false)
      return
    }
    const end = this.#html.end(at)
    if (end < 0) {
      if (/^<(?:[a-z/!?]|$)/i.test(this.text.slice(at, at + 2))) this.#doubts.at(at)
      this.#literal(1)
      return
    }
    const inline = { kind: "html", text: this.text.slice(at, end) } as const
    this.#atom(inline, end)
  }

  #reference(): void {
    const reference = readReference(this.text, this.#at)
    if (!reference) {
      this.#literal(1)
      return
    }
    this.#tokens.push({ kind: "text", text: reference.text, from: this.#at, verbatim: false })
    this.#at = reference.end
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
    this.#doubts.at(at)
    // What may become a formula is shown as it is written, but an amount is just text.
    const begun = /[^\d\s$]/.test(this.text[at + (display ? 2 : 1)] ?? " ")
    const pending = begun && !this.text.includes("$", at + 2) && this.#doubts.unfinished(at + 1)
    if (pending) this.#literal(this.text.length - at, false)
    else this.#literal(display ? 2 : 1)
  }

  #formula({ formula, display, end }: Formula): void {
    const source = this.text.slice(this.#at, end)
    const inline = { kind: "math", formula, display, source } as const
    this.#tokens.push({ kind: "atom", from: this.#at, inline })
    this.#at = end
  }

  #autolink({ text, href, end }: Autolink, unfinished: boolean): void {
    this.#tokens.push({
      kind: "atom",
      from: this.#at,
      inline: {
        kind: "link",
        href: unfinished ? null : percentEncode(href),
        title: null,
        children: [{ kind: "text", text }],
      },
    })
    this.#at = end
  }

  #openBracket(image: boolean): void {
    if (!image && this.around.extended && this.text[this.#at + 1] === "^" && this.#footnote())
      return
    this.#tokens.push(this.#brackets.open(this.#at, image, this.#runs.length))
    this.#at += image ? 2 : 1
  }

  #footnote(): boolean {
    FOOTNOTE.lastIndex = this.#at
    const found = FOOTNOTE.exec(this.text)
    if (!found) return false
    const label = normaliseLabel(`^${found[1]}`)
    if (!this.around.hasFootnote(label)) {
      this.around.missed(label)
      return false
    }
    const inline = { kind: "footnote", label, source: found[0] } as const
    this.#tokens.push({ kind: "atom", from: this.#at, inline })
    this.#at = FOOTNOTE.lastIndex
    return true
  }

  #closeBracket(): void {
    const from = this.#at
    const link = this.#brackets.close(from)
    if (!link) {
      this.#literal(1)
      return
    }
    pairRuns(this.#runs.splice(link.opener.runs))
    this.#tokens.push({ kind: "closer", from, source: this.text.slice(from, link.end) })
    this.#at = link.end
  }

  /** Add characters as they stand. */
  #literal(length: number, verbatim = true): void {
    const from = this.#at
    this.#at += length
    const text = this.text.slice(from, this.#at)
    this.#tokens.push({ kind: "text", text, from, verbatim })
  }
}

/** Show what an unmatched run opens, as if it were closed at the end of the text. */
function openToTheEnd(run: Run): void {
  if (run.character === "~" && run.left !== 2) return
  for (; run.left > 0; run.left -= run.opens.at(-1) ?? 1) run.opens.push(Math.min(run.left, 2))
}
