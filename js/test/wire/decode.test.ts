import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  DEFAULT_OPTIONS,
  decodeBatch,
  decodeOptions,
  decodeSnapshot,
} from "../../src/wire/decode.ts"
import { ProtocolError } from "../../src/wire/errors.ts"
import { refused, stories, WAITING } from "./fixtures.ts"

const decoders = { batch: decodeBatch, snapshot: decodeSnapshot }

describe("what a kernel says is read as it is", () => {
  test.each(stories)("$name", ({ batches, snapshot }) => {
    expect(batches.map(decodeBatch)).toEqual(batches)
    expect(decodeSnapshot(snapshot)).toEqual(snapshot)
  })

  test("the state before the first batch", () => {
    expect(decodeSnapshot(WAITING)).toEqual(WAITING)
  })

  test("a snapshot's time, when it is one", () => {
    expect(decodeSnapshot({ ...WAITING, time: 2.5 }).time).toBe(2.5)
    expect(decodeSnapshot({ ...WAITING, time: "late" }).time).toBeUndefined()
  })
})

describe("what no kernel may say is refused, and the error says what came", () => {
  test.each(refused)("$name", ({ what, message, reason }) => {
    const decode = () => decoders[what](message)
    expect(decode).toThrow(ProtocolError)
    expect(decode).toThrow(reason)
    expect(decode).toThrow("reload the page")
  })
})

test("a kind of block from a newer kernel is kept as an unknown block that says its name", () => {
  const open = { op: "open", id: "x", kind: "hologram", parent: "run", props: { size: 3 } }
  expect(decodeBatch({ seq: 1, changes: [open] }).changes).toEqual([
    { ...open, kind: "unknown", props: { size: 3, name: "hologram", detail: "" } },
  ])
})

test("an error quotes only the beginning of a huge message", () => {
  try {
    decodeBatch({ seq: "x".repeat(1e6), changes: [] })
    expect.unreachable()
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(400)
  }
})

test("options that are missing or make no sense have their defaults", () => {
  expect(decodeOptions(undefined)).toEqual(DEFAULT_OPTIONS)
  expect(decodeOptions({ render_fps: -1, markdown: "yes", images: [1, "https://a/"] })).toEqual({
    ...DEFAULT_OPTIONS,
    images: ["https://a/"],
  })
  expect(decodeOptions({ render_fps: 5, markdown: false, virtual_scroll: false })).toEqual({
    render_fps: 5,
    markdown: false,
    virtual_scroll: false,
    images: [],
    settle: "auto",
    model: "",
  })
  expect(decodeOptions({ settle: "html", model: "ab12" })).toMatchObject({
    settle: "html",
    model: "ab12",
  })
  expect(decodeOptions({ settle: "later", model: 12 })).toEqual(DEFAULT_OPTIONS)
})

test("whatever comes is read or refused, and never anything else", () => {
  const message = fc.oneof(
    fc.anything(),
    fc.record({ seq: fc.anything(), changes: fc.anything(), blocks: fc.anything() }),
    fc.record({
      seq: fc.nat(),
      changes: fc.array(
        fc.record({
          op: fc.constantFrom("open", "append", "set", "close", "retract", "move", 7),
          id: fc.oneof(fc.string(), fc.anything()),
          kind: fc.oneof(fc.string(), fc.anything()),
          parent: fc.oneof(fc.string(), fc.anything()),
          props: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.anything()),
          text: fc.oneof(fc.string(), fc.anything()),
        }),
      ),
    }),
  )
  const check = (decode: (raw: unknown) => unknown) =>
    fc.assert(
      fc.property(message, (raw) => {
        try {
          decode(raw)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  check(decodeBatch)
  check(decodeSnapshot)
  expect(() => decodeOptions(fc.sample(fc.anything(), 1)[0])).not.toThrow()
})
