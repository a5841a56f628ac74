import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { type Evaluate, widgetWith } from "../src/loader.ts"
import type { Attached } from "../src/widget.ts"
import { WAITING } from "./wire/fixtures.ts"

type Traits = Record<string, unknown>

/** A model of the kernel, as a host keeps it; views and modules get faces of it. */
class KernelModel {
  readonly sent: unknown[] = []
  readonly traits: Traits
  readonly #models: Map<string, KernelModel>
  readonly #listeners = new Map<string, Set<(content?: unknown) => void>>()

  constructor(models: Map<string, KernelModel>, traits: Traits) {
    this.#models = models
    this.traits = traits
  }

  /** The host hands out another object each time, over the same state. */
  face() {
    return {
      get: (name: string) => this.traits[name],
      on: (name: string, callback: (content?: unknown) => void) =>
        void this.#heard(name).add(callback),
      off: (name: string, callback: (content?: unknown) => void) =>
        void this.#heard(name).delete(callback),
      send: (content: unknown) => void this.sent.push(content),
      widget_manager: {
        get_model: async (id: string) => {
          const model = this.#models.get(id)
          if (model === undefined) throw new Error(`widget model ${id} not found`)
          return model.face()
        },
      },
    }
  }

  set(name: string, value: unknown): void {
    this.traits[name] = value
    for (const callback of this.#heard(`change:${name}`)) callback()
  }

  get listening(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0)
  }

  #heard(name: string) {
    const callbacks = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, callbacks)
    return callbacks
  }
}

/** A renderer that writes down what it is told. */
function renderer() {
  const sessions: { attached: Attached; heard: unknown[]; mounted: HTMLElement[] }[] = []
  const core = {
    attach(attached: Attached) {
      const session = { attached, heard: [] as unknown[], mounted: [] as HTMLElement[] }
      sessions.push(session)
      return {
        batch: (raw: unknown) => void session.heard.push(raw),
        snapshot: (raw: unknown) => void session.heard.push(raw),
        mount(el: HTMLElement, signal: AbortSignal) {
          const shown = document.createElement("main")
          el.append(shown)
          session.mounted.push(el)
          signal.addEventListener("abort", () => shown.remove())
        },
      }
    },
  }
  return { sessions, core }
}

const SILENT = { seq: 0, changes: [] }
const batch = (seq: number, ...changes: unknown[]) => ({ seq, changes })
const opened = { op: "open", id: "t", kind: "text", parent: "run", props: {} }
const words = (text: string) => ({ op: "append", id: "t", text })

function kernel({ version = "v1", core = "the core's source", code = "", published = true } = {}) {
  const models = new Map<string, KernelModel>()
  const publish = () =>
    models.set("shared", new KernelModel(models, { core, code, math: "", version }))
  if (published) publish()
  const view = (traits: Traits = {}) =>
    new KernelModel(models, {
      batch: SILENT,
      snapshot: { ...WAITING },
      runtime: "shared",
      options: { render_fps: 30 },
      ...traits,
    })
  return { view, publish }
}

const loaded = () => vi.advanceTimersByTimeAsync(0)

/** Have a host open a model and show one view of it; what comes back is how the model goes. */
function show(widget: ReturnType<typeof widgetWith>, model: KernelModel) {
  const close = widget.initialize({ model: model.face() })
  widget.render({ model: model.face(), el: document.createElement("div") })
  return close
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  Reflect.deleteProperty(globalThis, Symbol.for("nbstream.runtime"))
})

/** One evaluation of the loader's module, whose renderer comes when `evaluate` says so. */
function page({ core, sessions } = renderer()) {
  const evaluate = vi.fn<Evaluate>(async () => core)
  return { evaluate, sessions, module: () => widgetWith(evaluate) }
}

