/** Who answers, above the answer. */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { element } from "../view/dom.ts"
import { visibleName } from "../view/visible.ts"

export function speaker(name: string): HTMLElement {
  return element("div", "nbs-speaker", visibleName(name || "Assistant", MAX_CHAT_NAME))
}
