/** A conversation on a page: its turns, what a reader does with them, and what the kernel is told. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { page } from "./page.ts"

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})

afterEach(() => vi.useRealTimers())

test("a turn that is over is retried, edited and gone back from", () => {
  const { said, turn, tell, find, target } = page()
  turn("t1", "chat", { status: "done", question: "one" })
  turn("t2", "chat", { status: "done", question: "uno" })
  expect(find(".nbs-which").textContent).toBe("2 / 2")
  find(".nbs-retry").click()
  find(".nbs-older").click()
  find(".nbs-edit").click()
  const editing = find<HTMLTextAreaElement>(".nbs-editing")
  expect(editing.value).toBe("uno")
  editing.value = "due"
  find(".nbs-editor .nbs-primary").click()
  expect(said()).toEqual([
    { type: "retry", turn: "t2" },
    { type: "choose", turn: "t1" },
    { type: "edit", turn: "t2", text: "due" },
  ])
  tell({ op: "set", id: "chat", props: { chosen: "t1" } })
  expect(target.querySelectorAll(".nbs-turns .nbs-turn")).toHaveLength(1)
  expect(find(".nbs-asked-text").textContent).toBe("one")
})

test("an edit stays while another answer is written, and says why it waits", () => {
  const { said, turn, tell, find, target } = page()
  turn("t1", "chat", { status: "done", question: "one" })
  find(".nbs-edit").click()
  const editing = find<HTMLTextAreaElement>(".nbs-editing")
  editing.value = "due"
  turn("t2", "t1", { status: "asked", question: "two", agent: "Guide" })
  const asks = find<HTMLButtonElement>(".nbs-editor .nbs-primary")
  expect(asks.disabled).toBe(true)
  expect(find(".nbs-editor-reason").textContent).toBe("Guide is answering")
  asks.click()
  tell({ op: "set", id: "t2", props: { status: "done" } })
  expect(asks.disabled).toBe(false)
  asks.click()
  expect(said()).toEqual([{ type: "edit", turn: "t1", text: "due" }])
  turn("t3", "chat", { status: "queued", question: "due" })
  expect(target.querySelector(".nbs-editing")).toBeNull()
})

test("an edit is left as it was by Escape", () => {
  const { said, turn, find, target } = page()
  turn("t1", "chat", { status: "done", question: "one" })
  find(".nbs-edit").click()
  find(".nbs-editing").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }))
  expect(target.querySelector(".nbs-editing")).toBeNull()
  expect(said()).toEqual([])
})

test("a reader is told of the end of an answer that is over before it can be opened", () => {
  const { key, type, sent, tell, turn, find } = page()
  const said = () => find(".nbs-unseen").textContent
  turn("t1", "chat", { status: "done" })
  expect(said()).toBe("")
  turn("t2", "t1", { status: "asked" })
  tell({ op: "set", id: "t2", props: { status: "failed" } })
  expect(said()).toBe("The answer failed")
  type("quick")
  key("Enter")
  turn("t3", "t2", { nonce: sent.at(-1)?.message.nonce, status: "done" })
  expect(said()).toBe("Answer finished")
})

test("an answer is shown by the core, from a model of its own", async () => {
  const { models, turn, find } = page()
  const blocks = [
    { id: "run", kind: "run", parent: null, props: { status: "done" }, text: "", closed: true },
    { id: "x", kind: "text", parent: "run", props: {}, text: "Said **so**.", closed: true },
  ]
  const batch = { seq: 0, changes: [] }
  models.set("m1", { traits: { snapshot: { seq: 1, blocks }, batch, options: {} }, listeners: [] })
  turn("t1", "chat", { status: "done", agent: "Guide", view: "m1" })
  await vi.advanceTimersByTimeAsync(50)
  expect(find(".nbs-answer-body strong").textContent).toBe("so")
  expect(find(".nbs-speaker").textContent).toBe("Guide")
})

test("an answer whose model is not there says so, and the others are shown", async () => {
  const complaint = vi.spyOn(console, "error").mockImplementation(() => {})
  const { turn, find } = page()
  turn("t1", "chat", { status: "done", view: "gone" })
  await vi.advanceTimersByTimeAsync(15_000)
  expect(find(".nbs-answer-body").textContent).toContain("not on the page")
  complaint.mockRestore()
})

test("an answer is shown when a page that brings hundreds back has it at last", async () => {
  const { models, turn, find } = page()
  const run = { id: "run", kind: "run", parent: null, props: { status: "done" }, closed: true }
  const said = { id: "x", kind: "text", parent: "run", props: {}, text: "Here.", closed: true }
  const traits = { snapshot: { seq: 1, blocks: [run, said] }, batch: {}, options: {} }
  turn("t1", "chat", { status: "done", view: "m1" })
  await vi.advanceTimersByTimeAsync(5000)
  expect(find(".nbs-answer-body").textContent).toBe("")
  models.set("m1", { traits, listeners: [] })
  await vi.advanceTimersByTimeAsync(5000)
  expect(find(".nbs-answer-body").textContent).toContain("Here.")
})

test("a kernel that was restarted leaves the text, and nothing is sent", () => {
  const { shared, find, key, type, said, field, turn } = page()
  turn("t1", "chat", { status: "done", question: "one" })
  shared.comm_live = false
  for (const listener of shared.listeners) listener()
  expect(find(".nbs-gone").textContent).toContain("no longer live")
  expect(find(".nbs-asked-text").textContent).toBe("one")
  type("anybody?")
  key("Enter")
  expect(said()).toEqual([])
  expect(field.value).toBe("anybody?")
})

test("clear asks twice", () => {
  const { said, turn, find } = page()
  turn("t1", "chat", { status: "done" })
  find(".nbs-clear").click()
  expect(said()).toEqual([])
  expect(find(".nbs-clear").textContent).toBe("Clear everything?")
  find(".nbs-clear").click()
  expect(said()).toEqual([{ type: "clear" }])
})

describe("a page that was loaded anew", () => {
  const output = (at: number) => ({
    data: { "text/html": `<div class="nbs nbs-twin nbs-of-c1 nbs-at-${at}">` },
  })
  const notebook = (at: number) => {
    const kept = [{ toJSON: () => output(at) }]
    const outputs = {
      length: 1,
      get: (index: number) => kept[index],
      set: vi.fn((index: number, put: object) => {
        kept[index] = { toJSON: () => put as ReturnType<typeof output> }
      }),
    }
    return { outputs, cell: { outputs } }
  }
  const options = { model: "c1", settle: "auto" }

  test("asks for what lies at rest when the notebook holds an older one, and puts it in", () => {
    const { outputs, cell } = notebook(1)
    const { said, session, tell, turn } = page({ rest: 1 }, options, [cell])
    vi.advanceTimersByTime(20_000)
    expect(said()).toEqual([])
    turn("t1", "chat", { status: "asked" })
    vi.advanceTimersByTime(20_000)
    expect(said()).toEqual([])
    tell({ op: "set", id: "t1", props: { status: "done" } })
    tell({ op: "set", id: "chat", props: { rest: 2 } })
    vi.advanceTimersByTime(20_000)
    expect(said()).toEqual([{ type: "page" }])
    session.message({ type: "page", bundle: output(2).data })
    expect(outputs.set).toHaveBeenCalledWith(0, output(2))
    tell({ op: "set", id: "chat", props: { notice: "Something else." } })
    vi.advanceTimersByTime(20_000)
    expect(said()).toEqual([{ type: "page" }])
  })

  test("leaves the notebook alone where nothing stands beside the conversation", () => {
    const { cell } = notebook(1)
    const { said } = page({ rest: 3 }, { ...options, settle: "widget" }, [cell])
    vi.advanceTimersByTime(20_000)
    expect(said()).toEqual([])
  })
})

test("answers are opened from the last one on, and none keeps the others waiting for good", async () => {
  const { models, turn, target } = page()
  const opened: string[] = []
  const model = (name: string) => ({
    listeners: [],
    traits: {
      get snapshot() {
        opened.push(name)
        return { seq: 0, blocks: [] }
      },
      batch: { seq: 0, changes: [] },
      options: {},
    },
  })
  models.set("m1", model("m1"))
  models.set("m3", model("m3"))
  models.set("m2", new Promise(() => {}) as never)
  turn("t1", "chat", { status: "done", view: "m1" })
  turn("t2", "t1", { status: "done", view: "m2" })
  turn("t3", "t2", { status: "done", view: "m3" })
  await vi.advanceTimersByTimeAsync(3000)
  expect(opened).toEqual(["m3", "m1"])
  expect(target.querySelectorAll(".nbs-answer-body > .nbs")).toHaveLength(2)
})

describe("what had the focus and goes leaves it in the conversation", () => {
  test("a Stop that was pressed, to the question that is written next", () => {
    const { turn, tell, find, field } = page()
    turn("t1", "chat", { status: "asked" })
    const stop = find<HTMLButtonElement>(".nbs-stop-all")
    stop.focus()
    stop.click()
    expect(document.activeElement).toBe(stop)
    tell({ op: "set", id: "t1", props: { status: "stopped" } })
    expect(document.activeElement).toBe(field)
  })

  test("an arrow between versions, to the same arrow", () => {
    const { turn, tell, find } = page()
    for (const id of ["t1", "t2", "t3"]) turn(id, "chat", { status: "done" })
    const older = find<HTMLButtonElement>(".nbs-older")
    older.focus()
    tell({ op: "set", id: "chat", props: { chosen: "t2" } })
    expect(older.isConnected).toBe(false)
    expect(document.activeElement).toBe(find(".nbs-older"))
    tell({ op: "set", id: "chat", props: { chosen: "t1" } })
    expect(document.activeElement?.className).toContain("nbs-field")
  })

  test("and nobody who is elsewhere is called back", () => {
    const { turn } = page()
    const elsewhere = document.createElement("input")
    document.body.append(elsewhere)
    elsewhere.focus()
    turn("t1", "chat", { status: "asked" })
    expect(document.activeElement).toBe(elsewhere)
  })
})

test("how long an answer took stands beneath it, where it does not say so itself", () => {
  const { turn, find } = page()
  turn("t1", "chat", { status: "done", seconds: 1.24 })
  expect(find(".nbs-took").textContent).toBe("1.2 s")
  turn("t2", "chat", { status: "done" })
  expect(find(".nbs-took").textContent).toBe("")
})

test("a key that would save the notebook does not have the browser save its page", () => {
  const { field } = page()
  const press = (init: object) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })
    field.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(press({ key: "s", ctrlKey: true })).toBe(true)
  expect(press({ key: "s", metaKey: true })).toBe(true)
  expect(press({ key: "s" })).toBe(false)
})

test("the answers of a long conversation are opened when their code can be coloured", async () => {
  const { models, module, turn, target } = page()
  let come = () => {}
  module.mockImplementation(() => new Promise((resolve) => (come = () => resolve(null))))
  const answer = (text: string) => {
    const run = { id: "run", kind: "run", parent: null, props: {}, text: "", closed: true }
    const said = { id: "x", kind: "text", parent: "run", props: {}, text, closed: true }
    const batch = { seq: 0, changes: [] }
    const snapshot = { seq: 1, blocks: [run, said] }
    return { traits: { snapshot, batch, options: {} }, listeners: [] }
  }
  for (const id of ["t1", "t2", "t3"]) models.set(id, answer("```python\nx = 1\n```\n"))
  turn("t1", "chat", { status: "done", view: "t1" })
  turn("t2", "t1", { status: "done", view: "t2" })
  turn("t3", "t2", { status: "done", view: "t3" })
  await vi.advanceTimersByTimeAsync(100)
  expect(target.querySelectorAll(".nbs-code")).toHaveLength(1)
  expect(module).toHaveBeenCalledWith("code")
  come()
  await vi.advanceTimersByTimeAsync(100)
  expect(target.querySelectorAll(".nbs-code")).toHaveLength(3)
})
