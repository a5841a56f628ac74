import { describe, expect, test } from "vitest"
import { isOurControl } from "../../src/view/controls.ts"
import { BLOCKS_PER_GROUP } from "../../src/view/limits.ts"
import { append, close, open, retract, set, shown } from "./page.ts"

describe("blocks", () => {
  test("stand in the order in which they were opened", () => {
    const page = shown()
    page.after(open("a", "text"), append("a", "first"))
    page.after(open("h", "handoff", { source: "Triage", target: "Billing" }))
    page.after(open("g", "agent", { name: "Billing" }), open("b", "text"), append("b", "second"))
    page.after(open("u", "unknown", { name: "response.new", detail: "index 3" }))
    expect([...page.root.querySelectorAll(".nbs-block")].map((block) => block.textContent)).toEqual(
      [
        "first",
        "→Triage handed over to Billing",
        "Billing",
        "second",
        "Unknown event response.new index 3",
      ],
    )
  })

  test("keep their elements while others come, grow and go", () => {
    const page = shown()
    page.after(open("a", "text"), append("a", "first"), open("b", "text"), open("c", "text"))
    const blocks = () => [...page.root.querySelectorAll(".nbs-block")]
    const [a, b, c] = blocks()
    page.after(append("a", " and more"), open("d", "text"), retract("b"))
    expect(blocks().slice(0, 2)).toEqual([a, c])
    expect(b?.isConnected).toBe(false)
    expect(blocks().length).toBe(3)
  })

  test("a thousand of them come over several frames and all of them come", () => {
    const page = shown()
    page.after(...Array.from({ length: 1000 }, (_, index) => open(`b${index}`, "agent")))
    const count = () => page.root.querySelectorAll(".nbs-block").length
    expect(count()).toBeLessThan(1000)
    for (let frame = 0; frame < 20; frame++) page.screen.tick()
    expect(count()).toBe(1000)
    for (const group of page.root.querySelectorAll(".nbs-group"))
      expect(group.childElementCount).toBeLessThanOrEqual(BLOCKS_PER_GROUP)
  })

  test("a snapshot that puts them in another order is followed", () => {
    const page = shown()
    page.after(open("a", "agent", { name: "A" }), open("b", "agent", { name: "B" }))
    const told = page.run.snapshot()
    const [run, a, b] = told.blocks
    if (run === undefined || a === undefined || b === undefined) throw new Error("three blocks")
    page.view.touched(page.run.load({ seq: 9, blocks: [run, b, a] }, 0))
    page.screen.tick()
    expect(page.words(".nbs-blocks")).toBe("BA")
  })
})

test("one that cannot be shown is said, and keeps no other from the page", () => {
  const page = shown()
  const trouble = new Error("no such thing")
  page.after(open("a", "text"), open("b", "tool"), open("c", "text"))
  Object.defineProperty(page.run.get("b"), "text", {
    get() {
      throw trouble
    },
  })
  page.after(set("b", { name: "x" }), append("a", "before"), append("c", "after"))
  expect(page.root.textContent).toContain("before")
  expect(page.root.textContent).toContain("after")
  expect(page.words(".nbs-notice")).toContain("Nothing is lost")
  expect(page.screen.failures).toEqual([trouble])
})

test("a view shows what there is before it returns", () => {
  const page = shown()
  expect(page.doing()).toBe("Waiting for the first token")
})

describe("focus", () => {
  const stop = (page: ReturnType<typeof shown>) => page.find(".nbs-stop") as HTMLButtonElement

  test("stays in the view when the button that had it is off or gone", () => {
    const page = shown()
    stop(page).focus()
    stop(page).click()
    page.screen.tick()
    expect(stop(page).disabled).toBe(true)
    expect(document.activeElement).toBe(page.root)
    page.after(set("run", { status: "stopped" }), close("run"))
    expect(document.activeElement).toBe(page.root)
  })

  test("stays in the view when what had it is taken back or folded away", () => {
    const page = shown()
    for (const lose of [retract("c"), close("run")]) {
      page.after(open("c", "tool", { name: "look" }), append("c", "{}"))
      const summary = page.root.querySelector("summary")
      if (lose.op === "retract") summary?.focus()
      else stop(page).focus()
      page.after(lose)
      expect(document.activeElement).toBe(page.root)
      page.root.blur()
    }
  })

  test("is not taken from where it still can be, and is not the view's for good", () => {
    const page = shown()
    stop(page).focus()
    page.after(open("a", "text"), append("a", "more"))
    expect(document.activeElement).toBe(stop(page))
    stop(page).click()
    page.screen.tick()
    expect(page.root.tabIndex).toBe(-1)
    page.root.blur()
    expect(page.root.hasAttribute("tabindex")).toBe(false)
  })

  test("of a reader who is elsewhere is left alone", () => {
    const page = shown()
    const elsewhere = document.createElement("input")
    document.body.append(elsewhere)
    elsewhere.focus()
    page.after(set("run", { status: "stopped" }), close("run"))
    expect(document.activeElement).toBe(elsewhere)
  })
})

