/**
 * Arrow keys in a tree of JSON, as trees have them: right unfolds and goes in, left folds and goes
 * out, up and down go to the line before and after.
 */
export function arrowKeys(root: HTMLElement, signal: AbortSignal): void {
  const press = (event: KeyboardEvent) => {
    const line = event.target
    if (!(line instanceof HTMLElement) || line.localName !== "summary") return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const fold = line.parentElement as HTMLDetailsElement
    const along = (step: number) => {
      const lines = [...root.querySelectorAll("summary")].filter(
        (each) => !each.parentElement?.parentElement?.closest("details:not([open])"),
      )
      return lines[lines.indexOf(line) + step]
    }
    const turn = (open: boolean, there: Element | null | undefined) => {
      if (fold.open !== open) fold.open = open
      else return there?.querySelector("summary")
    }
    const go: Record<string, () => HTMLElement | null | undefined> = {
      ArrowDown: () => along(1),
      ArrowUp: () => along(-1),
      ArrowRight: () => turn(true, fold.lastElementChild),
      ArrowLeft: () => turn(false, fold.parentElement?.closest("details.nbs-json-fold")),
    }
    const next = go[event.key]
    if (next === undefined) return
    // The page stays where it is.
    event.preventDefault()
    next()?.focus()
  }
  root.addEventListener("keydown", press, { signal })
}
