/**
 * What was asked, as it was typed, with what was attached to it. Also on a page at rest, where a
 * quotation is told from the answer without a stylesheet.
 */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { element } from "../view/dom.ts"
import { visibleName, visibleProse } from "../view/visible.ts"
import type { FileFacts, TurnFacts } from "./conversation.ts"
import { size } from "./words.ts"

/** A question never changes: another one is another turn. */
export function question({ question: text, files }: Pick<TurnFacts, "question" | "files">) {
  const asked = element("blockquote", "nbs-asked")
  if (files.length > 0) asked.append(fileList(files))
  if (text.trim() !== "") {
    const words = element("div", "nbs-asked-text", visibleProse(text))
    words.dir = "auto"
    asked.append(words)
  }
  return element("div", "nbs-asker", asked)
}

function fileList(files: readonly FileFacts[]): HTMLElement {
  return element("ul", "nbs-files", ...files.map((file) => element("li", "", fileChip(file))))
}

/** A file by its picture, or by its name. */
export function fileChip({ name, bytes, preview }: FileFacts): HTMLElement {
  const shown = visibleName(name, MAX_CHAT_NAME)
  if (preview === "") {
    const told = element("span", "nbs-file-size", size(bytes))
    return element("span", "nbs-file", element("span", "nbs-file-name", shown), " ", told)
  }
  const picture = element("img", "nbs-file-picture")
  picture.setAttribute("src", preview)
  picture.setAttribute("alt", shown)
  picture.setAttribute("title", `${shown}, ${size(bytes)}`)
  return picture
}
