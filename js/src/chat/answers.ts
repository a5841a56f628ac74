/** The answers of a conversation: each is a model of its own, shown by the core as any stream is. */

import type { Session } from "../widget/session.ts"
import type { Attached } from "../widget.ts"
import { MODEL_RETRIES_MS } from "./limits.ts"

/** A model as the host keeps it. */
interface Model {
  get(name: string): unknown
  on(event: string, listener: (content: unknown) => void): void
  off(event: string, listener: (content: unknown) => void): void
  send(content: unknown): void
  set?(name: string, value: unknown): void
}

interface Manager {
  get_model(id: string): Promise<Model>
}

interface Core {
  attach(model: Attached): Session
}

export class Answers {
  readonly #given: Attached
  readonly #sessions = new Map<string, Promise<Session>>()

  constructor(given: Attached) {
    this.#given = given
  }

  /** The answer of that model; the same one for whoever asks. */
  open(id: string): Promise<Session> {
    const known = this.#sessions.get(id)
    if (known !== undefined) return known
    const opening = this.#open(id)
    this.#sessions.set(id, opening)
    // What could not be opened may be there when it is asked for again.
    opening.catch(() => this.#sessions.delete(id))
    return opening
  }

  /** Resolves when what colours code is there, for as long as it takes. */
  colours(): Promise<unknown> {
    return this.#given.module("code")
  }

  /** Text that is nobody's answer, shown as one. */
  text(text: string): Session {
    const said = this.#attach({ get: () => undefined, send() {} })
    const run = { id: "run", kind: "run", parent: null, props: { status: "done" }, closed: true }
    const words = { id: "text", kind: "text", parent: "run", props: {}, text, closed: true }
    said.snapshot({ seq: 1, blocks: [run, words] })
    return said
  }

  async #open(id: string): Promise<Session> {
    const manager = this.#given.manager as Manager
    const model = await this.#find(manager, id.replace(/^(anywidget:|IPY_MODEL_)/, ""))
    const session = this.#attach(model)
    const told = { snapshot: () => session.snapshot(model.get("snapshot")) }
    const batch = () => session.batch(model.get("batch"))
    const message = (content: unknown) => session.message(content)
    told.snapshot()
    batch()
    model.on("change:snapshot", told.snapshot)
    model.on("change:batch", batch)
    model.on("msg:custom", message)
    this.#given.signal.addEventListener("abort", () => {
      model.off("change:snapshot", told.snapshot)
      model.off("change:batch", batch)
      model.off("msg:custom", message)
    })
    return session
  }

  /** A host that brings hundreds of models back has none of the last ones for a while. */
  async #find(manager: Manager, id: string): Promise<Model> {
    for (const wait of MODEL_RETRIES_MS) {
      try {
        return await manager.get_model(id)
      } catch (error) {
        if (this.#given.signal.aborted) throw error
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
    return manager.get_model(id)
  }

  #attach(model: Pick<Model, "get" | "send" | "set">): Session {
    const options = (model.get("options") ?? this.#given.options) as object | undefined
    return (this.#given.core as Core).attach({
      ...this.#given,
      // It has no output of its own that could be old: the conversation sees to its one.
      options: { ...options, model: "" },
      keep: (snapshot) => model.set?.("snapshot", snapshot),
      send(message) {
        try {
          model.send(message)
        } catch (error) {
          console.warn("nbstream could not reach the kernel.", error)
        }
      },
    })
  }
}
