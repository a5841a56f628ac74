import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { activityOf } from "../../src/document/activity.ts"
import { Document } from "../../src/document/document.ts"
import { decodeBatch, decodeSnapshot } from "../../src/wire/decode.ts"
import { ProtocolError } from "../../src/wire/errors.ts"
import type { Batch, Change } from "../../src/wire/messages.ts"
import { stories } from "../wire/fixtures.ts"
import { batches, waiting } from "./stories.ts"

const open = (id: string, parent = "run"): Change => ({
  op: "open",
  id,
  kind: "text",
  parent,
  props: {},
})
const append = (id: string, text: string): Change => ({ op: "append", id, text })

function folded(story: readonly Batch[]): Document {
  const document = waiting()
  for (const batch of story) document.apply(batch, 0)
  return document
}

describe("the stories that both languages read", () => {
  test.each(stories)("$name", ({ batches, snapshot }) => {
    expect(folded(batches.map(decodeBatch)).snapshot()).toEqual(timeless(snapshot))
  })

  test.each(stories)("$name (from its snapshot)", ({ snapshot }) => {
    const document = new Document()
    document.load(decodeSnapshot(snapshot), 0)
    expect(document.snapshot()).toEqual(timeless(snapshot))
  })
})

/** A document keeps no time of its own: its clock goes on. */
function timeless(snapshot: unknown): unknown {
  const { seq, blocks } = decodeSnapshot(snapshot)
  return { seq, blocks }
}

describe("whatever happens on the way", () => {
  test("batches that come twice, late or in any order come to the same", () => {
    const delivered = batches.chain((story) =>
      fc.tuple(fc.constant(story), fc.shuffledSubarray([...story, ...story], { minLength: 0 })),
    )
    fc.assert(
      fc.property(delivered, ([story, deliveries]) => {
        const document = folded([...deliveries, ...story])
        expect(document.missing).toBe(false)
        expect(document.snapshot()).toEqual(folded(story).snapshot())
      }),
    )
  })

  test("a snapshot makes up for what was lost, whenever it was taken", () => {
    const lossy = batches.chain((story) =>
      fc.tuple(
        fc.constant(story),
        fc.shuffledSubarray(story),
        fc.nat(story.length),
        fc.shuffledSubarray(story),
      ),
    )
    fc.assert(
      fc.property(lossy, ([story, before, told, after]) => {
        const document = folded(before)
        document.load(folded(story.slice(0, told)).snapshot(), 0)
        for (const batch of after) document.apply(batch, 0)
        for (const batch of story.slice(told)) document.apply(batch, 0)
        expect(document.missing).toBe(false)
        expect(document.snapshot()).toEqual(folded(story).snapshot())
      }),
    )
  })

  test("blocks keep their identity when the whole is told again", () => {
    fc.assert(
      fc.property(batches, fc.nat(12), (story, told) => {
        const document = folded(story.slice(0, told))
        const whole = folded(story)
        const before = new Map(whole.snapshot().blocks.map(({ id }) => [id, document.get(id)]))
        document.load(whole.snapshot(), 0)
        for (const [id, block] of before) {
          if (block !== undefined) expect(document.get(id)).toBe(block)
        }
        expect(document.snapshot()).toEqual(whole.snapshot())
      }),
    )
  })

  test("what is not touched is as it was", () => {
    fc.assert(
      fc.property(batches, (story) => {
        const document = waiting()
        const shown = new Map<string, string>()
        for (const batch of story) {
          for (const id of document.apply(batch, 0)) shown.delete(id)
          for (const [id, as] of shown) expect(looks(document, id)).toBe(as)
          for (const { id } of document.snapshot().blocks) shown.set(id, looks(document, id))
        }
      }),
    )
  })
})

/** All that a view shows of a block. */
function looks(document: Document, id: string): string {
  const block = document.get(id)
  if (block === undefined) return "gone"
  const { props, text, closed, children } = block
  return JSON.stringify([props, text.toString(), closed, children.map((child) => child.id)])
}

