import { expect, test } from "vitest"
import { Schedule } from "../../src/schedule/schedule.ts"
import { NO_EXTRAS } from "../../src/view/extras.ts"
import { session, TOLD_WITHIN_MS } from "../../src/widget/session.ts"
import type { Message } from "../../src/wire/messages.ts"
import { ManualScreen } from "../schedule/screen.ts"
import { set } from "../view/page.ts"
import { WAITING } from "../wire/fixtures.ts"

type Output = { output_type: string; data: Record<string, unknown> }

const live = (model: string): Output => ({
  output_type: "display_data",
  data: { "application/vnd.jupyter.widget-view+json": { model_id: model } },
})
const twin = (model: string, seq: number): Output => ({
  output_type: "display_data",
  data: { "text/html": `<div class="nbs nbs-twin nbs-of-${model} nbs-at-${seq}">` },
})

/** A page of a notebook with one cell, whose model is `abc`. */
function page(outputs: Output[], settle = "auto") {
  const area = {
    get length() {
      return outputs.length
    },
    get: (at: number) => ({ toJSON: () => outputs[at] }),
    set: (at: number, output: unknown) => {
      outputs[at] = output as Output
    },
  }
  const cells = [{}, { outputs: area }]
  const model = { cells: { length: cells.length, get: (at: number) => cells[at] } }
  const screen = new ManualScreen()
  const sent: Message[] = []
  const shown = session({
    schedule: new Schedule(screen),
    options: { model: "abc", settle },
    extras: NO_EXTRAS,
    send: (message) => sent.push(message),
    manager: { context: { model } },
    signal: new AbortController().signal,
  })
  shown.snapshot(WAITING)
  shown.mount(document.createElement("div"), new AbortController().signal)
  return {
    shown,
    outputs,
    end() {
      shown.batch({ seq: 1, changes: [] })
      shown.batch({ seq: 2, changes: [set("run", { status: "done" })] })
      screen.tick(TOLD_WITHIN_MS)
    },
    asked: () => sent.filter(({ type }) => type === "page").length,
  }
}

const PAGE = {
  type: "page",
  bundle: { "text/html": "<p>all of it</p>", "text/plain": "all of it" },
}

test("a static output that the notebook has only half of is asked for, and put in", () => {
  const { shown, outputs, end, asked } = page([live("abc"), twin("abc", 1), twin("other", 1)])
  expect(asked()).toBe(0)
  end()
  expect(asked()).toBe(1)
  shown.message(PAGE)
  expect(outputs.map(({ data }) => data["text/plain"])).toEqual([undefined, "all of it", undefined])
  expect(outputs[1]?.output_type).toBe("display_data")
})

test("one that is whole is left alone", () => {
  const { shown, outputs, end, asked } = page([live("abc"), twin("abc", 2)])
  end()
  expect(asked()).toBe(0)
  shown.message(PAGE)
  expect(outputs[1]).toEqual(twin("abc", 2))
})

test("a view that gives its place away is found by its model", () => {
  const { shown, outputs, end, asked } = page([live("other"), live("abc")], "html")
  end()
  expect(asked()).toBe(1)
  shown.message(PAGE)
  expect(outputs[0]).toEqual(live("other"))
  expect(outputs[1]?.data).toEqual(PAGE.bundle)
})

test("nothing is touched where the host shows no outputs, and by nothing but a page", () => {
  const { shown, outputs, end } = page([live("abc"), twin("abc", 1)])
  end()
  for (const said of [null, "page", { type: "page" }, { type: "page", bundle: 1 }, { type: "x" }])
    shown.message(said)
  expect(outputs[1]).toEqual(twin("abc", 1))
  const bare = page([live("abc")], "widget")
  bare.end()
  expect(bare.asked()).toBe(0)
})
