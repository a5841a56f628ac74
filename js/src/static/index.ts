/**
 * A run at rest, as HTML text: the page's own views, built without a page.
 *
 * The module of the embedded engine: it speaks in strings alone, and keeps nothing between calls
 * but what of a rendering has not been fetched.
 */

import { turnOf } from "../chat/conversation.ts"
import { question } from "../chat/question.ts"
import { speaker } from "../chat/speaker.ts"
import { CHAT_STYLES } from "../chat/styles/adopt.ts"
import { highlight } from "../colour/index.ts"
import { Document } from "../document/document.ts"
import { renderMath } from "../math/index.ts"
import { Allowance } from "../view/allowance.ts"
import { blockList } from "../view/blockList.ts"
import { cut } from "../view/cut.ts"
import { element } from "../view/dom.ts"
import { ending } from "../view/ending.ts"
import { STYLES } from "../view/styles/adopt.ts"
import type { Surroundings } from "../view/view.ts"
import { visible } from "../view/visible.ts"
import { decodeOptions, decodeSnapshot } from "../wire/decode.ts"
import type { Options } from "../wire/messages.ts"
import { html } from "./html.ts"
import { StaticElement, StaticNode, StaticText, stage } from "./nodes.ts"
import { bringToRest } from "./rest.ts"

/** Our views make their elements with `document`, as on any page; what was there comes back. */
function onStage<Made>(play: () => Made): Made {
  const world = globalThis as unknown as Record<string, unknown>
  const ours: Record<string, unknown> = {
    document: stage,
    Node: StaticNode,
    Element: StaticElement,
    HTMLElement: StaticElement,
    Text: StaticText,
  }
  const before = Object.keys(ours).map((name) => [name, world[name]] as const)
  Object.assign(world, ours)
  try {
    return play()
  } finally {
    for (const [name, value] of before) world[name] = value
  }
}

/**
 * Render a snapshot.
 *
 * @param snapshot JSON of what `view.get_state()["snapshot"]` is in Python.
 * @param options JSON of the view's options.
 * @returns JSON of the HTML's first portion: an engine may hand over a text in pieces that its host
 *   cannot read, and a long one would be there several times at once.
 */
export function render(snapshot: string, options: string): string {
  const run = new Document()
  run.load(decodeSnapshot(JSON.parse(snapshot)), 0)
  left = portions(onStage(() => written(built(run, decodeOptions(JSON.parse(options))))))
  return portion()
}

/** @returns JSON of the next portion of what was rendered last; of "" behind the last one. */
export function portion(): string {
  return JSON.stringify(left.next().value ?? "")
}

/** Characters of a portion. */
const PORTION = 16_384

let left: Iterator<string> = portions("")

function* portions(text: string): Generator<string, undefined> {
  for (let start = 0, end = 0; start < text.length; start = end) {
    // No character is cut in two: alone, its halves are none.
    end = cut(text, start + PORTION)
    yield text.slice(start, end)
  }
}

/** Bring parts to rest, and write them. */
function written(parts: readonly StaticElement[]): string {
  const root = new StaticElement("div")
  root.append(...parts)
  bringToRest(root)
  return root.childNodes.map(html).join("")
}

/** The blocks, and what stands under them. */
function built(run: Document, options: Options): StaticElement[] {
  const waiting = new Set<string>(["run"])
  const surroundings: Surroundings = {
    signal: { addEventListener() {} } as unknown as AbortSignal,
    document: run,
    options,
    extras: { highlight: () => highlight, renderMath: () => renderMath },
    live: false,
    send: null,
    interrupt: null,
    insert: null,
    allowance: new Allowance(Number.POSITIVE_INFINITY),
    views: new WeakMap(),
    nested: () => blockList(surroundings),
    now: () => 0,
    touch: (id) => waiting.add(id),
    tick() {},
    later() {},
  }
  const blocks = blockList(surroundings)
  // A Set goes on to what is added while it is gone through, again too.
  for (const id of waiting) {
    waiting.delete(id)
    const block = run.get(id)
    if (block === undefined) continue
    const view = block.parent === null ? blocks : surroundings.views.get(block)
    if (view?.update(block) === true) waiting.add(id)
  }
  const end = ending(surroundings)
  if (run.run !== undefined) end.update(run.run)
  const shown = end.element.hidden ? [blocks.element] : [blocks.element, end.element]
  return shown as unknown as StaticElement[]
}

/**
 * The one stylesheet, for pages that carry it along; JSON, like everything from here. Its colours of
 * code, which know the theme, are above those that the code itself carries.
 */
export function styles(): string {
  return JSON.stringify(above(STYLES))
}

function above(styles: string): string {
  return styles.replace(/(\.nbs-code-[a-z-]+\s*\{\s*color:[^;}]+)/g, "$1!important")
}

/** The stylesheet of a page with a conversation. */
export function chatStyles(): string {
  return JSON.stringify(`${above(STYLES)}\n${CHAT_STYLES}`)
}

/**
 * Render what stands above a conversation's turns.
 *
 * @param facts JSON of the chat's facts.
 * @param options JSON of the chat's options.
 */
export function renderChatHead(facts: string, options: string): string {
  const { title, greeting, name } = JSON.parse(facts) as Record<string, string>
  return JSON.stringify(
    onStage(() => {
      const parts: HTMLElement[] = []
      if (title) parts.push(element("div", "nbs-chat-title", title))
      if (greeting) {
        const run = { id: "run", kind: "run", parent: null, props: {}, closed: true }
        const said = { id: "text", kind: "text", parent: "run", props: {}, closed: true }
        const document = new Document()
        document.load(decodeSnapshot({ seq: 1, blocks: [run, { ...said, text: greeting }] }), 0)
        parts.push(answered(name ?? "", built(document, decodeOptions(JSON.parse(options)))))
      }
      return written(parts as unknown as StaticElement[])
    }),
  )
}

/**
 * Render a turn of a conversation: what was asked, and the answer.
 *
 * @param turn JSON of the turn's facts.
 * @param snapshot JSON of its answer's snapshot; of null when there is none.
 * @param options JSON of the chat's options.
 */
export function renderTurn(turn: string, snapshot: string, options: string): string {
  const facts = turnOf(JSON.parse(turn))
  const answer = JSON.parse(snapshot)
  return JSON.stringify(
    onStage(() => {
      const whole = element("section", "nbs-turn", question(facts))
      if (answer !== null) {
        const run = new Document()
        run.load(decodeSnapshot(answer), 0)
        whole.append(answered(facts.agent, built(run, decodeOptions(JSON.parse(options)))))
      }
      if (facts.trouble !== "")
        whole.append(element("div", "nbs-line nbs-trouble", visible(facts.trouble)))
      return written([whole as unknown as StaticElement])
    }),
  )
}

function answered(name: string, parts: StaticElement[]): HTMLElement {
  return element("div", "nbs-answer", speaker(name), ...(parts as unknown as HTMLElement[]))
}
