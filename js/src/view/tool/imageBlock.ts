/** A picture that a tool made. It is in the message: nothing is ever fetched for it. */

import { type Block, word } from "../../document/block.ts"
import { element, setText, show } from "../dom.ts"
import type { View } from "../view.ts"
import { visible } from "../visible.ts"

/** Pictures made of pixels: a drawing (SVG) is a document that can do things. */
const MEDIA_TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"])

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

export function imageBlock(): View<Block> {
  const picture = element("img", "nbs-picture")
  const instead = element("div", "nbs-line")
  const whole = element("div", "nbs-image-block", picture, instead)
  let shown = ""

  return {
    element: whole,
    update(block) {
      const data = word(block, "data")
      const type = word(block, "media_type")
      const usable = MEDIA_TYPES.has(type) && BASE64.test(data)
      show(picture, usable)
      show(instead, !usable)
      setText(instead, visible(word(block, "omitted") || "A picture that cannot be shown here"))
      picture.setAttribute("alt", visible(word(block, "alt")))
      if (usable && data !== shown) picture.setAttribute("src", `data:${type};base64,${data}`)
      shown = data
      return false
    },
  }
}
