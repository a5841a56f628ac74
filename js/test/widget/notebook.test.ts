import { describe, expect, test } from "vitest"
import { inserterOf } from "../../src/widget/notebook.ts"

/** A notebook of three cells, as JupyterLab has it on the page and in its model. */
function notebook({ numbered = false } = {}) {
  const inserted: [number, object][] = []
  const insertCell = (index: number, cell: object) => void inserted.push([index, cell])
  const whole = document.createElement("div")
  whole.className = "jp-Notebook"
  const cells = [0, 1, 2].map((index) => {
    const cell = document.createElement("div")
    cell.className = "jp-Cell"
    if (numbered) cell.dataset.windowedListIndex = String(index + 10)
    cell.append(document.createElement("pre"))
    whole.append(cell)
    return cell
  })
  const manager = { context: { model: { sharedModel: { insertCell } } } }
  return { insert: inserterOf(manager), cells, inserted }
}

const code = { cell_type: "code", source: "print(1)", metadata: {} }

describe("code is put into a new cell", () => {
  test("below the one that it stands in", () => {
    const { insert, cells, inserted } = notebook()
    insert?.(cells[1]!.firstElementChild!, "print(1)")
    expect(inserted).toEqual([[2, code]])
  })

  test("also where only the cells in view are on the page", () => {
    const { insert, cells, inserted } = notebook({ numbered: true })
    insert?.(cells[0]!.firstElementChild!, "print(1)")
    expect(inserted).toEqual([[11, code]])
  })

  test("and nowhere when it stands in none", () => {
    const { insert, inserted } = notebook()
    insert?.(document.createElement("pre"), "print(1)")
    expect(inserted).toEqual([])
  })
})

test.each([undefined, null, {}, { context: {} }, { context: { model: {} } }])(
  "a host without a notebook (%j) offers nothing",
  (manager) => expect(inserterOf(manager)).toBeNull(),
)
