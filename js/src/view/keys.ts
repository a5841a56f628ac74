/** Keeps the keys that a reader presses inside a view from the notebook around it. */

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
