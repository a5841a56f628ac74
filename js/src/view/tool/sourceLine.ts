/** One thing that a search found: what it is called, where it is, and what was read there. */

import { NAME_CHARACTERS } from "../../bounds/index.ts"
import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element, setText, show } from "../dom.ts"
import { lead, safeLink } from "../links.ts"
import { longText } from "../longText.ts"
import { plainTextInto } from "../plainText.ts"
import type { Surroundings, View } from "../view.ts"
import { visibleName } from "../visible.ts"

export function sourceLine(surroundings: Surroundings, id: string): View<Block> {
  const title = element("span", "nbs-name")
  const place = element("a", "nbs-place")
  const line = element("div", "nbs-line nbs-source", title, " ", place)
  const found = longText(surroundings, {
    block: id,
    into: (target) => plainTextInto(target),
  })
  const summary = control(element("summary", "nbs-fold-summary", "What was found"))
  const fold = element("details", "nbs-fold", summary, found.element)
  const whole = element("div", "", line, fold)
  const text = new GrowingText()

  return {
    element: whole,
    update(block) {
      const where = word(block, "url") || word(block, "file")
      setText(title, visibleName(word(block, "title") || where, NAME_CHARACTERS))
      setText(place, visibleName(where, NAME_CHARACTERS))
      show(place, word(block, "title") !== "" && where !== "")
      const link = safeLink(word(block, "url"))
      if (link !== null && !place.hasAttribute("href")) lead(place, link)
      text.become(word(block, "text"))
      show(fold, text.length > 0)
      return found.update(text)
    },
  }
}
