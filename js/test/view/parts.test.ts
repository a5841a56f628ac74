import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Allowance } from "../../src/view/allowance.ts"
import {
  CHARACTERS_PER_PIECE,
  LINES_PER_PIECE,
  LONGEST_PIECE,
  LONGEST_WRITE_MS,
  WRITE_MS,
} from "../../src/view/limits.ts"
import { piecesInto } from "../../src/view/plainText.ts"
import { brief } from "../../src/view/tool/brief.ts"
import { duration, grouped, ticking } from "../../src/view/words.ts"
import { open, shown } from "./page.ts"

describe("plain text", () => {
  const grown = (pieces: readonly string[]) => {
    const target = document.createElement("pre")
    const text = piecesInto(target)
    for (const piece of pieces) text.write(piece)
    return target
  }

  test("is the same elements however it was cut", () => {
    const long = fc.nat(LONGEST_PIECE * 2).map((length) => "\u{1f600}".repeat(length))
    const line = fc.oneof(fc.string(), fc.constant("\n"), fc.constant("\n".repeat(100)), long)
    fc.assert(
      fc.property(fc.array(line), (pieces) => {
        const whole = grown([pieces.join("")])
        expect(whole.textContent).toBe(pieces.join(""))
        const cut = [...grown(pieces).children].map((piece) => piece.textContent)
        expect(cut).toEqual([...whole.children].map((piece) => piece.textContent))
      }),
    )
  })

  test("is laid out in pieces of so many lines, or so many characters", () => {
    const lines = grown(["x\n".repeat(LINES_PER_PIECE * 2 + 1)])
    expect(lines.childElementCount).toBe(3)
    const wide = grown([`${"x".repeat(CHARACTERS_PER_PIECE)}\n`.repeat(3)])
    expect(wide.childElementCount).toBe(3)
    const endless = grown(["x".repeat(LONGEST_PIECE * 2 + 1)])
    expect(endless.childElementCount).toBe(3)
  })

  test("never cuts a character in two", () => {
    const smiles = "\u{1f600}".repeat(LONGEST_PIECE)
    for (const piece of grown([`x${smiles}`]).children)
      expect(piece.textContent).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
  })
})

describe("a text is written in portions", () => {
  const portions = (allowance: Allowance) => {
    const sizes: number[] = []
    while (!allowance.spent) sizes.push(allowance.portion(1_000_000))
    return sizes
  }

  test("that are all of what a frame allows, when they take no time", () => {
    const allowance = new Allowance(1600, () => 0)
    expect(portions(allowance)).toEqual(Array(16).fill(100))
    expect(allowance.portion(1)).toBe(0)
    allowance.renew()
    expect(allowance.portion(30)).toBe(30)
  })

  test("until so much time has passed, when they take long", () => {
    let now = 0
    const allowance = new Allowance(1600, () => now++ * (WRITE_MS / 2))
    allowance.renew()
    expect(portions(allowance)).toEqual([100])
    allowance.renew()
    expect(allowance.spent).toBe(false)
  })

  test("for longer, where a frame costs much whatever is written in it", () => {
    let now = 0
    const allowance = new Allowance(1600, () => now++ * WRITE_MS)
    allowance.renew(WRITE_MS * 12)
    expect(portions(allowance)).toHaveLength(2)
    allowance.renew(1_000_000)
    now += LONGEST_WRITE_MS / WRITE_MS
    expect(allowance.spent).toBe(true)
  })

  test("of any size where there are no frames", () => {
    expect(new Allowance(Number.POSITIVE_INFINITY).portion(1_000_000)).toBe(1_000_000)
  })
})

test("arguments are summed up in one line, whatever they are", () => {
  expect(brief('{"city":"Oslo","n":2}')).toBe("city: Oslo, n: 2")
  expect(brief('"just text"')).toBe("just text")
  expect(brief("[1, 2]")).toBe("[1,2]")
  expect(brief("{}")).toBe("")
  expect(brief('{"code": "a\\n  b"}')).toBe("code: a b")
  expect(brief('{"broken": ')).toBe('{"broken":')
  expect(brief(`{"a": "${"x".repeat(1000)}"}`).length).toBeLessThan(200)
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`
  expect(brief(`{"a": ${deep}}`)).toBe("a: …")
})

test("durations are said as a reader would", () => {
  expect([0, 0.04, 0.5, 3.04, 9.94, 12.4, 75.2, 3700].map(duration)).toEqual([
    "<1 ms",
    "40 ms",
    "0.5 s",
    "3.0 s",
    "9.9 s",
    "12 s",
    "1 min 15 s",
    "1 h 1 min",
  ])
  expect([0, 59.9, 60].map(ticking)).toEqual(["0 s", "59 s", "1 min 0 s"])
})

test("large numbers are grouped", () => {
  expect([5, 999, 1000, 1234567].map(grouped)).toEqual(["5", "999", "1,000", "1,234,567"])
})

test("an error that may pass offers to try again, to a person alone", () => {
  const page = shown()
  page.after(open("e", "error", { error: "APIConnectionError", message: "lost", retry: true }))
  const retry = page.find("button.nbs-retry") as HTMLButtonElement
  expect(retry.hidden).toBe(false)
  retry.click()
  expect(page.sent).toEqual([])
})

test("an error that will not pass offers nothing", () => {
  const page = shown()
  page.after(open("e", "error", { error: "ValueError", message: "wrong" }))
  expect(page.find("button.nbs-retry").hidden).toBe(true)
})
