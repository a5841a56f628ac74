/**
 * Puts code into a new cell below the one that a view stands in. Only where the host hands its views
 * the notebook that they stand in, as JupyterLab and Notebook do; nothing is ever run.
 */

import type { Insert } from "../view/view.ts"

/** As ipywidgets has it there. */
interface Manager {
  readonly context?: { readonly model?: { readonly sharedModel?: SharedNotebook } }
}

interface SharedNotebook {
  insertCell?(index: number, cell: object): unknown
}

/** How to put code into a cell; null where the host has no notebook for us. */
export function inserterOf(manager: unknown): Insert | null {
  const shared = ((manager ?? {}) as Manager).context?.model?.sharedModel
  if (typeof shared?.insertCell !== "function") return null
  return (beside, source) => {
    const index = cellIndex(beside)
    if (index === null) return
    shared.insertCell?.(index + 1, { cell_type: "code", source, metadata: {} })
  }
}

/** Which cell of its notebook this stands in. */
function cellIndex(beside: Element): number | null {
  const cell = beside.closest<HTMLElement>(".jp-Cell")
  if (cell === null) return null
  // A notebook that draws only the cells in view numbers them.
  const told = Number(cell.dataset.windowedListIndex)
  if (cell.dataset.windowedListIndex !== undefined && Number.isInteger(told)) return told
  const all = [...(cell.closest(".jp-Notebook")?.querySelectorAll(".jp-Cell") ?? [])]
  return all.includes(cell) ? all.indexOf(cell) : null
}
