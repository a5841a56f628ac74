/** Who answers, above the answer. */

import { element } from "../view/dom.ts"
import { visibleName } from "../view/visible.ts"
import { NAME_CHARACTERS } from "./limits.ts"

export function speaker(name: string): HTMLElement {
  return element("div", "nbs-speaker", visibleName(name || "Assistant", NAME_CHARACTERS))
}
