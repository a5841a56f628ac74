/**
 * What is shipped, as it is shipped: our sources and all that they bring along. `make build` makes
 * it, and comes before every test.
 */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { REQUESTS, sinksIn } from "./sinks.ts"

const JS = join(import.meta.dirname, "..")
const FOLDERS = [join(JS, "dist"), join(JS, "..", "src", "nbstream", "static")]

const modules = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") })),
)

/** A listener that is given as a property. */
const LISTENING = /\.on(?!ce\b)[a-z]+\s*=(?!=)/

test("there are modules to look at", () => {
  expect(modules.map(({ name }) => name).sort()).toEqual(
    ["chat.js", "code.js", "core.js", "loader.js", "math.js", "nbstream.js", "static.js"].sort(),
  )
})

describe("nothing that is shipped makes elements or code out of text", () => {
  test.each(modules)("$name", ({ source }) => {
    expect(sinksIn(source)).toEqual([])
    expect(source).not.toMatch(LISTENING)
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
