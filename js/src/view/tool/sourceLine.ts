/** One thing that a search found: what it is called, where it is, and what was read there. */

import { NAME_CHARACTERS } from "../../bounds/index.ts"
import { type Block, word } from "../../document/block.ts"
import { GrowingText } from "../../document/text.ts"
import { linkPolicy } from "../../markdown/urls.ts"
import { control } from "../controls.ts"
import { element, setText, show } from "../dom.ts"
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
  const policy = linkPolicy(globalThis.location?.origin ?? null)
  const text = new GrowingText()

  return {
    element: whole,
    update(block) {
      const where = word(block, "url") || word(block, "file")
      setText(title, visibleName(word(block, "title") || where, NAME_CHARACTERS))
      setText(place, visibleName(where, NAME_CHARACTERS))
      show(place, word(block, "title") !== "" && where !== "")
      const link = policy.check(word(block, "url"))
      if (link !== null) lead(place, link.href)
      text.become(word(block, "text"))
      show(fold, text.length > 0)
      return found.update(text)
    },
  }
}

function lead(place: HTMLAnchorElement, href: string): void {
  place.setAttribute("href", href)
  place.setAttribute("target", "_blank")
  place.setAttribute("rel", "noopener noreferrer nofollow")
  place.setAttribute("title", href)
}
