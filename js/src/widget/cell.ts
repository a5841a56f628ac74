/**
 * The notebook cell that a view stands in, so that a run does not outlive it.
 *
 * A view also goes when its notebook is closed, or when its output is shown elsewhere: those leave
 * the run alone. Only where the notebook is still there and the cell is not was the cell deleted.
 */

/** How long after a view went its cell is looked for, in milliseconds. */
export const LEFT_AFTER_MS = 100

export interface Cell {
  /** Find it, if that is news: a host builds a view before it puts it into the page. */
  look(): void
  deleted(): boolean
}

export function cellOf(host: HTMLElement): Cell {
  let cell: Element | null = null
  let notebook: Element | null = null
  return {
    look() {
      if (cell !== null) return
      cell = host.closest(".jp-Cell")
      notebook = cell?.closest(".jp-Notebook") ?? null
    },
    deleted: () => cell !== null && !cell.isConnected && notebook?.isConnected === true,
  }
}