test("a gap is reported and never guessed", () => {
  const document = folded([{ seq: 1, changes: [open("t"), append("t", "a")] }])
  document.apply({ seq: 3, changes: [append("t", "c")] }, 0)
  expect(document.missing).toBe(true)
  expect(document.get("t")?.text.toString()).toBe("a")
  document.apply({ seq: 2, changes: [append("t", "b")] }, 0)
  expect(document.missing).toBe(false)
  expect(document.get("t")?.text.toString()).toBe("abc")
})

test("a change to a block that is not here is refused, and a snapshot mends it", () => {
  const document = waiting()
  const apply = () => document.apply({ seq: 1, changes: [open("t"), append("x", "?")] }, 0)
  expect(apply).toThrow(ProtocolError)
  expect(document.missing).toBe(true)
  document.apply({ seq: 2, changes: [append("t", "!")] }, 0)
  expect(document.get("t")?.text.toString()).toBe("")

  const mended = folded([{ seq: 1, changes: [open("t"), append("t", "whole")] }])
  document.load(mended.snapshot(), 0)
  expect(document.missing).toBe(false)
  expect(document.get("t")?.text.toString()).toBe("whole!")
})

test("a block that is opened twice is refused", () => {
  const document = folded([{ seq: 1, changes: [open("t")] }])
  expect(() => document.apply({ seq: 2, changes: [open("t")] }, 0)).toThrow("opened twice")
})

test("an older snapshot changes nothing", () => {
  const old = folded([{ seq: 1, changes: [open("t")] }]).snapshot()
  const document = folded([
    { seq: 1, changes: [open("t")] },
    { seq: 2, changes: [append("t", "new")] },
  ])
  expect(document.load(old, 0).size).toBe(0)
  expect(document.get("t")?.text.toString()).toBe("new")
})

test("reading on costs what is new, however long the text is", () => {
  const document = folded([{ seq: 1, changes: [open("t")] }])
  let read = 0
  let seen = ""
  for (let seq = 2; seq < 2000; seq++) {
    document.apply({ seq, changes: [append("t", `${seq} `)] }, 0)
    const text = document.get("t")?.text
    const more = text?.since(read) ?? ""
    expect(more).toBe(`${seq} `)
    read += more.length
    seen += more
  }
  expect(document.get("t")?.text.toString()).toBe(seen)
})

test("a text that is replaced says so, one that was only completed does not", () => {
  const document = folded([{ seq: 1, changes: [open("t"), append("t", "half")] }])
  const text = document.get("t")?.text
  document.apply({ seq: 2, changes: [{ op: "set", id: "t", props: { text: "half and all" } }] }, 0)
  expect([text?.revision, text?.since(4)]).toEqual([0, " and all"])
  document.apply({ seq: 3, changes: [{ op: "set", id: "t", props: { text: "another" } }] }, 0)
  expect([text?.revision, text?.since(0)]).toEqual([1, "another"])
})

test("the clock of the run goes by the message that was under way the shortest", () => {
  const document = waiting()
  expect(document.clock.since(0, 5000)).toBe(null)
  const started = (seq: number, id: string, seconds: number): Batch => ({
    seq,
    changes: [open(id), { op: "set", id, props: { started: seconds } }],
  })
  document.apply(started(1, "a", 1), 5000)
  expect(document.clock.since(1, 6000)).toBe(1)
  document.apply(started(2, "b", 4), 7500)
  expect(document.clock.since(4, 8500)).toBe(1)
  expect(document.clock.since(1, 8500)).toBe(4)
})

test("a run that failed and goes on is open again", () => {
  const run = waiting()
  const apply = (seq: number, ...changes: Change[]) => run.apply({ seq, changes }, 0)
  apply(
    1,
    { op: "open", id: "error", kind: "error", parent: "run", props: { error: "E" } },
    { op: "close", id: "error" },
    { op: "set", id: "run", props: { status: "failed" } },
    { op: "close", id: "run" },
  )
  expect(run.run?.closed).toBe(true)
  apply(2, { op: "retract", id: "error" }, { op: "set", id: "run", props: { status: "streaming" } })
  expect(run.run?.closed).toBe(false)
  expect(activityOf(run)).toEqual({ is: "waiting for the first token" })
})