describe("a view hides the static outputs that stand in for it", () => {
  const named = { options: { model: "abc123" } }
  const rules = (el: HTMLElement) => el.querySelector("style")?.textContent ?? ""

  test("from its first words on, for as long as it is there", async () => {
    const { module } = page()
    const model = kernel().view(named)
    const widget = module()
    widget.initialize({ model: model.face() })
    const el = document.createElement("div")
    const leave = widget.render({ model: model.face(), el })
    expect(el.classList.contains("nbs-live")).toBe(false)
    expect(rules(el)).toBe("")
    model.set("batch", batch(1, opened, words("Hello")))
    expect(el.classList.contains("nbs-live")).toBe(true)
    expect(rules(el)).toContain(".nbs-of-abc123,")
    const late = document.createElement("div")
    widget.render({ model: model.face(), el: late })
    expect(rules(late)).toBe(rules(el))
    leave()
    expect(rules(el)).toBe("")
    expect(rules(late)).not.toBe("")
    await loaded()
  })

  test("not when all it has is the end of what there was", async () => {
    const { module } = page()
    const model = kernel().view({ ...named, batch: batch(7, words("the end")) })
    const el = document.createElement("div")
    module().render({ model: model.face(), el })
    await loaded()
    expect(el.classList.contains("nbs-live")).toBe(false)
    expect(rules(el)).toBe("")
  })

  test("by a name that is one", async () => {
    const { module } = page()
    const model = kernel().view({ options: { model: "x}*{color:red" }, batch: batch(1, opened) })
    const el = document.createElement("div")
    module().render({ model: model.face(), el })
    await loaded()
    expect(rules(el)).toBe("")
  })
})

describe("until the renderer has come", () => {
  test("the text is shown plain, and what the model says meanwhile is kept in order", async () => {
    const { module, sessions } = page()
    const model = kernel().view()
    const widget = module()
    const el = document.createElement("div")
    expect(widget.initialize({ model: model.face() })).toBeTypeOf("function")
    model.set("batch", batch(1, opened, words("Hello")))
    widget.render({ model: model.face(), el })
    expect(el.textContent).toBe("Hello")

    await loaded()
    model.set("batch", batch(2, words(" again")))
    expect(sessions.map(({ heard }) => heard)).toEqual([
      [{ ...WAITING }, SILENT, batch(1, opened, words("Hello")), batch(2, words(" again"))],
    ])
    expect(el.children.length).toBe(1)
    expect(el.firstElementChild?.tagName).toBe("MAIN")
  })

  test("plain text grows", async () => {
    const model = kernel({ published: false }).view()
    const widget = page().module()
    const el = document.createElement("div")
    widget.initialize({ model: model.face() })
    widget.render({ model: model.face(), el })
    model.set("batch", batch(1, opened, words("one")))
    model.set("batch", batch(2, words(" two")))
    await vi.advanceTimersByTimeAsync(200)
    expect(el.textContent).toBe("one two")
  })

  test("plain text tells nothing twice: the last batch stands in the snapshot too", () => {
    const snapshot = { seq: 2, blocks: [{ id: "t", kind: "text", text: "one two" }] }
    const model = kernel({ published: false }).view({ snapshot, batch: batch(2, words(" two")) })
    const widget = page().module()
    const el = document.createElement("div")
    widget.initialize({ model: model.face() })
    model.set("batch", batch(3, words(" three")))
    model.set("snapshot", snapshot)
    widget.render({ model: model.face(), el })
    expect(el.textContent).toBe("one two three")
  })

  test("a view that went is not upgraded", async () => {
    const { module, sessions } = page()
    const model = kernel().view()
    const widget = module()
    const el = document.createElement("div")
    widget.initialize({ model: model.face() })
    widget.render({ model: model.face(), el })()
    await loaded()
    expect(el.childElementCount).toBe(0)
    expect(sessions[0]?.mounted).toEqual([])
  })
})

