/**
 * Keeps the focus in a conversation when what had it goes: a button that was pressed may be gone,
 * hidden or off a moment later. Left to the browser, the next keys would be the notebook's.
 */

import { holdsFocus } from "../view/keys.ts"

/**
 * Call before something changes, and what it returns afterwards.
 *
 * @param otherwise Takes the focus where nothing stands in the place of what had it.
 */
export function keepFocus(root: HTMLElement, otherwise: () => void): () => void {
  const page = root.getRootNode() as Document | ShadowRoot
  const had = page.activeElement
  if (!(had instanceof HTMLElement) || !root.contains(had)) return () => {}
  const place = [...root.querySelectorAll(TURN)].findIndex((turn) => turn.contains(had))
  return () => {
    if (holdsFocus(had)) return
    const turn = root.querySelectorAll(TURN)[place]
    const same = turn?.getElementsByClassName(had.className)[0]
    if (same instanceof HTMLElement && holdsFocus(same)) same.focus({ preventScroll: true })
    else otherwise()
  }
}

const TURN = ".nbs-turns .nbs-turn"
