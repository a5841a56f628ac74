import { expect, test } from "vitest"
import { FRAME_BUDGET_MS } from "../../src/schedule/limits.ts"
import { type Painter, Schedule } from "../../src/schedule/schedule.ts"
import { ManualScreen } from "./screen.ts"

function page() {
  const screen = new ManualScreen()
  const schedule = new Schedule(screen)
  const log: string[] = []
  const painter = (name: string, costMs = 0, fps = 60): Painter => ({
    fps,
    measure() {
      log.push(`measure ${name}`)
    },
    paint() {
      log.push(`paint ${name}`)
      screen.spend(costMs)
      return false
    },
  })
  const painted = () => log.splice(0).filter((entry) => entry.startsWith("paint"))
  return { screen, schedule, log, painter, painted }
}

test("all views are measured, then all are painted, in one frame", () => {
  const { screen, schedule, log, painter } = page()
  const a = painter("a")
  for (const each of [a, painter("b"), a]) schedule.request(each)
  expect(log).toEqual([])
  screen.tick()
  expect(log).toEqual(["measure a", "measure b", "paint a", "paint b"])
})

test("a page at rest waits for nothing", () => {
  const { screen, schedule, painter } = page()
  schedule.request(painter("a"))
  screen.tick()
  expect(screen.waiting).toBe(0)
})

test("what does not fit into a frame is painted first in the next", () => {
  const { screen, schedule, painter, painted } = page()
  const slow = FRAME_BUDGET_MS + 1
  const views = ["a", "b", "c"].map((name) => painter(name, slow))
  for (const each of views) schedule.request(each)
  screen.tick()
  expect(painted()).toEqual(["paint a"])
  for (const each of views) schedule.request(each)
  screen.tick()
  expect(painted()).toEqual(["paint b"])
  screen.tick()
  expect(painted()).toEqual(["paint c"])
  screen.tick()
  expect(painted()).toEqual(["paint a"])
})

test("a view with more to paint is painted again in the next frame, until it has no more", () => {
  const { screen, schedule } = page()
  let left = 3
  schedule.request({ fps: 60, paint: () => --left > 0 })
  for (let frame = 0; frame < 9; frame++) screen.tick()
  expect(left).toBe(0)
  expect(screen.waiting).toBe(0)
})

test("a view is painted no more often than it asks for, and another is not slowed by it", () => {
  const { screen, schedule, painter, painted } = page()
  const slow = painter("slow", 0, 10)
  const fast = painter("fast")
  const seen: string[] = []
  for (let frame = 0; frame < 60; frame++) {
    schedule.request(slow)
    schedule.request(fast)
    screen.tick()
    seen.push(...painted())
  }
  expect(seen.filter((entry) => entry === "paint fast").length).toBe(60)
  expect(seen.filter((entry) => entry === "paint slow").length).toBe(10)
})

test("a view that may paint once a second still paints what came last", () => {
  const { screen, schedule, painter, painted } = page()
  const rare = painter("rare", 0, 1)
  schedule.request(rare)
  screen.tick()
  schedule.request(rare)
  painted()
  for (let frame = 0; frame < 70; frame++) screen.tick()
  expect(painted()).toEqual(["paint rare"])
})

test("a view that waits for its time keeps no other waiting", () => {
  const { screen, schedule, painter, painted } = page()
  const rare = painter("rare", 0, 1)
  schedule.request(rare)
  screen.tick()
  schedule.request(rare)
  painted()
  schedule.request(painter("fast"))
  screen.tick()
  expect(painted()).toEqual(["paint fast"])
})

test("a frame that never comes is replaced by a timer", () => {
  const { screen, schedule, painter, painted } = page()
  screen.frames = false
  schedule.request(painter("a"))
  screen.tick(100)
  expect(painted()).toEqual([])
  screen.tick(150)
  expect(painted()).toEqual(["paint a"])
  screen.frames = true
  screen.tick()
  expect(painted()).toEqual([])
})

test("a hidden page is painted about once a second, and at once when it is seen again", () => {
  const { screen, schedule, painter, painted } = page()
  const view = painter("a")
  screen.isHidden = true
  for (let step = 0; step < 30; step++) {
    schedule.request(view)
    screen.tick(100)
  }
  expect(painted().length).toBe(3)
  schedule.request(view)
  screen.isHidden = false
  schedule.wake()
  screen.tick()
  expect(painted()).toEqual(["paint a"])
})

test("a view that fails is told of and does not stop the others", () => {
  const { screen, schedule, painter, painted } = page()
  const trouble = new Error("boom")
  schedule.request({
    fps: 60,
    paint() {
      throw trouble
    },
  })
  schedule.request(painter("b"))
  screen.tick()
  expect(painted()).toEqual(["paint b"])
  expect(screen.failures).toEqual([trouble])
})

test("a view that was released is not painted", () => {
  const { screen, schedule, painter, painted } = page()
  const gone = painter("gone")
  schedule.request(gone)
  schedule.release(gone)
  screen.tick()
  expect(painted()).toEqual([])
})

test("what a frame cost is told, until nobody listens", () => {
  const { screen, schedule, painter } = page()
  const life = new AbortController()
  const costs: number[] = []
  schedule.onFrame(({ ms }) => costs.push(ms), life.signal)
  schedule.request(painter("a", 5))
  screen.tick()
  life.abort()
  schedule.request(painter("b", 5))
  screen.tick()
  expect(costs).toEqual([5])
})
