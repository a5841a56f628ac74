/**
 * What every view carries: a few lines that fetch the renderer, which a notebook carries once.
 *
 * The renderer is the `core` trait of one shared model. Nothing here waits for it: the host drops
 * messages for good when a module is slow to start, so updates are heard from the first moment on,
 * kept, and shown as plain text until the renderer has come.
 */

import type { Session } from "./widget/session.ts"
import type { Attached } from "./widget.ts"

interface Model {
  get(name: string): unknown
  on(name: string, callback: (content: unknown) => void): void
  off(name: string, callback: (content: unknown) => void): void
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[]): void
  set?(name: string, value: unknown): void
  readonly widget_manager?: {
    get_model(id: string): Promise<unknown>
    /** Only some hosts let a view reach their kernel. */
    readonly kernel?: { interrupt?(): unknown } | null
    /** Only some let it reach the notebook that it stands in. */
    readonly context?: { readonly model?: { readonly cells?: Iterable<{ outputs?: Outputs }> } }
  }
}

/** What a notebook has under a cell, as JupyterLab keeps it. */
interface Outputs {
  readonly length: number
  get(index: number): { readonly data?: Record<string, unknown>; toJSON(): unknown }
  set(index: number, output: unknown): void
}

type Shared = Pick<Model, "get">

/** What a module exports that shows models; the core shows streams. */
interface Part {
  attach(model: Attached): Session
}

interface Given {
  readonly model: Model
  readonly signal?: AbortSignal
}

/**
 * What the page has of shared models, by module and hash of their sources: what has been evaluated,
 * and what is being evaluated.
 */
type Modules = Map<string, unknown>

const MODULES = Symbol.for("nbstream.runtime")

/** When to look for the shared model again, in milliseconds: a host may still be restoring it. */
const RETRIES_MS = [50, 100, 200, 400, 800, 1600, 3200, 6400]

/** When JupyterLab, busy with bringing models back, may have given up views, in milliseconds. */
const GIVEN_UP_MS = [2500, 5000, 10_000]

/** A view that it has given up: it says that it found no model. */
const GIVEN_UP = ".jp-OutputArea-output.jupyter-widgets"

const WIDGET = "application/vnd.jupyter.widget-view+json"

/** How often plain text is brought up to date, in milliseconds. */
const PLAIN_INTERVAL_MS = 100

/** A view's name, before it becomes part of a rule. */
const NAME = /^\w+$/

const PLAIN_STYLE = "white-space:pre-wrap;overflow-wrap:anywhere"

/** Runs a module from its source. Tests bring their own: only browsers import a blob. */
export type Evaluate = (source: string) => Promise<unknown>