describe("the renderer is evaluated once", () => {
  test("for models whose loaders are one module", async () => {
    const { module, evaluate, sessions } = page()
    const { view } = kernel()
    const widget = module()
    const models = [view(), view(), view()]
    for (const model of models) widget.initialize({ model: model.face() })
    const els = models.map((model) => {
      const el = document.createElement("div")
      widget.render({ model: model.face(), el })
      return el
    })
    await loaded()
    expect(evaluate).toHaveBeenCalledExactlyOnceWith("the core's source")
    expect(sessions.map(({ mounted }) => mounted)).toEqual(els.map((el) => [el]))
  })

  test("for models that each evaluate a loader of their own, at the same time", async () => {
    const shared = renderer()
    const { view } = kernel()
    const evaluations = [view(), view(), view()].map((model) => {
      const { module, evaluate } = page(shared)
      show(module(), model)
      return evaluate
    })
    await loaded()
    expect(evaluations.map(({ mock }) => mock.calls.length)).toEqual([1, 0, 0])
    expect(shared.sessions.length).toBe(3)
  })

  test("and a later view is shown by it at once", async () => {
    const { module, sessions } = page()
    const { view } = kernel()
    show(module(), view())
    await loaded()
    const model = view()
    const widget = module()
    widget.initialize({ model: model.face() })
    await loaded()
    const el = document.createElement("div")
    widget.render({ model: model.face(), el })
    // Before the browser draws anything.
    await loaded()
    expect(sessions[1]?.mounted).toEqual([el])
  })

  test("but each version of it once", async () => {
    const { module, evaluate } = page()
    for (const version of ["v1", "v2", "v1"]) show(module(), kernel({ version }).view())
    await loaded()
    expect(evaluate).toHaveBeenCalledTimes(2)
  })

  test("and again when it failed the first time", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {})
    const { view } = kernel()
    const { core, sessions } = renderer()
    const evaluate = vi.fn<Evaluate>()
    evaluate.mockRejectedValueOnce(new Error("blocked")).mockResolvedValueOnce(core)
    show(widgetWith(evaluate), view())
    await loaded()
    show(widgetWith(evaluate), view())
    await loaded()
    expect([complaint.mock.calls.length, sessions.length]).toEqual([1, 1])
    complaint.mockRestore()
  })
})

describe("the other modules", () => {
  test("are evaluated with their first use, and once", async () => {
    const { core, sessions } = renderer()
    const code = { highlight: () => null }
    const evaluate = vi.fn<Evaluate>(async (source) => (source === "colours" ? code : core))
    const { view } = kernel({ code: "colours" })
    for (const model of [view(), view()]) show(widgetWith(evaluate), model)
    await loaded()
    expect(evaluate).toHaveBeenCalledTimes(1)
    const fetched = sessions.map(({ attached }) => attached.module("code"))
    expect(await Promise.all(fetched)).toEqual([code, code])
    expect(evaluate).toHaveBeenCalledTimes(2)
  })

  test("may be missing", async () => {
    const { module, sessions } = page()
    show(module(), kernel().view())
    await loaded()
    expect(await sessions[0]?.attached.module("math")).toBe(null)
  })
})

describe("the shared model", () => {
  test.each(["shared", "anywidget:shared", "IPY_MODEL_shared"])("is found as %s", async (id) => {
    const { module, sessions } = page()
    show(module(), kernel().view({ runtime: id }))
    await loaded()
    expect(sessions.length).toBe(1)
  })

  test("may come later than the views", async () => {
    const { module, sessions } = page()
    const { view, publish } = kernel({ published: false })
    show(module(), view())
    await vi.advanceTimersByTimeAsync(1000)
    expect(sessions.length).toBe(0)
    publish()
    await vi.advanceTimersByTimeAsync(2000)
    expect(sessions.length).toBe(1)
  })

  test("that never comes leaves the text, and a sentence that says what to do", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {})
    const { module } = page()
    const model = kernel({ published: false }).view()
    const widget = module()
    widget.initialize({ model: model.face() })
    const el = document.createElement("div")
    widget.render({ model: model.face(), el })
    model.set("batch", batch(1, opened, words("still readable")))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(el.textContent).toContain("still readable")
    expect(el.textContent).toContain("Run the cell again, or reload the page")
    model.set("batch", batch(2, words(", and growing")))
    await vi.advanceTimersByTimeAsync(200)
    expect(el.textContent).toContain("still readable, and growing")
    complaint.mockRestore()
  })

  test("of a host without any is missed in the same way", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {})
    const { widget_manager: _, ...model } = kernel().view().face()
    const el = document.createElement("div")
    page().module().render({ model, el })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(el.textContent).toContain("its renderer could not be loaded")
    complaint.mockRestore()
  })
})

