/** Calls that follow each other: one line that folds them, and never hides what matters. */

import { describe, expect, test } from "vitest"
import { isControl } from "../../src/standalone.ts"
import type { Change } from "../../src/wire/messages.ts"
import { append, close, open, retract, set, shown } from "./page.ts"

const call = (id: string, name = "look_up") => open(id, "tool", { name, status: "writing" })
const done = (id: string, started = 0, seconds = 1): Change[] => [
  set(id, { status: "done", started, seconds, output: "ok" }),
  close(id),
]
const said = [open("t", "text"), append("t", "So."), close("t")]

const group = (page: ReturnType<typeof shown>) =>
  page.find("details.nbs-calls") as HTMLDetailsElement
const line = (page: ReturnType<typeof shown>) => page.words(".nbs-calls-line")

describe("a line of its own", () => {
  test("is not there for few calls", () => {
    const page = shown()
    page.after(call("a"), call("b"), ...done("a"), ...done("b"), ...said)
    expect(page.find(".nbs-calls-line").hidden).toBe(true)
    expect(group(page).open).toBe(true)
  })

  test("counts the calls, and says how long they took side by side", () => {
    const page = shown()
    page.after(call("a"), call("b", "search"), call("c"))
    expect(line(page)).toBe("3 tool calls, 3 under way look_up × 2, search")
    page.after(...done("a", 1, 2), ...done("b", 1.5, 2.5))
    expect(line(page)).toBe("3 tool calls, 1 under way look_up × 2, search")
    page.after(set("c", { status: "failed", started: 2, seconds: 0.5, error: "no" }), close("c"))
    expect(line(page)).toBe("3 tool calls, 1 failed, 3.0 s look_up × 2, search")
    expect(isControl(page.find(".nbs-calls-line"))).toBe(true)
  })

  test("begins anew after anything else", () => {
    const page = shown()
    page.after(call("a"), call("b"), call("c"), ...said, call("d"), call("e"), call("f"))
    expect(page.root.querySelectorAll(".nbs-calls")).toHaveLength(2)
  })
})

describe("it folds", () => {
  const three = () => {
    const page = shown()
    page.after(call("a"), call("b"), call("c"))
    return page
  }

  test("once all have come back well and the run has gone on, and not before", () => {
    const page = three()
    page.after(...done("a"), ...done("b"))
    expect(group(page).open).toBe(true)
    page.after(...done("c"))
    expect(group(page).open).toBe(true)
    page.after(...said)
    expect(group(page).open).toBe(false)
  })

  test("at the end of the run too", () => {
    const page = three()
    page.after(...done("a"), ...done("b"), ...done("c"))
    page.after(set("run", { status: "done" }), close("run"))
    expect(group(page).open).toBe(false)
  })

  test.each(["failed", "approval", "rejected", "stopped"])(
    "never over a call that is %s",
    (status) => {
      const page = three()
      page.after(...done("a"), ...done("b"), set("c", { status }), close("c"), ...said)
      expect(group(page).open).toBe(true)
    },
  )

  test("never over a reader's choice", () => {
    const page = three()
    page.root.querySelector<HTMLElement>("summary.nbs-tool-line")?.click()
    page.after(...done("a"), ...done("b"), ...done("c"), ...said)
    expect(group(page).open).toBe(true)
  })

  test("and unfolds again for a failure that comes after a reader had folded it", () => {
    const page = three()
    page.find(".nbs-calls-line").click()
    group(page).open = false
    page.after(...done("a"))
    expect(group(page).open).toBe(false)
    page.after(set("b", { status: "failed", error: "no" }))
    expect(group(page).open).toBe(true)
  })
})

test("calls that are taken back leave the others as if they had never been", () => {
  const page = shown()
  page.after(call("a"), ...said, call("b"), call("c"))
  const first = page.root.querySelector(".nbs-tool")
  page.after(retract("t"))
  expect(page.root.querySelectorAll(".nbs-calls")).toHaveLength(1)
  expect(page.root.querySelectorAll(".nbs-tool")).toHaveLength(3)
  expect(page.root.querySelector(".nbs-tool")).toBe(first)
  expect(line(page)).toBe("3 tool calls, 3 under way look_up × 3")
  page.after(retract("c"))
  expect(page.root.querySelectorAll(".nbs-tool")).toHaveLength(2)
  expect(page.find(".nbs-calls-line").hidden).toBe(true)
})

test("calls inside a tool have a line of their own", () => {
  const page = shown()
  page.after(
    call("a", "research"),
    ...["b", "c", "d"].map((id) => ({ ...call(id), parent: "a" }) as Change),
  )
  expect(page.words(".nbs-tool .nbs-calls-line")).toBe("3 tool calls, 3 under way look_up × 3")
})
