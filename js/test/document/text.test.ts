import fc from "fast-check"
import { expect, test } from "vitest"
import { GrowingText } from "../../src/document/text.ts"

test("since and head are what slicing the whole would give, wherever it was cut", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(60), fc.nat(3), (pieces, at, whole) => {
      const text = new GrowingText()
      pieces.forEach((piece, index) => {
        text.append(piece)
        if (index % 4 === whole) text.toString()
      })
      const all = pieces.join("")
      expect(text.since(at)).toBe(all.slice(at))
      expect(text.head(at)).toBe(all.slice(0, at))
      expect([text.toString(), text.length]).toEqual([all, all.length])
    }),
  )
})
