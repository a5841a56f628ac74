import { expect, test } from "vitest"
import { Schedule } from "../../src/schedule/schedule.ts"
import { NO_EXTRAS } from "../../src/view/extras.ts"
import { session } from "../../src/widget/session.ts"
import { ManualScreen } from "../schedule/screen.ts"
import { append, open, set } from "../view/page.ts"
import { WAITING } from "../wire/fixtures.ts"

/** A host whose kernel can be restarted. */
function host() {
  const listeners = new Set<(sender: unknown, status: unknown) => void>()
  const statusChanged = {
    connect: (listener: (sender: unknown, status: unknown) => void) => listeners.add(listener),
    disconnect: (listener: (sender: unknown, status: unknown) => void) =>
      listeners.delete(listener),
  }
  const screen = new ManualScreen()
  const life = new AbortController()
  const live = session({
    schedule: new Schedule(screen),
    options: {},
    extras: NO_EXTRAS,
    send() {},
    manager: { kernel: { statusChanged } },
    signal: life.signal,
  })
  const view = () => {
    const el = document.createElement("div")
    live.mount(el, new AbortController().signal)
    screen.tick()
    return el
  }
  const become = (status: string) => {
    for (const listener of [...listeners]) listener(null, status)
    screen.tick()
  }
  return { live, view, become, screen, life, listening: () => listeners.size }
}

const notice = (el: HTMLElement) => el.querySelector<HTMLElement>(".nbs-notice")
const stop = (el: HTMLElement) => el.querySelector<HTMLButtonElement>(".nbs-stop")

test("a run whose kernel is gone says so, keeps what it has, and has nothing to press", () => {
  const { live, view, become, screen } = host()
  live.snapshot(WAITING)
  live.batch({
    seq: 1,
    changes: [set("run", { status: "streaming" }), open("t", "text"), append("t", "Half")],
  })
  const el = view()
  become("busy")
  expect(notice(el)?.hidden).toBe(true)
  expect(stop(el)?.disabled).toBe(false)
  become("restarting")
  expect(notice(el)?.textContent).toContain("No longer live")
  expect(el.textContent).toContain("Half")
  expect(stop(el)?.disabled).toBe(true)
  expect(el.querySelector<HTMLElement>(".nbs-activity")?.hidden).toBe(true)
  screen.tick(5_000)
  expect(stop(el)?.disabled).toBe(true)
  expect(notice(view())?.textContent).toContain("No longer live")
})

test("a run that was over needs no kernel, and says nothing of it", () => {
  const { live, view, become } = host()
  live.snapshot(WAITING)
  live.batch({ seq: 1, changes: [set("run", { status: "done" })] })
  const el = view()
  become("dead")
  expect(notice(el)?.hidden).toBe(true)
})

test("a model that goes listens no more", () => {
  const { life, listening } = host()
  expect(listening()).toBe(1)
  life.abort()
  expect(listening()).toBe(0)
})
