/** Keeps the keys that a reader presses inside a view, and the reader, from the notebook around it. */

/**
 * The notebook's own shortcuts ("b", "dd") must not fire while a reader is inside. JupyterLab looks
 * for this mark from the focused element upwards, but first asks whether that element itself is
 * one that its shortcuts are for; so each needs a mark of its own.
 */
export function keepKeysInside(root: HTMLElement, signal: AbortSignal): void {
  const mark = (target: HTMLElement) => {
    target.dataset.lmSuppressShortcuts = "true"
  }
  mark(root)
  root.addEventListener(
    "focusin",
    ({ target }) => {
      if (target instanceof HTMLElement) mark(target)
    },
    { signal },
  )
}

/** What cannot hold focus any more: it is off, hidden, or folded away. */
const FOLDED = "details:not([open]) > :not(summary)"
const LOST = `:disabled, [hidden], [hidden] *, ${FOLDED}, ${FOLDED} *`

/** Whether an element that had the focus can keep it. */
export function holdsFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(LOST)
}

/**
 * Change the page, and keep a reader inside who is inside `root`: an element that goes takes focus
 * with it, and the next keys would be the notebook's.
 */
export function keepFocusInside(root: HTMLElement, change: () => void): void {
  const held = (root.getRootNode() as Document).activeElement
  const inside = held instanceof HTMLElement && held !== root && root.contains(held)
  change()
  if (!inside || holdsFocus(held)) return
  // For now alone: whoever clicks on a view's text is in the notebook.
  root.tabIndex = -1
  root.focus({ preventScroll: true })
  root.addEventListener("blur", () => root.removeAttribute("tabindex"), { once: true })
}
