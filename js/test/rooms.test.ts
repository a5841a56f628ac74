/** The house rules that no compiler knows: who may import whom, and what may never be written. */

import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { describe, expect, test } from "vitest"
import { REQUESTS, sinksIn } from "./sinks.ts"

const SOURCES = join(import.meta.dirname, "..", "src")

/** Every room, and the rooms that it may import from. A new room is named here first. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bounds: [],
  wire: ["bounds"],
  document: ["wire"],
  schedule: [],
  // What they export is called by markdown; they know its types alone.
  colour: ["bounds"],
  math: ["bounds"],
  markdown: ["bounds"],
  view: ["markdown", "schedule", "document", "wire", "bounds"],
  static: ["bounds", "chat", "view", "markdown", "colour", "math", "document", "wire"],
  // The core is handed to it: of the widget it takes the one thing that needs no core.
  chat: ["widget", "view", "document", "wire", "bounds"],
  widget: ["view", "schedule", "document", "wire", "bounds"],
  "widget.ts": ["widget", "view", "schedule", "wire"],
  "standalone.ts": ["view", "markdown", "colour", "math", "schedule", "document", "wire"],
  // The loader travels with every view: it may know the others' types, never their code.
  "loader.ts": [],
}

/** A listener that is no function of the file's own. */
const LISTENING = /\.on[a-z]+ = (?!\(\) =>)(?!null)/

/** The one file that may ask a network for something: it waits for its reader. */
const MAY_FETCH = "view/pictures.ts"

/** A name that is data could be any attribute, `onclick` among them. */
const NAMED_BY_DATA = /\.setAttribute(?:NS)?\((?!")/

/** Where names are data, but never of a text: closed types, or lists that the file spells out. */
const OWN_NAMES = ["markdown/dom-sink.ts", "math/elements.ts", "static/nodes.ts"]

const files = readdirSync(SOURCES, { encoding: "utf8", recursive: true })
  .filter((file) => /(?<!\.d)\.ts$|\.css$/.test(file))
  .map((file) => ({ file, source: readFileSync(join(SOURCES, file), "utf8") }))

const room = (file: string) => file.split("/")[0] ?? file

/** What a file brings into the bundle; types leave nothing behind. */
function imports(file: string, source: string): string[] {
  const statements = source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "(\.[^"]+)"/gms)
  return [...statements].map(([, path = ""]) =>
    relative(SOURCES, join(SOURCES, dirname(file), path)),
  )
}

test("there are files to look at, in every room that is named and in no other", () => {
  expect(files.length).toBeGreaterThan(20)
  for (const { file } of files) expect(Object.keys(MAY_IMPORT), file).toContain(room(file))
})

describe("imports go one way only", () => {
  test.each(files)("$file", ({ file, source }) => {
    const own = room(file)
    const allowed = [own, ...(MAY_IMPORT[own] ?? [])]
    for (const imported of imports(file, source))
      expect(allowed, `${file} imports ${imported}`).toContain(room(imported))
  })
})

describe("text never becomes elements, code or requests", () => {
  test.each(files.filter(({ file }) => file.endsWith(".ts")))("$file", ({ file, source }) => {
    expect(sinksIn(source)).toEqual([])
    expect(source).not.toMatch(LISTENING)
    if (file !== MAY_FETCH) expect(source.match(REQUESTS)).toBeNull()
    if (!OWN_NAMES.includes(file)) expect(source).not.toMatch(NAMED_BY_DATA)
  })
})

/** A number with a name, of a file's own. */
const NUMBERS = /^(?:export )?const ([A-Z][A-Z0-9_]*) = [\d_.]+(?: \* [\w.]+)*(?: \/\/.*)?$/gm
const MULTIPLES = /^(?:export )?const ([A-Z][A-Z0-9_]*) = \d+ \* [A-Z_]+$/gm

/** How work and waiting are divided, codes of characters, units: a reader sees the same with others. */
const NO_BOUND =
  /(?:_MS|_PX|_FPS|_COLUMNS|_TOGETHER|_VERSION)$|^(?:TAB|SPACE|MARKER|MEGABYTE|SHORT|LONG_LINE|LONG_DRAFT|FAR|FAR_BACK|TEXT_PIECE|PORTION)$/

/** Where elements are put into groups, and work into portions: there, what bounds says so (MAX). */
const DIVIDING = /^(?:markdown\/paint\/.*|view\/limits\.ts)$/

describe("what is a bound has its number in bounds", () => {
  test.each(files.filter(({ file }) => file.endsWith(".ts") && room(file) !== "bounds"))(
    "$file",
    ({ file, source }) => {
      const bounds = (name: string) =>
        /MAX/.test(name) || (!NO_BOUND.test(name) && !DIVIDING.test(file))
      const named = [NUMBERS, MULTIPLES].flatMap((numbers) => [...source.matchAll(numbers)])
      expect(named.map(([, name = ""]) => name).filter(bounds)).toEqual([])
    },
  )

  test("and every one of them is asked for somewhere, and tried in a test", () => {
    const tests = readdirSync(import.meta.dirname, { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
    const bounds = files.find(({ file }) => file === "bounds/index.ts")
    const others = files.filter(({ file }) => room(file) !== "bounds")
    const names = [...(bounds?.source ?? "").matchAll(NUMBERS)].map(([, name = ""]) => name)
    expect(names.length).toBeGreaterThan(60)
    for (const name of names) {
      const asks = new RegExp(`\\b${name}\\b`)
      expect(
        others.some(({ source }) => asks.test(source)),
        name,
      ).toBe(true)
      expect(
        tests.some((source) => asks.test(source)),
        `${name} in a test`,
      ).toBe(true)
    }
  })
})

describe("a stylesheet asks for nothing", () => {
  test.each(files.filter(({ file }) => file.endsWith(".css")))("$file", ({ source }) => {
    expect(source).not.toMatch(/url\(|@import|@font-face|expression\(/)
  })
})
