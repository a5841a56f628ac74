import { expect, test } from "vitest"
import { cellOf } from "../../src/widget/cell.ts"

function page() {
  const notebook = document.createElement("div")
  notebook.className = "jp-Notebook"
  const cell = document.createElement("div")
  cell.className = "jp-Cell"
  const host = document.createElement("div")
  document.body.append(notebook)
  notebook.append(cell)
  return { notebook, cell, host }
}

test("a cell that is taken out of its notebook was deleted", () => {
  const { cell, host } = page()
  const watched = cellOf(host)
  watched.look()
  cell.append(host)
  expect(watched.deleted()).toBe(false)
  watched.look()
  cell.remove()
  expect(watched.deleted()).toBe(true)
})

test("a cell whose notebook was closed was not", () => {
  const { notebook, cell, host } = page()
  cell.append(host)
  const watched = cellOf(host)
  watched.look()
  notebook.remove()
  expect(watched.deleted()).toBe(false)
})

test("a view that only moved has its cell still", () => {
  const { cell, host } = page()
  cell.append(host)
  const watched = cellOf(host)
  watched.look()
  host.remove()
  expect(watched.deleted()).toBe(false)
})
