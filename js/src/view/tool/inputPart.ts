/** What a tool is called with, as it is written: JSON mostly, else code in some language. */

import { type Block, word } from "../../document/block.ts"
import { codeText } from "../codeText.ts"
import { indented } from "../json/indent.ts"
import { jsonText } from "../json/jsonText.ts"
import type { Surroundings, View } from "../view.ts"
import { part } from "./part.ts"

/** What a reader calls an input in this language; all others are "Input". */
const LABELS: ReadonlyMap<string, string> = new Map([
  ["json", "Arguments"],
  ["python", "Code"],
  ["bash", "Commands"],
  ["diff", "Changes"],
])

export function inputPart(surroundings: Surroundings, id: string): View<Block> {
  let block: Block | null = null
  let input: View<Block> | null = null
  const shown = part(surroundings, {
    label: "Arguments",
    copied: () => (block === null ? "" : copiedOf(block)),
    look: "nbs-part-arguments",
  })

  return {
    element: shown.element,
    update(now) {
      block = now
      if (input === null) {
        // What it is written in is known from the start, and stays.
        input = languageOf(now) === "json" ? json(surroundings, id) : code(surroundings, id)
        shown.body.append(input.element)
      }
      shown.update(now.text.length > 0, LABELS.get(languageOf(now)) ?? "Input")
      return input.update(now)
    },
  }
}

function json(surroundings: Surroundings, id: string): View<Block> {
  const text = jsonText(surroundings, { block: id, meanwhile: "lines" })
  return {
    element: text.element,
    update: (block) => text.update({ text: block.text, whole: !isWriting(block) }),
  }
}

function code(surroundings: Surroundings, id: string): View<Block> {
  const text = codeText(surroundings, id)
  return {
    element: text.element,
    update: (block) => text.update({ text: block.text, language: languageOf(block) }),
  }
}

function copiedOf(block: Block): string {
  const text = block.text.toString()
  return languageOf(block) === "json" ? indented(text) : text
}

function isWriting(block: Block): boolean {
  return (word(block, "status") || "writing") === "writing"
}

function languageOf(block: Block): string {
  return word(block, "language") || "json"
}
