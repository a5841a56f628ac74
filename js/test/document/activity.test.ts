import { expect, test } from "vitest"
import { activityOf } from "../../src/document/activity.ts"
import { Document } from "../../src/document/document.ts"
import type { Change, Props } from "../../src/wire/messages.ts"
import { waiting } from "./stories.ts"

/** A run that goes on, change by change; what it is doing after each. */
function told() {
  const document = waiting()
  let seq = 0
  return (...changes: Change[]) => {
    document.apply({ seq: ++seq, changes }, 0)
    return activityOf(document)
  }
}

const open = (id: string, kind: "text" | "reasoning" | "tool", props: Props = {}, parent = "run") =>
  ({ op: "open", id, kind, parent, props }) as const
const set = (id: string, props: Props) => ({ op: "set", id, props }) as const
const close = (id: string) => ({ op: "close", id }) as const

test("nothing is known of a run before a snapshot came", () => {
  expect(activityOf(new Document())).toBe(null)
})

test("from the first token to the end, the line says what is awaited", () => {
  const after = told()
  expect(after()).toEqual({ is: "waiting for the first token" })
  expect(after(set("run", { status: "streaming" }), open("r", "reasoning"))?.is).toBe("thinking")
  expect(after(close("r"))?.is).toBe("waiting for the model")
  expect(after(open("t", "text"))?.is).toBe("writing")
  expect(after(close("t"), open("c", "tool", { name: "look", status: "writing" }))).toEqual({
    is: "writing arguments",
    tool: "look",
  })
  expect(after(set("c", { status: "ready" }))).toEqual({ is: "calling", tool: "look", more: 0 })
  expect(after(set("c", { status: "running" }))).toEqual({ is: "running", tool: "look", more: 0 })
  expect(after(set("c", { status: "done" }), close("c"))?.is).toBe("waiting for the model")
  expect(after(set("run", { status: "stopping" }))?.is).toBe("stopping")
  expect(after(set("run", { status: "stopped" }), close("run"))).toBe(null)
})

test("of several tools the first is named and the others are counted", () => {
  const after = told()
  after(...["a", "b", "c"].map((id) => open(id, "tool", { name: id, status: "running" })))
  expect(after()).toEqual({ is: "running", tool: "a", more: 2 })
  expect(after(close("a"))).toEqual({ is: "running", tool: "b", more: 1 })
})

test("what an agent does inside a tool is that tool's business", () => {
  const after = told()
  after(open("outer", "tool", { name: "research", status: "running" }))
  after(open("inner", "tool", { name: "search", status: "running" }, "outer"))
  expect(after(open("text", "text", {}, "outer"))).toEqual({
    is: "running",
    tool: "research",
    more: 0,
  })
})

test("a call that waits for a decision is said when nothing else goes on", () => {
  const after = told()
  after(open("c", "tool", { name: "pay", status: "approval" }))
  expect(after()).toEqual({ is: "waiting for a decision" })
  expect(after(open("t", "text"))?.is).toBe("writing")
})
