/** Changing a question in its place. */

import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { editor } from "../../src/chat/editor.ts"
import { HEARD_MS } from "../../src/chat/limits.ts"

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => vi.useRealTimers())

/** An editor of "one" on a page; `facts.reason` is why nothing can be asked. */
function opened(enterSends = true) {
  const facts = { reason: "" }
  const asked: string[] = []
  const left = vi.fn()
  const made = editor("one", {
    signal: new AbortController().signal,
    enterSends: () => enterSends,
    refusal: (text) => facts.reason || (text.length > 10 ? "too long" : ""),
    ask: (text) => void asked.push(text),
    leave: left,
    later: (ms, callback) => void setTimeout(callback, ms),
  })
  document.body.replaceChildren(made.element)
  const find = <E extends HTMLElement>(selector: string) =>
    made.element.querySelector(selector) as E
  const field = find<HTMLTextAreaElement>(".nbs-editing")
  return {
    ...made,
    facts,
    asked,
    left,
    field,
    ask: find<HTMLButtonElement>(".nbs-primary"),
    reason: () => find(".nbs-editor-reason").textContent,
    press: (key: string, more: KeyboardEventInit = {}) =>
      field.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, ...more })),
    type(text: string) {
      field.value = text
      field.dispatchEvent(new Event("input"))
    },
    paste(text: string) {
      const event = new Event("paste", { cancelable: true })
      return field.dispatchEvent(Object.assign(event, { clipboardData: { getData: () => text } }))
    },
  }
}

test("the keys that ask in the composer ask here, and so does Enter with Control", () => {
  const { press, asked, update } = opened()
  press("Enter", { shiftKey: true })
  expect(asked).toEqual([])
  press("Enter")
  expect(asked).toEqual(["one"])
  update()
  press("Enter", { ctrlKey: true })
  expect(asked).toHaveLength(2)
})

test("where Enter breaks the line, it does so here", () => {
  const { press, asked } = opened(false)
  expect(press("Enter")).toBe(true)
  press("Enter", { shiftKey: true })
  expect(asked).toEqual(["one"])
})

test("keys that a word is composed with neither ask nor leave", () => {
  const { press, asked, left } = opened()
  press("Enter", { isComposing: true })
  press("Escape", { isComposing: true })
  expect(asked).toEqual([])
  expect(left).not.toHaveBeenCalled()
  press("Escape")
  expect(left).toHaveBeenCalledOnce()
})

test("what cannot be asked is not, says why, and stays as it was typed", () => {
  const { press, asked, type, ask, reason, field, facts, update } = opened()
  type("eleven signs")
  expect([ask.disabled, reason()]).toEqual([true, "too long"])
  press("Enter")
  type("less")
  expect([ask.disabled, reason()]).toEqual([false, ""])
  facts.reason = "Guide is answering"
  press("Enter")
  expect([asked, reason(), field.value]).toEqual([[], "Guide is answering", "less"])
  facts.reason = ""
  update()
  expect([ask.disabled, reason()]).toEqual([false, ""])
  type("  ")
  press("Enter")
  expect(asked).toEqual([])
})

test("a text that would make it too long is not put in", () => {
  const { paste, reason, type } = opened()
  expect(paste("two")).toBe(true)
  expect(paste("twenty megabytes")).toBe(false)
  expect(reason()).toBe("too long")
  type("one")
  expect(reason()).toBe("")
})

test("a question is asked once, stays until it is taken, and says when it has to wait", () => {
  const { press, asked, ask, reason, field } = opened()
  press("Enter")
  press("Enter")
  ask.click()
  expect(asked).toEqual(["one"])
  expect(field.value).toBe("one")
  vi.advanceTimersByTime(HEARD_MS)
  expect(reason()).toBe("Waits for the kernel")
})