describe("text", () => {
  test("that is replaced is told again", () => {
    const page = shown()
    page.after(open("a", "text"), append("a", "wrong"))
    page.after(set("a", { text: "right" }), close("a"))
    expect(page.words(".nbs-said")).toBe("right")
  })

  test("that is no markdown keeps its markers, spaces and line breaks", () => {
    const page = shown({ options: { markdown: false } })
    page.after(open("a", "text"), append("a", "a *b*\n  "))
    page.after(append("a", "c\n"))
    expect(page.find(".nbs-said").textContent).toBe("a *b*\n  c\n")
  })

  test("that refuses says so in a word, once", () => {
    const page = shown()
    page.after(open("a", "text", { role: "refusal" }), append("a", "I cannot"))
    page.after(append("a", " do that"))
    expect(page.find(".nbs-said").textContent).toBe("RefusedI cannot do that")
  })

  test("that was taken back is folded and struck, with the reason beside it", () => {
    const page = shown()
    page.after(open("a", "text"), append("a", "secret"), close("a"))
    page.after(set("a", { retracted: "a guardrail was tripped" }))
    expect(page.words("details.nbs-retracted summary")).toBe("Taken back a guardrail was tripped")
    expect((page.find("details.nbs-retracted") as HTMLDetailsElement).open).toBe(false)
    expect(page.words("details.nbs-retracted s")).toBe("secret")
  })
})

test("thoughts are folded, and say how long they took", () => {
  const page = shown()
  page.after(open("r", "reasoning", { started: 0 }), append("r", "hm"))
  expect(page.words(".nbs-reasoning summary")).toBe("Thinking…")
  expect((page.find(".nbs-reasoning") as HTMLDetailsElement).open).toBe(false)
  page.after(set("r", { seconds: 3.04 }), close("r"))
  expect(page.words(".nbs-reasoning summary")).toBe("Thought for 3.0 s")
  expect(page.words(".nbs-thoughts")).toBe("hm")
})

test("an error says its name, what it is and what to do, under what had arrived", () => {
  const page = shown()
  page.after(open("a", "text"), append("a", "half an ans"))
  page.after(
    open("e", "error", { error: "API\u202eError", message: "it broke\nbadly", hint: "try again" }),
  )
  const alert = page.find('[role="alert"]')
  expect(alert.querySelector(".nbs-error-name")?.textContent).toBe("API<U+202E>Error")
  expect(alert.querySelector("pre")?.textContent).toBe("it broke\nbadly")
  expect(alert.querySelector(".nbs-hint")?.textContent).toBe("try again")
  expect(page.root.querySelector(".nbs-block:last-child")).toBe(alert)
})

test("words that were cut off are marked as such", () => {
  const page = shown()
  page.after(open("a", "text"), append("a", "half an ans"))
  expect(page.find(".nbs-outcome").hidden).toBe(true)
  page.after(close("a"), set("run", { status: "stopped", seconds: 2.25 }), close("run"))
  expect(page.words(".nbs-outcome")).toBe("Stopped after 2.3 s")
})

test("a run that said nothing says so when it is over", () => {
  const page = shown()
  expect(page.find(".nbs-outcome").hidden).toBe(true)
  page.after(set("run", { status: "done", seconds: 0.1 }), close("run"))
  expect(page.find(".nbs-outcome").hidden).toBe(false)
  expect(page.words(".nbs-outcome")).toBe("Ended without a word")
})

describe("the activity line", () => {
  test("is true at every moment and gone at the end", () => {
    const page = shown()
    expect(page.doing()).toBe("Waiting for the first token")
    page.after(set("run", { status: "streaming" }), open("a", "text"))
    expect(page.doing()).toBe("Writing")
    page.after(close("a"), open("c", "tool", { name: "look", status: "writing" }))
    expect(page.doing()).toBe("Writing arguments for look")
    page.after(set("c", { status: "running" }), open("d", "tool", { name: "x", status: "running" }))
    expect(page.doing()).toBe("Running look and 1 more")
    page.after(set("run", { status: "done" }), close("run"))
    expect(page.doing()).toBe(null)
  })

  test("tells how long it waits, outside of what is announced", () => {
    const page = shown()
    for (let second = 0; second < 4; second++) page.screen.tick(1000)
    page.screen.tick()
    expect(page.words(".nbs-elapsed")).toBe("4 s")
    expect(page.words('[role="status"].nbs-doing')).toBe("Waiting for the first token")
    page.after(open("a", "text"))
    expect(page.words(".nbs-elapsed")).toBe("")
  })

  test("asks for nothing when the run is over", () => {
    const page = shown()
    page.after(set("run", { status: "done" }), close("run"))
    for (let second = 0; second < 3; second++) page.screen.tick(1000)
    expect(page.screen.waiting).toBe(0)
  })
})

