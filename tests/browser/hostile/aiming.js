/** A question below something that can grow, on a page whose clock stands still until it is told. */

import { attach } from "./core.js"

let nowMs = 0
performance.now = () => nowMs

const told = []
const growing = document.createElement("div")
const root = document.createElement("div")

/** Frames, in which a page paints, and in which it is told what has moved. */
export async function frames(count = 3) {
  for (; count > 0; count--) await new Promise((next) => requestAnimationFrame(next))
}

/** So much time goes by. */
export async function pass(ms) {
  nowMs += ms
  await frames()
}

let session
let seq = 0

/** The kernel asks the same of something else. */
export async function change() {
  const other = { ask: `n${seq}`, name: "wipe more" }
  session.batch({ seq: ++seq, changes: [{ op: "set", id: "json", props: other }] })
  await frames()
}

export async function ask(snapshot) {
  document.body.replaceChildren(growing, root)
  session = attach({
    options: {},
    send: (message) => void told.push(message),
    interrupt: null,
    signal: new AbortController().signal,
    module: async () => null,
    core: null,
    shared: { comm_live: true, on() {}, off() {} },
    manager: null,
  })
  session.snapshot(snapshot)
  session.mount(root, new AbortController().signal)
  await frames()
  nowMs += 1000
  seq = snapshot.seq + 1
  session.batch({ seq, changes: [{ op: "set", id: "json", props: { seconds: 1 } }] })
  await frames()
}

/** What stands above grows, and the page is told nothing of it by us. */
export function grow(pixels) {
  growing.style.height = `${pixels}px`
}

/** Which answers the kernel was told, in order. */
export function answers() {
  return told.map(({ type }) => type).filter((type) => type === "approve" || type === "reject")
}
