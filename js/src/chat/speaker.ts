/** Who answers, above the answer; it stands out without a stylesheet, too. */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { element } from "../view/dom.ts"
import { visibleName } from "../view/visible.ts"

export function speaker(name: string): HTMLElement {
  const said = visibleName(name || "Assistant", MAX_CHAT_NAME)
  return element("div", "nbs-speaker", element("strong", "", said))
}
