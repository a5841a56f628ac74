/** A page with a conversation, and a kernel that writes down what it is told. */

import { vi } from "vitest"
import { attach } from "../../src/chat/index.ts"
import { attach as attachCore } from "../../src/widget.ts"

type Message = Record<string, unknown>

const FACTS = { chat: "c1", name: "Guide", speaker: "Guide", enter_sends: true, max_files: 10 }

/** A page with a chat, and a kernel that writes down what it is told. */
export function page(
  facts: object = {},
  options: object = {},
  cells: unknown[] = [],
  kernel?: object,
) {
  const life = new AbortController()
  const module = vi.fn(async (_: string) => null)
  const sent: { message: Message; buffers: ArrayBuffer[] }[] = []
  const models = new Map<string, { traits: Record<string, unknown>; listeners: (() => void)[] }>()
  const shared = {
    comm_live: true,
    listeners: [] as (() => void)[],
    on(_: string, f: () => void) {
      this.listeners.push(f)
    },
    off() {},
  }
  const manager = {
    kernel,
    context: { model: { cells: { length: cells.length, get: (at: number) => cells[at] } } },
    async get_model(id: string) {
      const model = await models.get(id)
      if (model === undefined) throw new Error(`no model ${id}`)
      return {
        get: (name: string) => model.traits[name],
        on: (_: string, listener: () => void) => void model.listeners.push(listener),
        off() {},
        send() {},
      }
    },
  }
  const session = attach({
    options,
    send: (message, buffers = []) => void sent.push({ message: message as Message, buffers }),
    interrupt: () => {},
    signal: life.signal,
    module,
    core: { attach: attachCore },
    shared,
    manager,
  })
  const target = document.createElement("div")
  document.body.append(target)
  session.mount(target, life.signal)
  let seq = 0
  const chat = { id: "chat", kind: "chat", parent: null, text: "", closed: false }
  session.snapshot({
    seq: 0,
    blocks: [{ ...chat, props: { ...FACTS, max_characters: 100, max_bytes: 1000, ...facts } }],
  })
  const tell = (...changes: unknown[]) => session.batch({ seq: ++seq, changes })
  const turn = (id: string, parent: string, props: object = {}) =>
    tell(
      { op: "open", id, kind: "turn", parent, props: { question: id, status: "queued", ...props } },
      { op: "set", id: parent, props: { chosen: id } },
    )
  const find = <Found extends HTMLElement>(css: string) => target.querySelector<Found>(css)!
  const field = find<HTMLTextAreaElement>(".nbs-composer .nbs-field")
  const key = (name: string, init: object = {}) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, ...init }))
  const type = (text: string) => {
    field.value = text
    field.dispatchEvent(new Event("input"))
  }
  return {
    target,
    session,
    sent,
    module,
    models,
    shared,
    tell,
    turn,
    find,
    field,
    key,
    type,
    said: () => sent.map(({ message }) => message).filter(({ type }) => type !== "opened"),
    buttons: () =>
      [...target.querySelectorAll("button")]
        .filter((each) => !each.hidden)
        .map((each) => each.textContent),
  }
}
