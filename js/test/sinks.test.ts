/** What finds sinks in what is shipped finds them however they are written. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { minify } from "terser"
import { describe, expect, test } from "vitest"
import { REQUESTS, sinksIn } from "./sinks.ts"

// The page of the browser tests has the same file.
const SMUGGLED = readFileSync(
  join(import.meta.dirname, "../../tests/browser/hostile/smuggled.js"),
  "utf8",
)
const { FOUND, FOUND_ONLY, REFUSED } = (await import(
  /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(SMUGGLED)}`
)) as Record<string, Record<string, () => void>>

/** A function as the build leaves it. */
async function shipped(smuggled: () => void): Promise<string> {
  const { code = "" } = await minify(`export default ${smuggled}`, {
    module: true,
    ecma: 2022,
    compress: { passes: 3, inline: 1, lhs_constants: false },
  })
  return code
}

const found = (source: string) => [...sinksIn(source), ...(source.match(REQUESTS) ?? [])]

describe("a sink is found", () => {
  test.each(Object.entries({ ...FOUND, ...FOUND_ONLY }))("%s", async (_, smuggled) => {
    expect(found(await shipped(smuggled))).not.toEqual([])
  })
})

test("the browser is asked about what a reader cannot find", async () => {
  for (const smuggled of Object.values(REFUSED ?? {}))
    expect(found(await shipped(smuggled))).toEqual([])
})
