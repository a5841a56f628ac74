import { expect, test } from "vitest"
import { Schedule } from "../../src/schedule/schedule.ts"
import { NO_EXTRAS } from "../../src/view/extras.ts"
import { session } from "../../src/widget/session.ts"
import { ManualScreen } from "../schedule/screen.ts"
import { append, open, set } from "../view/page.ts"
import { WAITING } from "../wire/fixtures.ts"

type Listener = (sender: unknown, argument: unknown) => void

function signalled() {
  const listeners = new Set<Listener>()
  return {
    listeners,
    connect: (listener: Listener) => listeners.add(listener),
    disconnect: (listener: Listener) => listeners.delete(listener),
    emit(argument: unknown) {
      for (const listener of [...listeners]) listener(null, argument)
    },
  }
}

/** A host whose kernel can be restarted. */
function host() {
  const statusChanged = signalled()
  const iopubMessage = signalled()
  const screen = new ManualScreen()
  const life = new AbortController()
  const live = session({
    schedule: new Schedule(screen),
    options: {},
    extras: NO_EXTRAS,
    send() {},
    manager: { kernel: { statusChanged, iopubMessage } },
    signal: life.signal,
  })
  const view = () => {
    const el = document.createElement("div")
    live.mount(el, new AbortController().signal)
    screen.tick()
    return el
  }
  const become = (status: string) => {
    statusChanged.emit(status)
    screen.tick()
  }
  const tell = (msg_type: string, session: string) => {
    iopubMessage.emit({ header: { msg_type, session } })
    screen.tick()
  }
  const listening = () => statusChanged.listeners.size + iopubMessage.listeners.size
  return { live, view, become, tell, screen, life, listening }
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

test("a kernel that speaks in another session is another kernel; a server's warnings are none", () => {
  const { live, view, tell } = host()
  live.snapshot(WAITING)
  live.batch({ seq: 1, changes: [set("run", { status: "streaming" })] })
  const el = view()
  for (const [kind, session] of [
    ["status", "one"],
    ["status", "one"],
    ["stream", "of the server"],
    ["status", "one"],
  ] as const)
    tell(kind, session)
  expect(notice(el)?.hidden).toBe(true)
  tell("status", "two")
  expect(notice(el)?.textContent).toContain("No longer live")
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
  expect(listening()).toBe(2)
  life.abort()
  expect(listening()).toBe(0)
})
