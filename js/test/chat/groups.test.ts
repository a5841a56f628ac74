/** Turns in groups: in order, whatever comes and goes, and moved only when they must be. */

import fc from "fast-check"
import { expect, test } from "vitest"
import { groups } from "../../src/chat/groups.ts"
import { TURNS_TOGETHER } from "../../src/chat/limits.ts"

function turns(count: number): HTMLElement[] {
  return Array.from({ length: count }, (_, at) => {
    const turn = document.createElement("section")
    turn.id = `${at}`
    return turn
  })
}

test("a turn that comes begins a group when the last one is full, and moves no other", async () => {
  const all = turns(TURNS_TOGETHER + 1)
  const { element, show } = groups()
  show(all.slice(0, -1))
  expect(element.children).toHaveLength(1)
  const moved: MutationRecord[] = []
  const watcher = new MutationObserver((records) => moved.push(...records))
  watcher.observe(element, { childList: true, subtree: true })
  show(all)
  await null
  expect([...element.children].map(({ childElementCount }) => childElementCount)).toEqual([
    TURNS_TOGETHER,
    1,
  ])
  expect(moved.flatMap(({ removedNodes }) => [...removedNodes])).toEqual([])
})

test("no group is left empty when turns go", () => {
  const all = turns(2 * TURNS_TOGETHER)
  const { element, show } = groups()
  show(all)
  for (const gone of all.slice(3)) gone.remove()
  show(all.slice(0, 3))
  expect(element.children).toHaveLength(1)
  show([])
  expect(element.children).toHaveLength(0)
})

test("turns stand in the order they are shown in, in groups that are full but for the last", () => {
  const pool = turns(4 * TURNS_TOGETHER)
  fc.assert(
    fc.property(fc.array(fc.shuffledSubarray(pool), { maxLength: 5 }), (showings) => {
      const { element, show } = groups()
      for (const shown of showings) {
        for (const each of pool) if (!shown.includes(each)) each.remove()
        show(shown)
        expect([...element.querySelectorAll("section")]).toEqual(shown)
        const full = [...element.children].slice(0, -1)
        expect(full.every((group) => group.childElementCount === TURNS_TOGETHER)).toBe(true)
      }
    }),
  )
})
