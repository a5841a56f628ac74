/** The composer of a conversation: what a reader writes, and what the kernel is told of it. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { page } from "./page.ts"

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})

afterEach(() => vi.useRealTimers())

test("Enter sends, Shift+Enter does not, and an empty question goes nowhere", () => {
  const { key, type, said, field } = page()
  key("Enter")
  type("  ")
  key("Enter")
  type("hello")
  key("Enter", { shiftKey: true })
  expect(said()).toEqual([])
  key("Enter")
  expect(said()).toMatchObject([{ type: "submit", text: "hello", files: [] }])
  expect(field.value).toBe("")
})

test("the reverse may be chosen", () => {
  const { key, type, said } = page({ enter_sends: false })
  type("hello")
  key("Enter")
  expect(said()).toEqual([])
  key("Enter", { shiftKey: true })
  expect(said()).toMatchObject([{ type: "submit", text: "hello" }])
})

test("what is composed by an input method is not sent by the Enter that ends it", () => {
  const { key, type, said } = page()
  type("か")
  key("Enter", { isComposing: true })
  expect(said()).toEqual([])
})

test("a question stands there until the kernel takes it, and says what it waits for", () => {
  const { key, type, said, find, turn, target } = page()
  type("hello")
  key("Enter")
  expect(find(".nbs-pending").textContent).toBe("hello")
  vi.advanceTimersByTime(1500)
  expect(find(".nbs-pending").textContent).toContain("Waits for the kernel")
  turn("t1", "chat", { question: "hello", nonce: said()[0]?.nonce })
  expect(find(".nbs-pending").textContent).toBe("")
  expect(target.querySelectorAll(".nbs-turns .nbs-turn")).toHaveLength(1)
})

test("a question that the kernel refuses is back in the composer", () => {
  const { key, type, said, find, tell, field } = page()
  type("hello")
  key("Enter")
  tell({ op: "set", id: "chat", props: { notice: "Too much.", refused: said()[0]?.nonce } })
  expect(field.value).toBe("hello")
  expect(find(".nbs-composer > .nbs-notice").textContent).toBe("Too much.")
  expect(find(".nbs-pending").textContent).toBe("")
})

test("a question that is refused comes back above what was typed meanwhile", () => {
  const { key, type, said, tell, field } = page()
  type("hello")
  key("Enter")
  type("and then")
  tell({ op: "set", id: "chat", props: { notice: "Too much.", refused: said()[0]?.nonce } })
  expect(field.value).toBe("hello\n\nand then")
})

describe("while an answer is written", () => {
  test("nothing is sent, what is typed stays, and Stop stands where Ask was", () => {
    const { key, type, said, field, turn, find, buttons } = page()
    turn("t1", "chat", { status: "asked", agent: "Guide" })
    type("ahead")
    key("Enter")
    expect(said()).toEqual([])
    expect(field.value).toBe("ahead")
    expect(find(".nbs-stance").textContent).toBe("Guide is answering")
    expect(buttons()).toContain("Stop")
    expect(buttons()).not.toContain("Ask")
  })

  test("Stop is a request, and then a command", () => {
    const { said, turn, find } = page()
    turn("t1", "chat", { status: "asked" })
    const stop = find<HTMLButtonElement>(".nbs-stop-all")
    stop.click()
    expect(stop.textContent).toBe("Stop now")
    stop.click()
    expect(stop.disabled).toBe(true)
    expect(said()).toEqual([{ type: "stop" }, { type: "stop" }])
  })

  test("a queued question can be taken back", () => {
    const { said, turn, target } = page()
    turn("t1", "chat", { status: "asked" })
    turn("t2", "t1")
    const button = target.querySelectorAll<HTMLElement>(".nbs-withdraw")[1]
    expect(button?.hidden).toBe(false)
    button?.click()
    expect(said()).toEqual([{ type: "withdraw", turn: "t2" }])
  })

  test("what was taken back can be written on, before what was typed meanwhile", () => {
    const { turn, tell, type, find, field, target } = page()
    turn("t1", "chat", { status: "asked" })
    turn("t2", "t1", { question: "second", files: [{ name: "a.txt", bytes: 3, preview: "" }] })
    type("third")
    target.querySelectorAll<HTMLElement>(".nbs-withdraw")[1]?.click()
    expect(field.value).toBe("third")
    tell({ op: "retract", id: "t2" }, { op: "set", id: "t1", props: { chosen: null } })
    expect(field.value).toBe("second\n\nthird")
    expect(find(".nbs-notice").textContent).toBe("Attach again: a.txt")
  })

  test("a question that is asked before it is taken back is not written twice", () => {
    const { turn, tell, target, field } = page()
    turn("t1", "chat", { status: "asked" })
    turn("t2", "t1", { question: "second" })
    target.querySelectorAll<HTMLElement>(".nbs-withdraw")[1]?.click()
    tell({ op: "set", id: "t2", props: { status: "asked" } })
    tell({ op: "retract", id: "t2" }, { op: "set", id: "t1", props: { chosen: null } })
    expect(field.value).toBe("")
  })
})

test("suggestions are asked by a click", () => {
  const { said, find, tell } = page({ suggestions: ["Try <b>me</b>"] })
  expect(find(".nbs-suggestion").textContent).toBe("Try <b>me</b>")
  find(".nbs-suggestion").click()
  expect(said()).toMatchObject([{ type: "submit", text: "Try <b>me</b>" }])
  tell({ op: "set", id: "chat", props: { suggestions: [] } })
  expect(find(".nbs-suggestions").hidden).toBe(true)
})

test("a draft is there again on the next page", () => {
  const { type } = page()
  type("half a thou")
  expect(page().field.value).toBe("half a thou")
})

test("up-arrow at the beginning brings back questions, elsewhere it moves in the text", () => {
  const { turn, key, field, type } = page()
  turn("t1", "chat", { status: "done", question: "one" })
  type("typed")
  field.setSelectionRange(3, 3)
  key("ArrowUp")
  expect(field.value).toBe("typed")
  field.setSelectionRange(0, 0)
  key("ArrowUp")
  expect(field.value).toBe("one")
})

test("without a connection the reason stands there, and what is typed stays", () => {
  const connection = { connectionStatus: "connecting" }
  const { key, type, said, field, find } = page({}, {}, [], connection)
  type("hello?")
  key("Enter")
  expect(said()).toEqual([])
  expect(field.value).toBe("hello?")
  expect(find(".nbs-stance").textContent).toContain("Not connected to the kernel")
})

test("a Stop that the kernel does not hear is said, and it can be interrupted", async () => {
  const { models, turn, find } = page()
  const run = { id: "run", kind: "run", parent: null, text: "", closed: false }
  const streaming = { seq: 1, blocks: [{ ...run, props: { status: "streaming" } }] }
  const batch = { seq: 0, changes: [] }
  models.set("m1", { traits: { snapshot: streaming, batch, options: {} }, listeners: [] })
  turn("t1", "chat", { status: "asked", view: "m1" })
  await vi.advanceTimersByTimeAsync(50)
  find(".nbs-stop-all").click()
  expect(find(".nbs-stance").textContent).toBe("Stopping")
  await vi.advanceTimersByTimeAsync(1500)
  expect(find(".nbs-stance").textContent).toContain("has not heard Stop")
  expect(find(".nbs-stop-all").textContent).toBe("Interrupt the kernel")
  const stopping = { op: "set", id: "run", props: { status: "stopping" } }
  const model = models.get("m1")
  if (model) model.traits.batch = { seq: 2, changes: [stopping] }
  for (const listener of model?.listeners ?? []) listener()
  expect(find(".nbs-stop-all").textContent).toBe("Stop now")
})

test("a question that waits shows what is attached to it", async () => {
  const { find, type, key } = page()
  const picker = find<HTMLInputElement>("input[type=file]")
  const notes = new File(["text"], "notes.txt", { type: "text/plain" })
  Object.defineProperty(picker, "files", { value: [notes] })
  picker.dispatchEvent(new Event("change"))
  await vi.advanceTimersByTimeAsync(50)
  type("hi")
  key("Enter")
  expect(find(".nbs-pending .nbs-file").textContent).toBe("notes.txt 4 bytes")
})