describe("a view that a busy host has given up", () => {
  const WIDGET = "application/vnd.jupyter.widget-view+json"
  const outputs = ["other", "abc"].map((model_id) => ({ data: { [WIDGET]: { model_id } } }))
  const given = document.createElement("div")
  given.className = "jp-OutputArea-output jupyter-widgets"

  function notebook() {
    const set = vi.fn()
    const get = (at: number) => ({ ...outputs[at], toJSON: () => outputs[at] })
    const context = { model: { cells: [{}, { outputs: { length: outputs.length, get, set } }] } }
    const face = kernel()
      .view({ options: { model: "abc" } })
      .face()
    const widget_manager = { ...face.widget_manager, context }
    return { set, model: { ...face, widget_manager } }
  }

  afterEach(() => given.remove())

  test("is put where the notebook has it, and nowhere else", async () => {
    const { set, model } = notebook()
    page().module().initialize({ model })
    await vi.advanceTimersByTimeAsync(3000)
    expect(set).not.toHaveBeenCalled()
    document.body.append(given)
    await vi.advanceTimersByTimeAsync(3000)
    expect(set.mock.calls).toEqual([[1, outputs[1]]])
  })

  test("is known by what the host says of it: one off screen is no such view", async () => {
    const { set, model } = notebook()
    page().module().initialize({ model })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(set).not.toHaveBeenCalled()
  })

  test("is not one that is shown", async () => {
    const { set, model } = notebook()
    document.body.append(given)
    const widget = page().module()
    widget.initialize({ model })
    widget.render({ model, el: document.createElement("div") })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(set).not.toHaveBeenCalled()
  })

  test("is not looked for when its model has gone", async () => {
    const { set, model } = notebook()
    document.body.append(given)
    page().module().initialize({ model })()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(set).not.toHaveBeenCalled()
  })
})

describe("a model", () => {
  test("that nobody looks at has no renderer, and all that it said once somebody does", async () => {
    const { module, sessions, evaluate } = page()
    const model = kernel().view()
    const widget = module()
    widget.initialize({ model: model.face() })
    model.set("batch", batch(1, opened, words("one")))
    model.set("snapshot", { seq: 1, blocks: [{ id: "t", kind: "text", text: "one" }] })
    model.set("batch", batch(2, words(" two")))
    await vi.advanceTimersByTimeAsync(10_000)
    expect([evaluate.mock.calls.length, sessions.length]).toEqual([0, 0])
    const el = document.createElement("div")
    widget.render({ model: model.face(), el })
    expect(el.textContent).toBe("one two")
    await loaded()
    expect(sessions[0]?.mounted).toEqual([el])
    const whole = { seq: 1, blocks: [{ id: "t", kind: "text", text: "one" }] }
    expect(sessions[0]?.heard).toEqual([whole, batch(2, words(" two"))])
  })

  test("without initialize is served from its first view on", async () => {
    const { module, sessions } = page()
    const el = document.createElement("div")
    module().render({ model: kernel().view().face(), el })
    await loaded()
    expect(sessions[0]?.mounted).toEqual([el])
  })

  test("tells the renderer its options, and carries what the page says", async () => {
    const { module, sessions } = page()
    const model = kernel().view()
    show(module(), model)
    await loaded()
    sessions[0]?.attached.send({ type: "stop" })
    expect(model.sent).toEqual([{ type: "stop" }])
    expect(sessions[0]?.attached.options).toEqual({ render_fps: 30 })
  })

  test("whose kernel is gone hears nothing, and nothing fails", async () => {
    const warning = vi.spyOn(console, "warn").mockImplementation(() => {})
    const { module, sessions } = page()
    const face = kernel().view().face()
    const send = () => {
      throw new Error("comm is closed")
    }
    module().render({ model: { ...face, send }, el: document.createElement("div") })
    await loaded()
    expect(() => sessions[0]?.attached.send({ type: "stop" })).not.toThrow()
    warning.mockRestore()
  })

  test("that goes is listened to no more", async () => {
    const { module, sessions } = page()
    const model = kernel().view()
    const cleanup = show(module(), model)
    await loaded()
    expect(model.listening).toBe(3)
    cleanup()
    expect(model.listening).toBe(0)
    expect(sessions[0]?.attached.signal.aborted).toBe(true)
  })

  test("goes by the host's signal as well", async () => {
    const life = new AbortController()
    const model = kernel().view()
    page().module().initialize({ model: model.face(), signal: life.signal })
    life.abort()
    expect(model.listening).toBe(0)
  })
})
