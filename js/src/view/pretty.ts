/** JSON as it comes, and over several lines once it is whole and turns out to be JSON. */

import { GrowingText } from "../document/text.ts"
import { PRETTY_CHARACTERS } from "./limits.ts"
import { parsed } from "./tool/brief.ts"
import { indented } from "./tool/indented.ts"

/** What to show of `text`; `whole` when nothing more will come. */
export type Pretty = (text: GrowingText, whole: boolean) => GrowingText

export function pretty(): Pretty {
  const several = new GrowingText()
  let done = ""

  return (text, whole) => {
    if (!whole || text.length > PRETTY_CHARACTERS) return text
    // Parsing it again is only worth it when there is another text.
    const state = `${text.revision} ${text.length}`
    if (state !== done) {
      const json = text.toString()
      several.become(parsed(json) === undefined ? json : indented(json))
      done = state
    }
    return several
  }
}
