import { describe, expect, test, vi } from "vitest"
import { MAX_ASKED } from "../../src/bounds/index.ts"
import { Schedule } from "../../src/schedule/schedule.ts"
import { NO_EXTRAS } from "../../src/view/extras.ts"
import { DRAWN_INTERVAL_MS } from "../../src/widget/drawn.ts"
import { FIRST_WAIT_MS } from "../../src/widget/resync.ts"
import { session } from "../../src/widget/session.ts"
import type { Change, Message } from "../../src/wire/messages.ts"
import { ManualScreen } from "../schedule/screen.ts"
import { append, close, open, set } from "../view/page.ts"
import { stories, WAITING } from "../wire/fixtures.ts"

function kernel() {
  const screen = new ManualScreen()
  const sent: Message[] = []
  const life = new AbortController()
  const live = session({
    schedule: new Schedule(screen),
    options: {},
    extras: NO_EXTRAS,
    send: (message) => sent.push(message),
    signal: life.signal,
  })
  live.snapshot(WAITING)
  let seq = 0
  return {
    screen,
    sent,
    live,
    life,
    batch: (...changes: Change[]) => live.batch({ seq: ++seq, changes }),
    skip: () => void seq++,
    asked: () => sent.filter(({ type }) => type === "resync").length,
    view() {
      const el = document.createElement("div")
      const gone = new AbortController()
      document.body.append(el)
      live.mount(el, gone.signal)
      screen.tick()
      return { el, gone }
    },
  }
}

test("all views of a model show the same, whenever they came", () => {
  const { batch, view, screen } = kernel()
  const early = view()
  batch(open("t", "text"), append("t", "Hello"))
  const late = view()
  batch(append("t", " all"))
  screen.tick()
  for (const { el } of [early, late, view()])
    expect(el.querySelector(".nbs-said")?.textContent).toBe("Hello all")
  early.gone.abort()
  batch(append("t", " of it"))
  screen.tick()
  expect(early.el.childElementCount).toBe(0)
  expect(late.el.querySelector(".nbs-said")?.textContent).toBe("Hello all of it")
})

test.each(stories)("$name: shown batch by batch or from the end, it looks the same", (story) => {
  const settle = (screen: ManualScreen) => {
    for (let frame = 0; frame < 3; frame++) screen.tick()
  }
  const live = kernel()
  const streamed = live.view()
  for (const batch of story.batches) {
    live.live.batch(batch)
    live.screen.tick()
  }
  settle(live.screen)
  const late = kernel()
  late.live.snapshot(story.snapshot)
  const whole = late.view()
  settle(late.screen)
  const looks = (el: HTMLElement) => el.querySelector(".nbs-blocks")?.textContent
  expect(looks(streamed.el)).toBe(looks(whole.el))
})

describe("what was lost", () => {
  test("is asked for once, and made up for by a snapshot", () => {
    const { batch, skip, live, asked, sent, view, screen } = kernel()
    const { el } = view()
    batch(open("t", "text"), append("t", "a"))
    skip()
    batch(append("t", "c"))
    batch(append("t", "d"))
    expect(sent.filter(({ type }) => type === "resync")).toEqual([{ type: "resync", seq: 1 }])
    const text = { ...WAITING.blocks[0], id: "t", kind: "text", parent: "run", props: {} }
    live.snapshot({ seq: 3, blocks: [...WAITING.blocks, { ...text, text: "abc" }] })
    screen.tick()
    expect(el.querySelector(".nbs-said")?.textContent).toBe("abcd")
    screen.tick(FIRST_WAIT_MS * 10)
    expect(asked()).toBe(1)
  })

  test("is asked for again as long as nothing comes, less and less often, and not for ever", () => {
    const { batch, skip, asked, screen } = kernel()
    skip()
    batch()
    screen.tick(FIRST_WAIT_MS)
    expect(asked()).toBe(2)
    screen.tick(FIRST_WAIT_MS)
    expect(asked()).toBe(2)
    screen.tick(FIRST_WAIT_MS)
    expect(asked()).toBe(3)
    for (let round = 0; round < 20; round++) screen.tick(FIRST_WAIT_MS * 2 ** MAX_ASKED)
    expect(asked()).toBe(MAX_ASKED)
  })

  test("is asked for no more when the model goes", () => {
    const { batch, skip, asked, screen, life } = kernel()
    skip()
    batch()
    life.abort()
    screen.tick(FIRST_WAIT_MS * 2)
    expect(asked()).toBe(1)
  })
})

test("a message that cannot be read is said in the cell, until a snapshot mends it", () => {
  const { live, view, asked, screen } = kernel()
  const { el } = view()
  live.batch({ seq: 1, changes: [{ op: "move", id: "t" }] })
  screen.tick()
  const notice = el.querySelector<HTMLElement>(".nbs-notice")
  expect(notice?.textContent).toContain("reload the page")
  expect(asked()).toBe(1)
  live.snapshot({ ...WAITING, seq: 1 })
  screen.tick()
  expect(notice?.hidden).toBe(true)
})

