import { expect, test } from "vitest"
import { browserScreen } from "../../src/schedule/screen.ts"

test("what waits for the paint of a page is called once, in order, in tasks of their own", async () => {
  const screen = browserScreen()
  const called: string[] = []
  screen.painted(() => {
    called.push("one")
    queueMicrotask(() => called.push("what one leaves behind"))
  })
  screen.painted(() => called.push("two"))
  expect(called).toEqual([])
  await new Promise<void>((then) => screen.painted(then))
  expect(called).toEqual(["one", "what one leaves behind", "two"])
})
