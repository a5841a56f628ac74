import { expect, test } from "vitest"
import { append, close, open, set, shown } from "./page.ts"

test("arrow keys fold and go about in a tree", () => {
  const page = shown()
  const text = '{"a": {"b": [1, 2], "c": [3]}, "d": "x"}'
  page.after(open("c", "tool", { name: "f", call_id: "1" }), append("c", text))
  page.after(set("c", { status: "done" }), close("c"))
  page.find("details.nbs-tool").setAttribute("open", "")
  const [a, b, c] = [...page.root.querySelectorAll<HTMLElement>(".nbs-json summary")]
  const press = (key: string, more = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })
    document.activeElement?.dispatchEvent(event)
    return [document.activeElement, event.defaultPrevented]
  }
  const isOpen = (line?: HTMLElement) => line?.parentElement?.hasAttribute("open")
  a?.focus()
  expect(press("ArrowDown")).toEqual([b, true])
  expect(press("ArrowDown")).toEqual([c, true])
  expect(press("ArrowDown")).toEqual([c, true])
  press("ArrowLeft")
  expect([isOpen(c), document.activeElement]).toEqual([false, c])
  expect(press("ArrowLeft")).toEqual([a, true])
  expect(press("ArrowRight")).toEqual([b, true])
  press("ArrowUp")
  press("ArrowLeft")
  expect([isOpen(a), press("ArrowDown")[0]]).toEqual([false, a])
  press("ArrowRight")
  expect(isOpen(a)).toBe(true)
  expect(press("a")[1]).toBe(false)
  expect(press("ArrowDown", { ctrlKey: true })).toEqual([a, false])
})
