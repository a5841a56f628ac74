/** Code that is no part of a text: coloured as it comes, folded at a bound like any long text. */

import type { GrowingText } from "../document/text.ts"
import { codeInto } from "../markdown/index.ts"
import { longText } from "./longText.ts"
import type { Surroundings, View } from "./view.ts"

export function codeText(surroundings: Surroundings, block: string): View<CodeShown> {
  const { extras, touch } = surroundings
  let language = ""
  const again = () => {
    long.again()
    touch(block)
  }
  const long = longText(surroundings, {
    block,
    into: (target) =>
      codeInto(target, () =>
        language === "" ? null : (extras.highlight(again)?.(language) ?? null),
      ),
  })
  return {
    element: long.element,
    update(shown) {
      if (shown.language !== language) long.again()
      language = shown.language
      return long.update(shown.text)
    },
  }
}

/** A text, and what it is written in; empty for plain text. */
export interface CodeShown {
  readonly text: GrowingText
  readonly language: string
}
