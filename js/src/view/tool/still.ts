/** Whether an element stands still: what has just come under a pointer, nobody has aimed at. */

import { ARMED_AFTER_MS } from "../limits.ts"

/** How much of an element must have left its place for the browser to tell of it. */
const PARTS = Array.from({ length: 101 }, (_, at) => at / 100)

/**
 * Watch where an element stands in the window until `signal` says stop. Returns how to ask whether
 * it has been there for long enough, which looks at layout. The browser tells when something moves
 * it; where a browser does not, asking finds out.
 */
export function stillness(target: Element, now: () => number, signal: AbortSignal): () => boolean {
  let place = ""
  let movedMs = Number.NEGATIVE_INFINITY
  let observer: IntersectionObserver | undefined

  const look = (seen = true) => {
    const { left, top, right, bottom } = target.getBoundingClientRect()
    const insets = [top, innerWidth - right, innerHeight - bottom, left].map(Math.floor)
    if (`${insets}` !== place) {
      if (place !== "") movedMs = now()
      place = `${insets}`
      // Cut to where the element stands, the window holds the same of it until it moves.
      watch(seen && Math.min(...insets) >= 0 ? insets : [0])
    }
    return now() - movedMs >= ARMED_AFTER_MS
  }
  const watch = (insets: readonly number[]) => {
    if (!("IntersectionObserver" in globalThis)) return
    observer?.disconnect()
    observer = new IntersectionObserver(([entry]) => look(entry?.isIntersecting), {
      rootMargin: insets.map((each) => `${-each}px`).join(" "),
      threshold: PARTS,
    })
    observer.observe(target)
  }

  watch([0])
  signal.addEventListener("abort", () => observer?.disconnect())
  return look
}
