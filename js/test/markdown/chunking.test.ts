/** However the text is cut, what is shown at the end is the same, node for node. */

import { tests as examples } from "commonmark-spec"
import fc from "fast-check"
import { expect, test } from "vitest"
import { documents, places } from "./fragments.ts"
import { cutAt, rendered } from "./recording.ts"

const SPECIFICATION = examples.map(({ markdown }) => markdown.replaceAll("→", "\t"))

test("every example of the specification reads the same character by character", () => {
  for (const example of SPECIFICATION) expect(rendered(example.split(""))).toBe(rendered([example]))
})

test("any document reads the same character by character", () => {
  fc.assert(
    fc.property(documents, (text) => {
      expect(rendered(text.split(""))).toBe(rendered([text]))
    }),
    { numRuns: Number(process.env.RUNS ?? 1000) },
  )
})

test("any document reads the same wherever it was cut", () => {
  fc.assert(
    fc.property(documents, places, (text, cuts) => {
      expect(rendered(cutAt(text, cuts))).toBe(rendered([text]))
    }),
    { numRuns: Number(process.env.RUNS ?? 1000) },
  )
})
