/**
 * Keeps a view that has a scrollbar of its own at its bottom while it grows, until the reader
 * scrolls away from there; coming back to the bottom follows again. The notebook around the view
 * is never scrolled.
 */

import { NEAR_BOTTOM_PX } from "./limits.ts"

export interface Follow {
  /** Look where the reader is. Changes nothing. */
  measure(): void
  /** After painting: stand at the bottom again, if the reader was there. */
  keep(): void
  /** Whether more may come: else it is not looked up whether it scrolls, which costs each frame. */
  watch(growing: boolean): void
}

/** Follow the bottom of `host`, the element that the notebook gave and may have given a height. */
export function follow(host: HTMLElement, signal: AbortSignal): Follow {
  let scrolls = false
  let atBottom = true
  let top = 0

  // Only who goes up leaves: what is told of a scroll of ours may come when there is more already.
  const look = () => {
    // Behind another tab it is laid out nowhere, and comes back to where its reader was.
    if (host.clientHeight === 0) return
    const { scrollTop } = host
    const near = host.scrollHeight - scrollTop - host.clientHeight <= NEAR_BOTTOM_PX
    atBottom = near || (atBottom && scrollTop >= top)
    top = scrollTop
  }
  // Whether it scrolls at all is looked up when its size changes: asking costs a style pass.
  const resized = new ResizeObserver(() => {
    const { overflowY } = getComputedStyle(host)
    scrolls = overflowY === "auto" || overflowY === "scroll"
  })
  let watched = false
  const watch = (growing: boolean) => {
    if (growing && !watched) resized.observe(host)
    else if (!growing) resized.disconnect()
    watched = growing
  }
  watch(true)
  signal.addEventListener("abort", () => resized.disconnect(), { once: true })
  host.addEventListener("scroll", look, { signal, passive: true })

  return {
    measure() {
      if (scrolls && !atBottom) look()
    },
    keep() {
      if (scrolls && atBottom) host.scrollTop = host.scrollHeight
    },
    watch,
  }
}
