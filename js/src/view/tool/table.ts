/**
 * A table, rebuilt from the text of its cells: the kernel has read them out of the HTML that an
 * object says of itself, and nothing else of that HTML comes here.
 */

import { MAX_CELLS, MAX_SPAN, TABLE_ROWS } from "../../bounds/index.ts"
import type { GrowingText } from "../../document/text.ts"
import { control } from "../controls.ts"
import { element } from "../dom.ts"
import type { Surroundings, View } from "../view.ts"
import { visible } from "../visible.ts"
import { grouped } from "../words.ts"

interface Cell {
  readonly text: string
  readonly head: boolean
  readonly columns: number
  readonly rows: number
}

interface Table {
  readonly head: readonly Row[]
  readonly body: readonly Row[]
  /** Rows that are not here. */
  readonly leftOut: number
  readonly note: string
}

type Row = readonly Cell[]

const NUMBER = /^[-+−]?[\d.,_]*\d[\d.,_]*(?:e[-+]?\d+)?\s?%?$|^(?:nan|[-+]?inf)$/i

export function table({ live, signal }: Surroundings): View<GrowingText> {
  const whole = element("div", "nbs-table-whole")
  let shown = -1

  const show = (told: Table) => {
    const body = element("tbody", "")
    const grid = element("table", "nbs-table", element("thead", "", ...told.head.map(rowOf)), body)
    const below = element("div", "nbs-muted nbs-table-note")
    const add = (rows: readonly Row[]) => body.append(...rows.map(rowOf))
    const rest = told.body.slice(TABLE_ROWS)
    whole.replaceChildren(element("div", "nbs-table-scroll", grid))
    if (!live || rest.length === 0) add(told.body)
    else {
      add(told.body.slice(0, TABLE_ROWS))
      const label = `Show all ${grouped(told.body.length)} rows`
      const more = control(element("button", "nbs-button nbs-more", label))
      const all = () => {
        add(rest)
        more.remove()
      }
      more.addEventListener("click", all, { signal })
      whole.append(more)
    }
    const left = told.leftOut > 0 ? `… ${grouped(told.leftOut)} more rows` : ""
    const said = [left, visible(told.note)].filter((each) => each !== "").join(" · ")
    if (said !== "") {
      below.append(said)
      whole.append(below)
    }
  }

  return {
    element: whole,
    update(text) {
      // It comes in one piece.
      if (text.length !== shown) show(decoded(text.toString()))
      shown = text.length
      return false
    },
  }
}

/** What a spreadsheet takes: lines of cells with tabs between them. */
export function copiedTable(json: string): string {
  const { head, body } = decoded(json)
  return [...head, ...body].map((row) => row.map(({ text }) => text).join("\t")).join("\n")
}

function rowOf(row: Row): HTMLElement {
  return element("tr", "", ...row.map(cellOf))
}

function cellOf({ text, head, columns, rows }: Cell): HTMLElement {
  const cell = element(head ? "th" : "td", NUMBER.test(text) ? "nbs-number" : "", visible(text))
  if (columns > 1) cell.setAttribute("colspan", String(columns))
  if (rows > 1) cell.setAttribute("rowspan", String(rows))
  return cell
}

/** Check what came; cells beyond the bound are left out and counted by their rows. */
function decoded(json: string): Table {
  const { head, body, left_out, note } = fields(parsed(json))
  const leftOut = typeof left_out === "number" && left_out > 0 ? Math.floor(left_out) : 0
  let cells = 0
  const within = (row: Row) => {
    // A cell costs as much as the places that it spans.
    cells += row.reduce((sum, { columns, rows }) => sum + columns * rows, 0)
    return cells <= MAX_CELLS
  }
  const rows = [head, body].map((part) => list(part).map(decodedRow))
  const [heads = [], others = []] = rows.map((part) => part.filter(within))
  return {
    head: heads,
    body: others,
    leftOut: leftOut + rows.flat().length - heads.length - others.length,
    note: typeof note === "string" ? note : "",
  }
}

function decodedRow(raw: unknown): Row {
  return list(raw).map((cell) => {
    const { text, head, columns, rows } = fields(typeof cell === "string" ? { text: cell } : cell)
    return {
      text: typeof text === "string" ? text : "",
      head: head === true,
      columns: span(columns),
      rows: span(rows),
    }
  })
}

function span(raw: unknown): number {
  return typeof raw === "number" && raw >= 1 ? Math.min(Math.floor(raw), MAX_SPAN) : 1
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return null
  }
}

function fields(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {}
}

function list(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : []
}
