/** Tables (GFM): a header row, a delimiter row, and rows until a blank line or another block. */

import { MAX_COLUMNS, MAX_FILLED_CELLS } from "../../bounds/index.ts"
import { trimEnd } from "../characters.ts"
import { type Align, Block } from "./block.ts"
import type { Start } from "./grammar.ts"
import { takeDefinitions } from "./paragraphs.ts"

const DELIMITER_ROW = /^\|?[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*\|?$/

export const startTable: Start = (line, container, build) => {
  if (!build.extended || container.kind !== "paragraph") return "no"
  const row = trimEnd(line.rest)
  // A lone dash or colon is setext, a list or text, not a table of one column.
  if (!/[|:]/.test(row) || !DELIMITER_ROW.test(row)) return "no"
  const text = container.pieces.join("")
  const headerAt = text.lastIndexOf("\n", text.length - 2) + 1
  const header = splitRow(text.slice(headerAt))
  const delimiters = splitRow(row)
  if (header.length !== delimiters.length || header.length > MAX_COLUMNS) return "no"

  if (headerAt === 0 && container.task) return "no"
  container.pieces = headerAt === 0 ? [] : [text.slice(0, headerAt)]
  takeDefinitions(container, build.definitions, "closing")
  const table = headerAt === 0 ? build.turnTip("table") : build.open("table")
  table.align = delimiters.map(alignment)
  addCells(table, header, table.end, true)
  return "done"
}

/** Add a line to a table as its next row; what is missing is empty, what is too much is left out. */
export function addRow(table: Block, text: string, line: number, final: boolean): void {
  addCells(table, splitRow(text), line, final)
  table.end = line
}

function addCells(table: Block, cells: readonly string[], line: number, final: boolean): void {
  const row = new Block("row", line)
  // A few wide rows and many short ones must not make a table of millions of cells.
  const filled = table.children.length * table.align.length <= MAX_FILLED_CELLS
  const width = filled ? table.align.length : Math.min(cells.length, table.align.length)
  for (let column = 0; column < width; column++) {
    const cell = new Block("cell", line)
    // A draft's text may still change: only what is final counts as taken.
    if (final) cell.pieces = [cells[column] ?? ""]
    else cell.draft = cells[column] ?? ""
    cell.align = [table.align[column] ?? null]
    cell.level = table.children.length === 0 ? 1 : 0
    cell.final = final
    row.children.push(cell)
  }
  row.final = final
  table.children.push(row)
}

/** Cut a row at its pipes. A backslash before a pipe makes it text, in code too. */
export function splitRow(line: string): string[] {
  const cells = line
    .replace(/^[ \t]*\|?/, "")
    // No text has this character any more.
    .replaceAll("\\|", "\0")
    .split("|")
    .map((cell) => trimEnd(cell.replace(/^[ \t]+/, "")).replaceAll("\0", "|"))
  // Nothing behind the last pipe is no cell.
  if (cells.at(-1) === "") cells.pop()
  return cells
}

function alignment(delimiter: string): Align {
  if (delimiter.startsWith(":")) return delimiter.endsWith(":") ? "center" : "left"
  return delimiter.endsWith(":") ? "right" : null
}
