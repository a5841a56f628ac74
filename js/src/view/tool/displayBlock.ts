/** What a tool returned, as a notebook would show it: the model was given its text instead. */

import { type Block, word } from "../../document/block.ts"
import type { GrowingText } from "../../document/text.ts"
import { jsonText } from "../json/jsonText.ts"
import { longText } from "../longText.ts"
import { prose } from "../prose.ts"
import { terminalInto } from "../terminal/terminal.ts"
import type { Surroundings, View } from "../view.ts"
import { frame } from "./frame.ts"
import { part } from "./part.ts"
import { copiedTable, table } from "./table.ts"

export function displayBlock(surroundings: Surroundings, id: string): View<Block> {
  let block: Block | null = null
  let content: View<GrowingText> | null = null
  const shown = part(surroundings, {
    label: "Result",
    copied: () => (block === null ? "" : copiedOf(block)),
    look: "nbs-part-shown",
  })

  return {
    element: shown.element,
    update(now) {
      block = now
      const form = word(now, "form")
      if (content === null) {
        content = contentOf(form, surroundings, id)
        shown.element.dataset.form = FORMS.has(form) ? form : "text"
        shown.body.append(content.element)
      }
      shown.update(true, form === "html" ? "HTML" : "Result")
      return content.update(now.text)
    },
  }
}

const FORMS: ReadonlySet<string> = new Set(["markdown", "json", "table", "html"])

function contentOf(form: string, surroundings: Surroundings, id: string): View<GrowingText> {
  switch (form) {
    case "markdown": {
      const said = prose(surroundings, id)
      return { element: said.element, update: (text) => said.update(text, true) }
    }
    case "json": {
      const json = jsonText(surroundings, { block: id, meanwhile: "tree" })
      return { element: json.element, update: (text) => json.update({ text, whole: true }) }
    }
    case "table":
      return table(surroundings)
    case "html":
      return frame(surroundings)
    default:
      return longText(surroundings, { block: id, into: terminalInto })
  }
}

function copiedOf(block: Block): string {
  const text = block.text.toString()
  return word(block, "form") === "table" ? copiedTable(text) : text
}