const evaluateBlob: Evaluate = async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
  try {
    return await import(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function widgetWith(evaluate: Evaluate) {
  const inboxes = new Set<Inbox>()

  const open = ({ model, signal }: Given): Inbox => {
    const inbox = new Inbox(model, evaluate, signal)
    inboxes.add(inbox)
    signal?.addEventListener("abort", () => inboxes.delete(inbox))
    return inbox
  }
  // A host hands out a new face of the model each time; what it holds is the same object.
  const find = (model: Model) => {
    const held = model.get("snapshot")
    return [...inboxes].find((inbox) => {
      return (
        inbox.model === model || (held instanceof Object && inbox.model.get("snapshot") === held)
      )
    })
  }

  return {
    initialize(given: Given) {
      const inbox = open(given)
      return () => {
        inboxes.delete(inbox)
        inbox.close()
      }
    },
    render({ model, signal, el }: Given & { readonly el: HTMLElement }) {
      const life = new AbortController()
      signal?.addEventListener("abort", () => life.abort())
      const inbox = find(model) ?? open({ model })
      inbox.mount(el, life.signal)
      return () => life.abort()
    },
  }
}

export default () => widgetWith(evaluateBlob)

/** Everything a model has said, for the renderer, and as plain text until the renderer is there. */
class Inbox {
  readonly model: Model
  readonly #evaluate: Evaluate
  readonly #life = new AbortController()
  readonly #plain = new PlainText()
  readonly #waiting: (() => void)[] = []
  readonly #hosts = new Map<HTMLElement, HTMLElement>()
  #session: Session | null = null
  #shows = false
  #begun = false
  #heard: ((session: Session) => void)[] = []
  #trouble = ""

  constructor(model: Model, evaluate: Evaluate, signal?: AbortSignal) {
    this.model = model
    this.#evaluate = evaluate
    signal?.addEventListener("abort", () => this.close())
    this.#hear("snapshot")
    this.#hear("batch")
    model.on("change:snapshot", this.#onSnapshot)
    model.on("change:batch", this.#onBatch)
    model.on("msg:custom", this.#onMessage)
    const look = () => {
      const unseen = !this.#begun && !this.#life.signal.aborted
      if (unseen && document.querySelector(GIVEN_UP) !== null) showAgain(model)
    }
    for (const ms of GIVEN_UP_MS) setTimeout(look, ms)
  }

  close(): void {
    this.model.off("change:snapshot", this.#onSnapshot)
    this.model.off("change:batch", this.#onBatch)
    this.model.off("msg:custom", this.#onMessage)
    this.#life.abort()
  }

  mount(el: HTMLElement, signal: AbortSignal): void {
    const rule = document.createElement("style")
    this.#hosts.set(el, rule)
    signal.addEventListener("abort", () => {
      this.#hosts.delete(el)
      rule.remove()
    })
    this.#hideTwins()
    // What nobody looks at, such as an answer that its conversation shows, costs no renderer.
    if (!this.#begun) void this.#begin()
    if (this.#session !== null) {
      this.#session.mount(el, signal)
      return
    }
    const plain = document.createElement("div")
    plain.style.cssText = PLAIN_STYLE
    el.append(plain)
    const paint = () => {
      const text = this.#plain.toString() + this.#trouble
      if (plain.textContent !== text) plain.textContent = text
    }
    paint()
    const timer = setInterval(paint, PLAIN_INTERVAL_MS)
    const stop = () => {
      clearInterval(timer)
      plain.remove()
    }
    signal.addEventListener("abort", stop)
    this.#waiting.push(() => {
      stop()
      if (!signal.aborted) this.#session?.mount(el, signal)
    })
  }

  readonly #onSnapshot = () => this.#hear("snapshot")
  readonly #onBatch = () => this.#hear("batch")
  // Answers to what a renderer asked: before there is one, there is none.
  readonly #onMessage = (content: unknown) => this.#session?.message?.(content)

  #hear(name: "snapshot" | "batch"): void {
    const raw = this.model.get(name)
    if (!this.#shows && isWhole(name, raw)) {
      this.#shows = true
      this.#hideTwins()
    }
    if (this.#session !== null) {
      this.#session[name](raw)
      return
    }
    this.#plain[name](raw)
    // The whole tells what came before it.
    if (name === "snapshot" && isWhole(name, raw)) this.#heard = []
    this.#heard.push((session) => session[name](raw))
  }

  /**
   * Static outputs stand in for a view where there is none. A view that has something to show hides
   * its own, by a rule that comes and goes with it; the mark is for theirs, which hide an empty row.
   */
  #hideTwins(): void {
    const { model: name } = (this.model.get("options") ?? {}) as Record<string, unknown>
    if (!this.#shows || typeof name !== "string" || !NAME.test(name)) return
    for (const [el, rule] of this.#hosts) {
      el.classList.add("nbs-live")
      // The row it stands in, not one around that row: this view may be in an output of a widget.
      const twin = `.nbs-of-${name}`
      const row = ".jp-OutputArea-child"
      rule.textContent = `${twin},${row}:has(${twin}):not(:has(${row} ${twin})){display:none!important}`
      el.append(rule)
    }
  }

  async #begin(): Promise<void> {
    this.#begun = true
    try {
      const { model } = this
      const part = String(model.get("part") || "core")
      const shared = await sharedModel(model, part)
      const core = (await moduleOf(shared, "core", this.#evaluate)) as Part
      const shows =
        part === "core" ? core : ((await moduleOf(shared, part, this.#evaluate)) as Part)
      if (this.#life.signal.aborted) return
      const session = shows.attach({
        options: model.get("options"),
        send: (message, buffers) => tell(model, message, buffers),
        keep: (snapshot) => model.set?.("snapshot", snapshot),
        interrupt: interruptOf(model),
        signal: this.#life.signal,
        module: (name) => moduleOf(shared, name, this.#evaluate),
        core,
        shared,
        manager: model.widget_manager,
      })
      for (const tell of this.#heard) tell(session)
      this.#session = session
      for (const upgrade of this.#waiting) upgrade()
    } catch (error) {
      console.error(error)
      this.#trouble =
        "\n\n[nbstream shows this as plain text: its renderer could not be loaded " +
        `(${error instanceof Error ? error.message : String(error)}). ` +
        "Run the cell again, or reload the page.]"
    } finally {
      this.#heard = []
    }
  }
}

/**
 * Whether this is something to show, from its beginning on. State that a notebook saved may hold a
 * last batch and nothing before it: that shows less than the static output does.
 */
function isWhole(name: "snapshot" | "batch", raw: unknown): boolean {
  if (name === "batch") return seqOf(raw) === 1
  return seqOf(raw) > 0 && (raw as { parts?: unknown }).parts !== true
}

/** 0 where there is none. */
function seqOf(raw: unknown): number {
  const seq = Number((raw as Record<string, unknown> | null)?.seq)
  return Number.isFinite(seq) ? seq : 0
}

/** Text blocks and nothing else: the least that can be read. What it cannot read, it leaves out. */
class PlainText {
  #texts = new Map<unknown, string>()
  #seq = 0

  snapshot(raw: unknown): void {
    const seq = seqOf(raw)
    if (seq < this.#seq) return
    this.#seq = seq
    this.#texts.clear()
    for (const { id, kind, text } of each(raw, "blocks"))
      if (kind === "text") this.#texts.set(id, String(text))
  }

  /** The last batch of what a snapshot tells stands beside it, and is told already. */
  batch(raw: unknown): void {
    const seq = seqOf(raw)
    if (seq <= this.#seq) return
    this.#seq = seq
    for (const { op, id, kind, text } of each(raw, "changes")) {
      if (op === "open" && kind === "text") this.#texts.set(id, "")
      const before = this.#texts.get(id)
      if (op === "append" && before !== undefined) this.#texts.set(id, before + String(text))
      if (op === "retract") this.#texts.delete(id)
    }
  }

  toString(): string {
    return [...this.#texts.values()].join("\n\n")
  }
}

function each(raw: unknown, name: string): Record<string, unknown>[] {
  const found = (raw as Record<string, unknown> | null)?.[name]
  return Array.isArray(found) ? found.filter((item) => typeof item === "object" && item) : []
}

/** A module of the shared model: from the page, or else from its source; null without a source. */
async function moduleOf(shared: Shared, name: string, evaluate: Evaluate): Promise<unknown> {
  const source = shared.get(name)
  if (!source) return null
  const page = globalThis as { [MODULES]?: Modules }
  page[MODULES] ??= new Map()
  const modules = page[MODULES]
  const key = `${name} ${shared.get("version")}`
  // No await between the look and the entry: of several that come at once, the first one loads.
  if (modules.has(key)) return modules.get(key)
  const coming = evaluate(String(source))
  modules.set(key, coming)
  try {
    return await coming
  } catch (error) {
    modules.delete(key)
    throw error
  }
}

/** The model that carries the renderer, as soon as it carries `part` too. */
async function sharedModel(model: Model, part: string): Promise<Shared> {
  const id = String(model.get("runtime")).replace(/^(anywidget:|IPY_MODEL_)/, "")
  for (const retry of [...RETRIES_MS, 0]) {
    try {
      const shared = (await model.widget_manager?.get_model(id)) as Shared | undefined
      if (shared?.get("core") && shared.get(part)) return shared
    } catch (error) {
      if (retry === 0) throw error
    }
    if (retry > 0) await new Promise((resolve) => setTimeout(resolve, retry))
  }
  throw new Error(`the page has no model ${id}, which carries it`)
}

/**
 * Have JupyterLab show a model where its notebook does. A page that is loaded waits two seconds for
 * the model of a view; one that was kept busy by the models' coming does not look at what has come,
 * and gives the view up for good.
 */
function showAgain(model: Model): void {
  const { model: name } = (model.get("options") ?? {}) as Record<string, unknown>
  for (const { outputs } of model.widget_manager?.context?.model?.cells ?? [])
    for (let at = 0; at < (outputs?.length ?? 0); at++) {
      const output = outputs?.get(at)
      const shown = output?.data?.[WIDGET] as Record<string, unknown> | undefined
      if (shown?.model_id === name) outputs?.set(at, output?.toJSON())
    }
}

/** How to interrupt the kernel; null where the host does not let us. */
function interruptOf(model: Model): (() => void) | null {
  const kernel = () => model.widget_manager?.kernel
  if (typeof kernel()?.interrupt !== "function") return null
  return () => {
    Promise.resolve(kernel()?.interrupt?.()).catch((error) =>
      console.warn("nbstream could not interrupt the kernel.", error),
    )
  }
}

/** A kernel that is gone hears nothing: that is no error of the page. */
function tell(model: Model, message: unknown, buffers?: ArrayBuffer[]): void {
  try {
    model.send(message, undefined, buffers)
  } catch (error) {
    console.warn("nbstream could not reach the kernel.", error)
  }
}