describe("Stop", () => {
  test("asks once, says that it asks, and stops when the kernel says so", () => {
    const page = shown()
    const stop = page.find("button.nbs-stop") as HTMLButtonElement
    stop.click()
    page.screen.tick()
    expect(page.sent).toEqual([{ type: "stop" }])
    expect(page.doing()).toBe("Asking the kernel to stop…")
    expect(stop.disabled).toBe(true)
    page.after(set("run", { status: "stopping" }))
    expect(page.doing()).toBe("Stopping…")
    page.after(set("run", { status: "stopped" }), close("run"))
    expect(page.doing()).toBe(null)
  })

  test("asks again, to stop at once, while the run is stopping", () => {
    const page = shown()
    const stop = page.find("button.nbs-stop") as HTMLButtonElement
    page.after(set("run", { status: "stopping" }))
    expect([stop.textContent, stop.disabled]).toEqual(["Stop now", false])
    stop.click()
    page.screen.tick()
    expect(page.sent).toEqual([{ type: "stop" }])
    expect(stop.disabled).toBe(true)
  })

  test("says when the kernel is too busy to hear it", () => {
    const page = shown()
    page.find("button.nbs-stop").click()
    page.screen.tick(1000)
    page.screen.tick(1000)
    expect(page.doing()).toContain("The kernel is busy")
  })

  test("is not offered where no kernel can hear it", () => {
    expect(shown({ kernel: false }).find("button.nbs-stop").hidden).toBe(true)
  })
})

test("the notebook's shortcuts do not fire inside", () => {
  expect(shown().root.dataset.lmSuppressShortcuts).toBe("true")
})

test("what a reader can act with is known to be ours", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "x" }), open("r", "reasoning"))
  for (const acted of page.root.querySelectorAll("button, summary"))
    expect(isOurControl(acted)).toBe(true)
  const forged = document.createElement("button")
  forged.className = "nbs-button nbs-stop"
  expect(isOurControl(forged)).toBe(false)
})

test("a view that goes leaves nothing behind", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "x", status: "running", started: 0 }))
  page.close()
  page.screen.tick(2000)
  expect(page.host.childElementCount).toBe(0)
  expect(page.screen.waiting).toBe(0)
})

test("styles are given to the page once, and to a shadow root of their own", () => {
  const before = document.adoptedStyleSheets.length
  shown()
  shown()
  expect(document.adoptedStyleSheets.length).toBe(Math.max(before, 1))
  const host = document.createElement("div")
  document.body.append(host)
  const root = host.attachShadow({ mode: "open" })
  const page = shown()
  root.append(page.host)
  page.after(open("a", "text"))
  expect(root.adoptedStyleSheets.length).toBe(1)
})

describe("a stop that nobody hears", () => {
  const pressed = (interrupt: (() => void) | null) => {
    const page = shown({ interrupt })
    page.after(open("t", "text"), append("t", "Hi"))
    page.find("button.nbs-stop").click()
    page.screen.tick()
    return page
  }
  const offers = (page: ReturnType<typeof shown>) =>
    [...page.root.querySelectorAll<HTMLElement>(".nbs-interrupt")].some((it) => !it.hidden)

  test("offers to interrupt the kernel after a second", () => {
    const page = pressed(() => {})
    expect(offers(page)).toBe(false)
    page.screen.tick(1000)
    page.screen.tick()
    expect(offers(page)).toBe(true)
  })

  test("offers nothing where the host forbids it", () => {
    const page = pressed(null)
    page.screen.tick(1000)
    page.screen.tick()
    expect(offers(page)).toBe(false)
  })

  test("interrupts for nobody but a person", () => {
    let interrupted = 0
    const page = pressed(() => interrupted++)
    page.screen.tick(1000)
    page.screen.tick()
    page.find("button.nbs-interrupt").click()
    expect(interrupted).toBe(0)
  })

  test("a run that stops says which tool it still waits for", () => {
    const page = shown()
    page.after(
      open("c", "tool", { name: "look_up", status: "running", started: 0 }),
      set("run", { status: "stopping" }),
    )
    expect(page.doing()).toBe("Stopping after look_up")
  })
})
