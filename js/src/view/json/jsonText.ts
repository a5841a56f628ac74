/**
 * A text that is JSON, or is expected to become it: as a tree once it is, and as what it is when
 * it never will be.
 */

import { BRIEF_SOURCE_CHARACTERS, PRETTY_CHARACTERS } from "../../bounds/index.ts"
import { GrowingText } from "../../document/text.ts"
import { element } from "../dom.ts"
import { longText } from "../longText.ts"
import { type Growing, plainTextInto } from "../plainText.ts"
import type { Surroundings, View } from "../view.ts"
import { Indenter } from "./indent.ts"
import { type JsonView, jsonView } from "./jsonView.ts"

/** A text, and whether nothing more will come of it. */
export interface Written {
  readonly text: GrowingText
  readonly whole: boolean
}

/** What is shown of a text that is still being written: lines of JSON, or the tree itself. */
export type Meanwhile = "lines" | "tree"

export interface JsonTextOptions {
  readonly block: string
  readonly meanwhile: Meanwhile
  /** How it grows where it is not shown as a tree. Default: as plain text. */
  readonly into?: (target: HTMLElement) => Growing
}

export function jsonText(
  surroundings: Surroundings,
  { block, meanwhile, into = plainTextInto }: JsonTextOptions,
): View<Written> {
  const long = longText(surroundings, { block, into })
  const whole = element("div", "nbs-json-text", long.element)
  const lines = new IndentedText()
  const judged = new Judged()
  let tree: JsonView | null = null

  const asTree = (written: Written): boolean => {
    tree ??= jsonView(surroundings, block)
    return tree.update(written.text, written.whole)
  }
  /** What was shown meanwhile leaves no trace: the page is as if it had come at once. */
  const shows = (what: HTMLElement) => {
    if (whole.firstChild !== what) whole.replaceChildren(what)
  }

  return {
    element: whole,
    update(written) {
      const { text } = written
      const wanted = written.whole ? judged.isTree(text) : meanwhile === "tree"
      if (wanted && text.length <= PRETTY_CHARACTERS) {
        const left = asTree(written)
        if (tree?.broken === false) {
          shows(tree.element)
          return left
        }
      }
      shows(long.element)
      return long.update(written.whole || meanwhile === "tree" ? text : lines.of(text))
    },
  }
}

/** Whether a text is an object or an array; looked at again only when there is another text. */
class Judged {
  #state = ""
  #isTree = false

  isTree(text: GrowingText): boolean {
    const state = `${text.revision} ${text.length}`
    if (state === this.#state) return this.#isTree
    this.#state = state
    this.#isTree = text.length <= PRETTY_CHARACTERS && isObject(parsed(text))
    return this.#isTree
  }
}

function parsed(text: GrowingText): unknown {
  // Most texts are no JSON, and show it by their first character.
  const beginning = text.head(BRIEF_SOURCE_CHARACTERS).trimStart()[0]
  if (beginning !== "{" && beginning !== "[") return undefined
  try {
    return JSON.parse(text.toString()) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null
}

/** The lines of JSON that is still being written; what is new of it is all that is looked at. */
class IndentedText {
  readonly #lines = new GrowingText()
  #indenter = new Indenter()
  #revision = 0
  #taken = 0

  of(text: GrowingText): GrowingText {
    if (text.revision !== this.#revision) {
      this.#lines.become("")
      this.#indenter = new Indenter()
      this.#revision = text.revision
      this.#taken = 0
    }
    this.#lines.append(this.#indenter.write(text.since(this.#taken)))
    this.#taken = text.length
    return this.#lines
  }
}
