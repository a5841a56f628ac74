/** A picture that a tool made. It is in the message: nothing is ever fetched for it. */

import { MAX_MADE_PICTURE_BYTES } from "../../bounds/index.ts"
import { type Block, word } from "../../document/block.ts"
import { base64Picture } from "../../markdown/pictures.ts"
import { element, setText, show } from "../dom.ts"
import type { View } from "../view.ts"
import { visible } from "../visible.ts"

export function imageBlock(): View<Block> {
  const picture = element("img", "nbs-picture")
  const instead = element("div", "nbs-line")
  const whole = element("div", "nbs-image-block", picture, instead)
  let seen = ""
  let address: string | null = null

  return {
    element: whole,
    update(block) {
      const data = word(block, "data")
      // Looking at megabytes again is only worth it when there are others.
      if (data !== seen) address = base64Picture(data, MAX_MADE_PICTURE_BYTES)
      seen = data
      show(picture, address !== null)
      show(instead, address === null)
      setText(instead, visible(word(block, "omitted") || "A picture that cannot be shown here"))
      picture.setAttribute("alt", visible(word(block, "alt")))
      if (address !== null && picture.getAttribute("src") !== address)
        picture.setAttribute("src", address)
      return false
    },
  }
}
