/**
 * What is shipped, as it is shipped: our sources and all that they bring along. `make build` makes
 * it, and comes before every test.
 */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"

const JS = join(import.meta.dirname, "..")
const FOLDERS = [join(JS, "dist"), join(JS, "..", "src", "nbstream", "static")]

const modules = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") })),
)

/** Ways to make elements or code out of text. */
const SINKS = [
  /\b(?:inner|outer)HTML\b/,
  /\binsertAdjacentHTML\b/,
  /\bdocument\.write/,
  /\bDOMParser\b/,
  /\bcreateContextualFragment\b/,
  /\bsetHTML(?:Unsafe)?\b/,
  /\bparseHTMLUnsafe\b/,
  /\bsrcdoc\b/,
  /(?<![.\w])eval\(/,
  /\bnew Function\b|(?<![.\w])Function\(/,
  /\.on(?!ce\b)[a-z]+\s*=(?!=)/,
  /["'`]on(?:click|error|load|mouse\w+|focus|toggle)["'`]/,
  /\bset(?:Timeout|Interval)\(["'`]/,
  /["'`]javascript:/i,
]

/** Ways to reach a network. */
const REQUESTS =
  /(?<![.\w])fetch\((?!\))|\bXMLHttpRequest\b|\bsendBeacon\b|\bWebSocket\b|\bEventSource\b|\bimportScripts\b|\bnew Image\b/g

test("there are modules to look at", () => {
  expect(modules.map(({ name }) => name).sort()).toEqual(
    ["chat.js", "code.js", "core.js", "loader.js", "math.js", "nbstream.js", "static.js"].sort(),
  )
})

describe("nothing that is shipped makes elements or code out of text", () => {
  test.each(modules)("$name", ({ source }) => {
    for (const sink of SINKS) expect(source).not.toMatch(sink)
  })
})

describe("only what a reader or a caller asks for is fetched, and never across a redirect", () => {
  test.each(modules)("$name", ({ source }) => {
    const requests = [...source.matchAll(REQUESTS)].map(({ index }) =>
      source.slice(index, index + 80),
    )
    expect(requests.length).toBeLessThanOrEqual(1)
    for (const request of requests)
      expect(request).toMatch(/^fetch\(\w+,\{redirect:"error",credentials:"omit",referrerPolicy:/)
  })
})

test("only the loader imports code, and only what came with it", () => {
  for (const { name, source } of modules)
    if (name !== "loader.js") expect(source).not.toMatch(/\bimport\(/)
})
