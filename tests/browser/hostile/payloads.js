/** Shows payloads by every way that text takes to the page, and tells what harm they do there. */

import { events, lying, place, standing, touch, watch } from "./guard.js"
import { attach as attachChat, isControl as isControlOfChat } from "./chat.js"
import { attach as attachCore, isControl as isControlOfCore } from "./core.js"
import { isControl, mountDocument, mountMarkdown } from "./nbstream.js"

watch()

/** What is known of a block when it begins; nothing else changes what it is. */
function known({ kind, props }) {
  if (kind === "text" || kind === "source" || kind === "display") return props
  return kind === "tool" ? { kind: props.kind, language: props.language, status: "writing" } : {}
}

/** Longer texts come in steps: what matters in them is at their beginning and their end. */
const STEPS = 400

/** A list of harm in which each is told once, with when it was first seen. */
function telling(id) {
  const harm = []
  const known = new Set()
  const say = (found, when) => {
    for (const each of found) {
      if (!known.has(each)) harm.push(`${id}, ${when}: ${each}`)
      known.add(each)
    }
  }
  return { harm, say }
}

/** A payload as an answer of its own: at once, and character by character. */
export function asMarkdown({ id, markdown }) {
  const { harm, say } = telling(id)

  const whole = place()
  const atOnce = mountMarkdown(whole)
  atOnce.write(markdown)
  atOnce.end()
  const expected = whole.innerHTML
  say(standing(whole, { place: "text", isControl }), "at once")
  say(lying(whole), "at once")
  touch(whole)
  say([...standing(whole, { place: "text", isControl }), ...lying(whole), ...events()], "touched")
  atOnce.destroy()

  const root = place()
  const growing = mountMarkdown(root)
  const pieces = [...markdown]
  const step = Math.ceil(pieces.length / STEPS)
  for (let at = 0; at < pieces.length; at += step) {
    growing.write(pieces.slice(at, at + step).join(""))
    growing.flush()
    say(standing(root, { place: "text", isControl }), `after ${at + step}`)
    if (root.scrollWidth > root.clientWidth + 1) say(["wider than its place"], `after ${at + step}`)
  }
  growing.end()
  if (root.innerHTML !== expected) say([`${root.innerHTML}\n  is not ${expected}`], "streamed")
  say(events(), "streamed")
  growing.destroy()
  return harm
}

/** What a run shows, without what is said about the run itself. */
const blocksOf = (root) => root.querySelector(".nbs-blocks").innerHTML

/** A payload as everything that a run can be told of. */
export function asDocument({ id, markdown }, snapshot) {
  const { harm, say } = telling(`${id}, in a run`)

  const whole = place()
  const atOnce = mountDocument(whole, snapshot)
  atOnce.flush()
  const expected = blocksOf(whole)
  say(standing(whole, { place: "run", isControl }), "at once")
  say(lying(whole), "at once")
  for (const fold of whole.querySelectorAll("details")) fold.open = true
  say(lying(whole), "unfolded")
  touch(whole)
  for (const fold of whole.querySelectorAll("details")) fold.open = true
  say([...standing(whole, { place: "run", isControl }), ...lying(whole), ...events()], "touched")
  atOnce.destroy()

  const root = place()
  const grown = mountDocument(root, { seq: 0, blocks: [] })
  let seq = 0
  const tell = (...changes) => {
    grown.apply({ seq: ++seq, changes })
    grown.flush()
    say(standing(root, { place: "run", isControl }), `batch ${seq}`)
  }
  for (const block of snapshot.blocks)
    tell({ op: "open", id: block.id, kind: block.kind, parent: block.parent, props: known(block) })
  const pieces = [...markdown]
  const step = Math.ceil(pieces.length / 40)
  const texts = snapshot.blocks.filter(({ kind, text }) => kind !== "display" && text !== "")
  // What a tool returned comes whole.
  for (const { id: block, kind, text } of snapshot.blocks)
    if (kind === "display") tell({ op: "append", id: block, text })
  for (let at = 0; at < pieces.length; at += step) {
    const text = pieces.slice(at, at + step).join("")
    tell(...texts.map(({ id: block }) => ({ op: "append", id: block, text })))
  }
  for (const { id: block, kind, props } of snapshot.blocks)
    tell({ op: "set", id: block, props: kind === "source" ? {} : props }, { op: "close", id: block })
  if (blocksOf(root) !== expected) say([`${blocksOf(root)}\n  is not ${expected}`], "streamed")
  say(events(), "streamed")
  grown.destroy()
  return harm
}

