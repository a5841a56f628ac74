/** A view with a scrollbar of its own, and a reader who may be elsewhere in it. */

import { expect, test, vi } from "vitest"
import { follow } from "../../src/view/follow.ts"
import { append, close, open, set, shown } from "./page.ts"

/** A box of 100 pixels with so much in it. */
function box(content: number) {
  let resized = () => {}
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        resized = callback
      }
      observe() {}
      disconnect() {}
    },
  )
  const host = document.createElement("div")
  host.style.overflowY = "auto"
  document.body.append(host)
  const size = { content, laidOut: true }
  let top = 0
  Object.defineProperties(host, {
    clientHeight: { get: () => (size.laidOut ? 100 : 0) },
    scrollHeight: { get: () => (size.laidOut ? size.content : 0) },
    scrollTop: {
      get: () => (size.laidOut ? top : 0),
      set: (wanted: number) => {
        top = Math.max(0, Math.min(wanted, size.content - 100))
      },
    },
  })
  const view = follow(host, new AbortController().signal)
  resized()
  vi.unstubAllGlobals()
  const scrolled = () => host.dispatchEvent(new Event("scroll"))
  return {
    host,
    scrolled,
    grow(by: number) {
      size.content += by
      view.measure()
      view.keep()
    },
    more: (by: number) => {
      size.content += by
    },
    layOut: (is: boolean) => {
      size.laidOut = is
    },
  }
}

test("the bottom is followed, also when there is more before the browser tells of the scroll", () => {
  const { host, grow, more, scrolled } = box(100)
  grow(300)
  expect(host.scrollTop).toBe(300)
  more(200)
  scrolled()
  grow(0)
  expect(host.scrollTop).toBe(500)
})

test("a reader who goes up is left there, and followed again at the bottom", () => {
  const { host, grow, scrolled } = box(100)
  grow(300)
  scrolled()
  host.scrollTop = 100
  scrolled()
  grow(50)
  expect(host.scrollTop).toBe(100)
  host.scrollTop = 200
  scrolled()
  grow(50)
  expect(host.scrollTop).toBe(200)
  host.scrollTop = 1000
  scrolled()
  grow(50)
  expect(host.scrollTop).toBe(450)
})

test("a reader who is elsewhere finds that place again behind another tab of the host", () => {
  const { host, grow, scrolled, layOut } = box(100)
  grow(300)
  scrolled()
  host.scrollTop = 100
  scrolled()
  layOut(false)
  grow(0)
  layOut(true)
  grow(0)
  expect(host.scrollTop).toBe(100)
})

test("whether a view scrolls is looked up while it grows, again when its run is retried", () => {
  const watched = new Set<Element>()
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = (element: Element) => watched.add(element)
      disconnect = () => watched.clear()
    },
  )
  const page = shown()
  vi.unstubAllGlobals()
  page.after(open("a", "text"), append("a", "words"))
  expect([...watched]).toEqual([page.host])
  page.after(close("a"), set("run", { status: "done" }))
  expect([...watched]).toEqual([])
  page.after(set("run", { status: "streaming" }))
  expect([...watched]).toEqual([page.host])
})
