/** Streams a document into an engine, sixteen characters a frame, and times each frame. */

import { documentOf } from "./documents.js"
import { mountMarkdown } from "./nbstream.js"

const FRAME = 16
const GROUP = 32

/** Ours, as a page would use it: code is coloured, links are checked. */
function nbstream(target) {
  const mounted = mountMarkdown(target)
  return {
    write(piece) {
      mounted.write(piece)
      mounted.flush()
    },
    destroy: () => mounted.destroy(),
  }
}

/**
 * No parsing at all: as many elements as ours has for the document, and as much text, appended at
 * an even rate in grouped divs. Nobody who makes elements can be faster.
 */
function floor(target, { blocks, inlines, characters }) {
  const root = target.appendChild(document.createElement("div"))
  let group = null
  let block = null
  let text = null
  let made = { blocks: 0, inlines: 0, characters: 0 }
  const isDue = (kind, total) => made[kind] < (total * made.characters) / characters
  const begin = () => {
    if (made.blocks % GROUP === 0) group = root.appendChild(document.createElement("div"))
    block = group.appendChild(document.createElement("p"))
    text = block.appendChild(document.createTextNode(""))
    made.blocks++
  }
  const inline = () => {
    const span = block.appendChild(document.createElement("span"))
    text = span.appendChild(document.createTextNode(""))
    made.inlines++
  }
  const add = (piece) => {
    made.characters += piece.length
    while (block === null || isDue("blocks", blocks)) begin()
    while (isDue("inlines", inlines)) inline()
    text.appendData(piece)
  }
  return {
    write(pieces) {
      for (let at = 0; at < pieces.length; at += FRAME) add(pieces.slice(at, at + FRAME))
    },
    destroy: () => root.remove(),
  }
}

const INLINE = "a, em, strong, del, code, span, sup, br"

/** How many elements ours makes for a document. */
function countsOf(text) {
  const target = document.createElement("div")
  const mounted = nbstream(target)
  mounted.write(text)
  const elements = target.querySelectorAll("*").length
  const inlines = target.querySelectorAll(INLINE).length
  mounted.destroy()
  return { blocks: elements - inlines, inlines, characters: text.length }
}

const engines = { nbstream, floor }

/** Let the other engines be measured too. */
export async function invite() {
  const { rivals } = await import("./rivals.js")
  Object.assign(engines, rivals)
}

/**
 * Time frames of one engine.
 *
 * `windows` places in the document, evenly spaced, of `frames` frames each; before each window
 * the text is written in one piece, and each is repeated, to keep the fastest time of each frame:
 * the machine does other things too. `last`: one window alone, at the document's end.
 *
 * @returns for each frame in ms: script and DOM alone, and with style and layout.
 */
export async function timed({ engine, kind, characters, windows, frames, repeats, last = false }) {
  const text = documentOf(kind, characters)
  const counts = engine === "floor" ? countsOf(text) : null
  const span = frames * FRAME
  const room = text.length - span
  const result = { script: [], whole: [], frames: Math.ceil(text.length / FRAME) }
  for (let index = 0; index < windows; index++) {
    const from = last ? room : Math.round((room * index) / Math.max(1, windows - 1))
    const window = { script: [], whole: [] }
    for (let again = 0; again < repeats; again++) {
      await idle()
      run(engine, counts, text, from, span, window)
    }
    result.script.push(...window.script)
    result.whole.push(...window.whole)
  }
  return result
}

function run(engine, counts, text, from, span, window) {
  const page = document.querySelector("main")
  const target = page.appendChild(document.createElement("div"))
  const mounted = engines[engine](target, counts)
  if (from > 0) mounted.write(text.slice(0, from))
  layOut(page)
  for (let at = 0, frame = 0; at < span; at += FRAME, frame++) {
    const piece = text.slice(from + at, from + at + FRAME)
    const begun = performance.now()
    mounted.write(piece)
    const written = performance.now()
    layOut(page)
    const done = performance.now()
    window.script[frame] = Math.min(window.script[frame] ?? Infinity, written - begun)
    window.whole[frame] = Math.min(window.whole[frame] ?? Infinity, done - begun)
  }
  mounted.destroy()
  target.remove()
  layOut(page)
}

/** Style and layout happen now: they are part of what a frame costs. */
function layOut(page) {
  page.scrollTop = page.scrollHeight
  page.getBoundingClientRect()
}

/** Let the page do what it has put off. */
function idle() {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
