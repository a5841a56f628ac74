/** What the kernel is told of drawing, and how often. */

import { expect, test } from "vitest"
import { drawn } from "../../src/widget/drawn.ts"
import type { Message } from "../../src/wire/messages.ts"

function told() {
  const messages: Message[] = []
  return { messages, hints: drawn((message) => messages.push(message)) }
}

test("it tells once a second what a frame usually costs, not what the first one did", () => {
  const { messages, hints } = told()
  for (let frame = 0; frame <= 60; frame++)
    hints.painted({ ms: frame === 0 ? 400 : 5, hidden: false }, frame + 1, frame * 17)
  expect(messages).toEqual([{ type: "drawn", seq: 60, ms: 5, hidden: false }])
})

test("a page that is slow all the time says so", () => {
  const { messages, hints } = told()
  for (let frame = 0; frame <= 10; frame++)
    hints.painted({ ms: 120, hidden: false }, frame + 1, frame * 130)
  expect(messages).toEqual([{ type: "drawn", seq: 9, ms: 120, hidden: false }])
})

test("frames that show nothing new of this view are no news", () => {
  const { messages, hints } = told()
  hints.painted({ ms: 5, hidden: false }, 1, 0)
  hints.painted({ ms: 5, hidden: false }, 2, 1000)
  hints.painted({ ms: 5, hidden: false }, 2, 2000)
  hints.painted({ ms: 5, hidden: false }, 2, 3000)
  expect(messages).toHaveLength(1)
})

test("it tells at once that the page was hidden, and that it is seen again", () => {
  const { messages, hints } = told()
  hints.painted({ ms: 5, hidden: false }, 1, 0)
  hints.flipped(true, 1, 10)
  hints.flipped(true, 1, 20)
  hints.flipped(false, 1, 30)
  expect(messages.map((message) => "hidden" in message && message.hidden)).toEqual([true, false])
})
