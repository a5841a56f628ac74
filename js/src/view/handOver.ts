/**
 * A static page takes a view's place, in one step, when the host is told to exchange the output. What
 * the reader had there goes over to it before the next frame: selection, focus, open folds, scroll
 * offsets, and a press that has begun. The kernel has no part in it: while a cell runs, it may not
 * hear the page.
 */

import type { Schedule } from "../schedule/schedule.ts"

/** What takes outputs in and exchanges them, one child each. */
const AREA = ".jp-OutputArea"
const ROW = ".jp-OutputArea-child"
const PAGE = ".nbs-static"

/** How long after the view has gone a page may still come, in milliseconds. */
const LATE_MS = 2000

/** Text that one of the two says, and not the other. */
const NOT_SAID = "[hidden], style, button, span.nbs-quiet, annotation, .nbs-sign, .nbs-activity"

/** How long after the focus has gone it counts as gone, in milliseconds. */
const LEFT_MS = 100

type Place = readonly [node: Node, offset: number]

/** Watch over `root` until `signal` aborts, and hand over when a static page takes its place. */
export function handOver(root: HTMLElement, schedule: Schedule, signal: AbortSignal): void {
  const page = root.ownerDocument
  const scrolled = new Set<Element>()
  const offsets = new WeakMap<Element, readonly [left: number, top: number]>()
  let focused: Element | null = null
  let pressed: Element | null = null
  let selected: readonly [Place, Place] | null = null

  const selection = () => {
    const now = page.getSelection()
    // Whoever is taken off the page loses the selection, which is just what is to be kept.
    if (now === null || !root.isConnected) return
    const { anchorNode, anchorOffset, focusNode, focusOffset } = now
    const ours = !now.isCollapsed && root.contains(anchorNode) && root.contains(focusNode)
    selected =
      ours && anchorNode !== null && focusNode !== null
        ? [
            [anchorNode, anchorOffset],
            [focusNode, focusOffset],
          ]
        : null
  }

  const over = (successor: HTMLElement) => {
    // Its parts were seen before, and so have their true heights from the first frame on.
    for (const group of successor.querySelectorAll<HTMLElement>("[data-skips] > .nbs-group"))
      group.style.contentVisibility = "visible"
    const folds = peers(successor, "details")
    for (const [index, fold] of peers(root, "details").entries())
      folds[index]?.toggleAttribute("open", fold.hasAttribute("open"))
    for (const element of scrolled) {
      const [left, top] = offsets.get(element) ?? [0, 0]
      counterpart(root, element, successor)?.scrollTo({ left, top, behavior: "instant" })
    }
    const next = counterpart(root, focused, successor)
    if (next instanceof HTMLElement) next.focus({ preventScroll: true })
    if (selected !== null) {
      const [from, to] = selected.map((place) => placeAt(successor, distance(root, place)))
      if (from && to) page.getSelection()?.setBaseAndExtent(...from, ...to)
    }
    const target = counterpart(root, pressed, successor)
    if (target instanceof HTMLElement) finishPress(target)
  }

  const watcher = new MutationObserver((changes) => look(changes))
  const look = (changes: readonly MutationRecord[]) => {
    if (root.isConnected || area === null) return
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        const found = node instanceof HTMLElement ? staticIn(node) : null
        if (found !== null) return end(found)
      }
    // The page may be put into its place a moment after the place was made.
    watcher.observe(area, { childList: true, subtree: true })
    schedule.later(LATE_MS, () => end(null))
  }
  const end = (found: HTMLElement | null) => {
    watcher.disconnect()
    if (found !== null) over(found)
  }

  // A host builds a view before it puts it into the page.
  let area: Element | null = null
  const find = () => {
    area ??= root.closest(AREA)
    for (const place of [area, root.closest(ROW)])
      if (place !== null) watcher.observe(place, { childList: true })
  }
  find()
  schedule.onFrame(() => {
    if (area === null) find()
  }, signal)

  const heard = { signal, capture: true, passive: true }
  page.addEventListener("selectionchange", selection, heard)
  root.addEventListener(
    "scroll",
    ({ target }) => {
      if (!(target instanceof Element)) return
      scrolled.add(target)
      offsets.set(target, [target.scrollLeft, target.scrollTop])
    },
    heard,
  )
  root.addEventListener(
    "focusin",
    ({ target }) => {
      focused = target as Element
    },
    heard,
  )
  root.addEventListener(
    "focusout",
    () => {
      // It also goes with the view, which is just what is to be kept: whoever leaves stays away.
      schedule.later(LEFT_MS, () => {
        if (root.isConnected && !root.contains(page.activeElement)) focused = null
      })
    },
    heard,
  )
  root.addEventListener(
    "pointerdown",
    ({ target }) => {
      pressed = (target as Element).closest("summary, a")
    },
    heard,
  )
  page.addEventListener(
    "pointerup",
    () => {
      pressed = null
    },
    heard,
  )
  signal.addEventListener("abort", () => {
    look(watcher.takeRecords())
  })
}

function staticIn(node: HTMLElement): HTMLElement | null {
  return node.matches(PAGE) ? node : node.querySelector<HTMLElement>(PAGE)
}

/** Elements of a kind that both have, in order: what is hidden, and folds without a line, are not. */
function peers(root: Element, tag: string): Element[] {
  return [...root.querySelectorAll(tag)].filter(
    (element) =>
      element.closest("[hidden]") === null && !element.matches("details:has(> summary[hidden])"),
  )
}

function counterpart(root: Element, element: Element | null, successor: Element): Element | null {
  if (element === null) return null
  const index = peers(root, element.localName).indexOf(element)
  return index < 0 ? null : (peers(successor, element.localName)[index] ?? null)
}

/** The press began on an element that is gone, so that the browser makes no click of its end. */
function finishPress(target: HTMLElement): void {
  target.ownerDocument.addEventListener(
    "pointerup",
    ({ target: end }) => {
      if (end instanceof Node && target.contains(end)) target.click()
    },
    { once: true, capture: true },
  )
}

/** How many characters that both say stand before a place. */
function distance(root: Element, [node, offset]: Place): number {
  let before = 0
  for (const text of texts(root)) {
    if (text === node) return before + offset
    const after = node.childNodes[offset] ?? null
    if (after !== null && (after === text || after.contains(text))) return before
    before += text.data.length
  }
  return before
}

function placeAt(root: Element, distance: number): Place | null {
  let left = distance
  let last: Text | null = null
  for (const text of texts(root)) {
    if (left <= text.data.length) return [text, left]
    left -= text.data.length
    last = text
  }
  return last === null ? null : [last, last.data.length]
}

function* texts(root: Element): Iterable<Text> {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode())
    if (text.parentElement?.closest(NOT_SAID) === null) yield text as Text
}