describe("the kernel is told what drawing costs", () => {
  const hints = (sent: Message[]) => sent.filter(({ type }) => type === "drawn")

  test("at most once a second, and only for what it sent", () => {
    const { batch, view, sent, screen } = kernel()
    view()
    batch(open("t", "text"))
    screen.tick()
    for (let frame = 0; frame < 150; frame++) {
      batch(append("t", "word "))
      screen.tick()
    }
    expect(hints(sent).length).toBe(2)
    expect(hints(sent)[0]).toMatchObject({ type: "drawn", hidden: false })
    for (let second = 0; second < 5; second++) screen.tick(DRAWN_INTERVAL_MS)
    expect(hints(sent).length).toBeLessThanOrEqual(3)
  })

  test("at once when the page is hidden or seen again, while the run goes on", () => {
    const { batch, view, sent, screen } = kernel()
    view()
    const hide = (hidden: boolean) => {
      screen.isHidden = hidden
      vi.spyOn(document, "hidden", "get").mockReturnValue(hidden)
      document.dispatchEvent(new Event("visibilitychange"))
    }
    hide(true)
    hide(false)
    expect(hints(sent)).toMatchObject([{ hidden: true }, { hidden: false }])
    batch(set("run", { status: "done" }), close("run"))
    hide(true)
    expect(hints(sent).length).toBe(2)
    vi.restoreAllMocks()
  })

  test("not where nobody looks", () => {
    const { batch, view, sent, screen } = kernel()
    const { gone } = view()
    gone.abort()
    batch(open("t", "text"))
    screen.tick()
    expect(hints(sent)).toEqual([])
  })
})

test("a run that is over says nothing to the kernel, and hears of no frame", () => {
  const { batch, view, sent, screen, live } = kernel()
  batch(open("t", "text"), append("t", "Hello"), close("t"))
  batch(set("run", { status: "done" }), close("run"))
  view()
  for (let second = 0; second < 3; second++) {
    live.snapshot(live.document.snapshot())
    screen.tick(DRAWN_INTERVAL_MS)
  }
  expect(sent).toEqual([])
  batch(set("run", { status: "streaming" }))
  batch(append("t", " again"))
  for (let second = 0; second < 3; second++) screen.tick(DRAWN_INTERVAL_MS)
  expect(sent).toMatchObject([{ type: "here" }, { type: "drawn" }])
})

describe("a document that is too long for one message", () => {
  const large = { seq: 7, blocks: [], parts: true, time: 3 }
  const story: Change[][] = [
    [
      { op: "open", id: "run", kind: "run", parent: null, props: { status: "streaming" } },
      open("t", "text"),
      append("t", "One, "),
    ],
    [append("t", "two, ")],
    [append("t", "three.")],
  ]
  const part = (number: number, snapshot = 7) => ({
    type: "part",
    snapshot,
    last: number === story.length,
    batch: { seq: number, changes: story[number - 1] },
  })
  function late() {
    const screen = new ManualScreen()
    const sent: Message[] = []
    const keep = vi.fn()
    const live = session({
      schedule: new Schedule(screen),
      options: {},
      extras: NO_EXTRAS,
      send: (message) => sent.push(message),
      keep,
      signal: new AbortController().signal,
    })
    const el = document.createElement("div")
    live.mount(el, new AbortController().signal)
    const asked = () => sent.flatMap((told) => (told.type === "part" ? [told.part] : []))
    return { screen, live, el, keep, asked, sent }
  }

  test("is asked for part by part, shown once it is whole, and kept", () => {
    const { live, el, asked, screen, keep } = late()
    live.snapshot(large)
    expect(asked()).toEqual([1])
    live.message(part(1))
    live.message(part(2))
    // One that was told again, for another page.
    live.message(part(1))
    live.message(part(2))
    screen.tick()
    expect(asked()).toEqual([1, 2, 3])
    expect(el.querySelector(".nbs-said")).toBeNull()
    live.message(part(3))
    screen.tick()
    expect(el.querySelector(".nbs-said")?.textContent).toBe("One, two, three.")
    expect(live.document.seq).toBe(7)
    expect(keep).toHaveBeenCalledOnce()
    expect(keep.mock.calls[0]?.[0]).toMatchObject({ seq: 7, time: 3, parts: false })
  })

  test("takes in what was said meanwhile, and asks for nothing else", () => {
    const { live, el, asked, screen, sent } = late()
    live.snapshot(large)
    live.batch({ seq: 8, changes: [append("t", " Four.")] })
    for (const number of [1, 2, 3]) live.message(part(number))
    live.batch({ seq: 9, changes: [append("t", " Five.")] })
    screen.tick()
    expect(el.querySelector(".nbs-said")?.textContent).toBe("One, two, three. Four. Five.")
    expect(asked()).toEqual([1, 2, 3])
    expect(sent.filter(({ type }) => type === "resync")).toEqual([])
  })

  test("begins anew when the kernel tells of a later one", () => {
    const { live, asked, screen, el } = late()
    live.snapshot(large)
    live.message(part(1))
    live.snapshot({ ...large, seq: 9 })
    live.message(part(2))
    for (const number of [1, 2, 3]) live.message(part(number, 9))
    screen.tick()
    expect(asked()).toEqual([1, 2, 1, 2, 3])
    expect(el.querySelector(".nbs-said")?.textContent).toBe("One, two, three.")
    expect(live.document.seq).toBe(9)
  })

  test("asks again for a part that does not come", () => {
    const { live, asked, screen } = late()
    live.snapshot(large)
    screen.tick(FIRST_WAIT_MS)
    expect(asked()).toEqual([1, 1])
  })

  test("is not asked for by a page that has seen it all, whose model keeps it", () => {
    const { live, asked, keep } = late()
    live.snapshot({ seq: 0, blocks: [] })
    story.forEach((changes, index) => {
      live.batch({ seq: index + 1, changes })
    })
    live.snapshot({ ...large, seq: 3 })
    expect(asked()).toEqual([])
    expect(keep.mock.calls[0]?.[0]).toEqual(live.document.snapshot())
  })
})
