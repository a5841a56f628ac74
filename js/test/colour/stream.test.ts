/** Our line reader against the one that CodeMirror's modes were written for. */

import { StringStream } from "@codemirror/streamparser"
import fc from "fast-check"
import { expect, test } from "vitest"
import { LineStream } from "../../src/colour/stream.ts"

type Step = (stream: LineStream) => unknown

const text = fc.string({ unit: fc.constantFrom(..."ab \t\u00a0A0.'"), maxLength: 8 })
const pattern = fc.constantFrom<RegExp[]>(/^a/, /b/, /^[ab]+/, /^\s*$/, /\d/i)
const single = fc.oneof(
  fc.constantFrom("a", "b", " "),
  pattern,
  fc.constant((character: string) => character > "A"),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step[]>(
    (stream) => stream.next(),
    (stream) => stream.peek(),
    (stream) => stream.eol(),
    (stream) => stream.sol(),
    (stream) => stream.eatSpace(),
    (stream) => stream.skipToEnd(),
    (stream) => stream.current(),
    (stream) => stream.column(),
    (stream) => stream.indentation(),
    (stream) => stream.indentUnit,
    // A token ends, and the next one begins.
    (stream) => {
      stream.start = stream.pos
    },
    (stream) => stream.pos > stream.start && stream.backUp(1),
  ),
  single.map((look) => (stream: LineStream) => stream.eat(look) || undefined),
  single.map((look) => (stream: LineStream) => stream.eatWhile(look)),
  text.map((look) => (stream: LineStream) => stream.skipTo(look) || false),
  fc
    .tuple(fc.oneof(text, pattern), fc.boolean(), fc.boolean())
    .map(([look, consume, ignoreCase]) => (stream: LineStream) => {
      return stream.match(look, consume, ignoreCase)
    }),
)

test("it reads as CodeMirror's own does", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."ab \t\u00a0A0.'"), maxLength: 20 }),
      fc.array(step),
      (line, steps) => {
        const ours = new LineStream(line)
        const theirs = new StringStream(line, 4, 2) as unknown as LineStream
        for (const take of steps) {
          expect(take(ours)).toEqual(take(theirs))
          expect(ours.pos).toBe(theirs.pos)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