/** A kernel's side of a model: what the page tells it is written down. */
function kernel(attach, more = {}) {
  const life = new AbortController()
  const said = []
  const session = attach({
    options: {},
    send: (message) => void said.push(message),
    interrupt: null,
    signal: life.signal,
    module: async () => null,
    core: { attach: attachCore },
    shared: { comm_live: true, on() {}, off() {} },
    manager: null,
    ...more,
  })
  return { session, said, life }
}

/** Frames until nothing is left to paint. */
async function painted(frames = 4) {
  for (; frames > 0; frames--) await new Promise((next) => requestAnimationFrame(next))
}

const ofNotebook = (element) => isControlOfCore(element) || isControlOfChat(element)

/** Everything that must hold for what a notebook shows, before and after it is touched. */
async function looked(root, say) {
  const given = { place: "notebook", isControl: ofNotebook }
  say([...standing(root, given), ...lying(root)], "at once")
  for (const fold of root.querySelectorAll("details")) fold.open = true
  touch(root)
  await painted()
  say([...standing(root, given), ...lying(root), ...events()], "touched")
}

let aheadMs = 0
const clock = performance.now.bind(performance)
performance.now = () => clock() + aheadMs

/** A payload as a call that a person is asked about: a script's press answers nothing. */
export async function asAsked({ id }, snapshot) {
  const { harm, say } = telling(`${id}, asked about`)
  const root = place()
  const { session, said, life } = kernel(attachCore)
  session.snapshot(snapshot)
  session.mount(root, life.signal)
  await painted()
  // There was time to read.
  aheadMs += 1000
  const changes = [{ op: "set", id: "asked", props: { seconds: 1 } }, { op: "set", id: "json", props: { seconds: 1 } }]
  session.batch({ seq: snapshot.seq + 1, changes })
  await painted()
  const ready = [...root.querySelectorAll(".nbs-reject")].filter(({ disabled }) => !disabled)
  if (ready.length !== 2) say([`${ready.length} questions can be answered, not 2`], "armed")
  await looked(root, say)
  for (const { type } of said) if (type === "approve" || type === "reject") say([`${type} was told`], "touched")
  life.abort()
  return harm
}

/** A payload as a conversation: questions, answers, names, files, suggestions. */
export async function asChat({ id }, chat, answer) {
  const { harm, say } = telling(`${id}, in a conversation`)
  const root = place()
  const model = { get: (name) => (name === "snapshot" ? answer : undefined), on() {}, off() {}, send() {} }
  const { session, life } = kernel(attachChat, { manager: { get_model: async () => model } })
  session.snapshot(chat)
  session.mount(root, life.signal)
  await painted(10)
  if (!root.querySelector(".nbs-turn .nbs-blocks")) say(["no answer is shown"], "at once")
  await looked(root, say)
  life.abort()
  return harm
}

/** What a page at rest does, which somebody else has written into this one. */
export function atRest(id) {
  const root = document.querySelector(".nbs")
  // Whoever wrote it could not know where it would be shown.
  const given = { place: "rest", isControl: isSummary, ours: root.firstElementChild, origin: null }
  const harm = [...standing(root, given), ...events()]
  for (const fold of root.querySelectorAll("details")) fold.open = true
  touch(root)
  for (const fold of root.querySelectorAll("details")) fold.open = true
  harm.push(...standing(root, given), ...lying(root), ...events())
  return harm.map((each) => `${id}, at rest: ${each}`)
}

/** A page at rest has no list of what was made: folds are all that a reader can use there. */
const isSummary = (element) =>
  element.localName === "summary" && element.parentElement?.matches("details[class^='nbs-']")

/** What of a harmless text is not shown. */
export function missing({ id, markdown, must_contain_text, must_match }) {
  const root = place()
  const view = mountMarkdown(root)
  view.write(markdown)
  view.end()
  const lacks = (must_contain_text ?? []).filter((text) => !root.textContent.includes(text))
  const unmatched = (must_match ?? []).filter((selector) => root.querySelector(selector) === null)
  view.destroy()
  return [...lacks, ...unmatched].map((what) => `${id} lacks ${what}`)
}

/** Which ways of bringing text into the page it did not refuse, of those that only it can. */
export async function letIn() {
  const { FOUND, REFUSED } = await import("./smuggled.js")
  const harm = []
  for (const [name, smuggled] of Object.entries({ ...FOUND, ...REFUSED })) {
    const element = place()
    let refused = false
    try {
      smuggled(element, "<img src=x onerror='marked = true'>", "marked = true")
    } catch {
      refused = true
    }
    element.click()
    await painted()
    if (globalThis.marked || !(events().length > 0 || refused)) harm.push(`${name} was let in`)
  }
  return harm
}
