import { describe, expect, test } from "vitest"
import { FOLDED_LINES } from "../../src/bounds/index.ts"
import { append, close, open, set, shown } from "./page.ts"

const call = (id = "c", name = "get_weather") =>
  open(id, "tool", { name, call_id: "1", status: "writing" })

const cell = (page: ReturnType<typeof shown>) => page.find("details.nbs-tool") as HTMLDetailsElement

test("a call says at each moment how far it is", () => {
  const page = shown()
  page.after(call(), append("c", '{"city": "Os'))
  expect(page.words(".nbs-status")).toBe("writing arguments")
  page.after(append("c", 'lo"}'), set("c", { status: "ready" }))
  expect(page.words(".nbs-status")).toBe("called")
  page.after(set("c", { status: "running", started: 1 }))
  expect(page.words(".nbs-status")).toBe("running")
  page.after(set("c", { status: "done", seconds: 2.345, output: "3 °C" }), close("c"))
  expect(page.words(".nbs-status")).toBe("done")
  expect(page.words(".nbs-time")).toBe("2.3 s")
  expect(page.words(".nbs-part-output pre")).toBe("3 °C")
})

test("a call that was stopped says so", () => {
  const page = shown()
  page.after(call(), set("c", { status: "stopped" }), close("c"))
  expect(page.words(".nbs-status")).toBe("stopped")
})

test("each Copy button is called by what it copies", () => {
  const page = shown()
  const code = open("p", "tool", { name: "python", call_id: "2", language: "python" })
  page.after(call(), append("c", "{}"), set("c", { status: "failed", error: "no", output: "x" }))
  page.after(close("c"), code, append("p", "1"), open("o", "output", { channel: "stderr" }, "p"))
  page.after(append("o", "oh"))
  const named = [...page.root.querySelectorAll(".nbs-part:not([hidden]) .nbs-copy")]
  expect(named.map((each) => each.getAttribute("aria-label"))).toEqual([
    "Copy error",
    "Copy arguments",
    "Copy output",
    "Copy code",
    "Copy stderr",
  ])
})

describe("the one line", () => {
  test("sums up arguments by names and values once they are whole", () => {
    const page = shown()
    page.after(call(), append("c", '{"city": "Oslo",\n "days": 3'))
    expect(page.words(".nbs-brief")).toBe('{"city": "Oslo", "days": 3')
    page.after(append("c", ', "tags": ["a"]}'))
    expect(page.words(".nbs-brief")).toBe('city: Oslo, days: 3, tags: ["a"]')
  })

  test("shows a time that ticks while the tool runs", () => {
    const page = shown()
    page.after(call(), set("c", { status: "running", started: 0 }))
    for (let second = 0; second < 3; second++) page.screen.tick(1000)
    page.screen.tick()
    expect(page.words(".nbs-time")).toBe("3 s")
    page.after(set("c", { status: "done", seconds: 3.21 }))
    expect(page.words(".nbs-time")).toBe("3.2 s")
  })

  test("shows hidden characters of the name and the arguments", () => {
    const page = shown()
    page.after(call("c", "pay\u202e\u200b\n"), append("c", '{"to": "a\u2066b"}'))
    expect(page.words(".nbs-tool-line .nbs-name")).toBe("pay<U+202E><U+200B><U+000A>")
    expect(page.words(".nbs-brief")).toBe("to: a<U+2066>b")
    expect(page.words(".nbs-part-arguments pre")).toContain("a<U+2066>b")
    page.after(set("c", { status: "ready" }))
    expect(page.words(".nbs-json-string")).toBe('"a<U+2066>b"')
  })
})

describe("arguments", () => {
  test("are shown over lines as they come, and as a tree once they are JSON", () => {
    const page = shown()
    page.after(call(), append("c", '{"a": [1,'))
    expect(page.find(".nbs-part-arguments pre").textContent).toBe('{\n  "a": [\n    1,')
    page.after(append("c", " 2]}"), set("c", { status: "ready" }))
    expect(page.view.element.querySelector(".nbs-part-arguments .nbs-long")).toBeNull()
    expect(page.words(".nbs-part-arguments .nbs-json")).toBe("a: 2 items0: 11: 2")
  })

  test("that are no JSON stay as they came", () => {
    const page = shown()
    page.after(call(), append("c", "{not json"), set("c", { status: "ready" }))
    expect(page.find(".nbs-part-arguments pre").textContent).toBe("{not json")
  })

  test("that the provider overrules are told again from the start", () => {
    const page = shown()
    page.after(call(), append("c", '{"a": 1'), set("c", { text: '["b"]', status: "ready" }))
    expect(page.words(".nbs-part-arguments .nbs-json")).toBe('0: "b"')
  })
})

describe("a reader's choice", () => {
  test("is kept: a cell that was not touched opens on failure, once", () => {
    const page = shown()
    page.after(call())
    expect(cell(page).open).toBe(false)
    page.after(set("c", { status: "failed", error: "ValueError: no", seconds: 0.5 }))
    expect(cell(page).open).toBe(true)
    expect(page.words(".nbs-part-error pre")).toBe("ValueError: no")
    cell(page).open = false
    page.after(set("c", { call_id: "2" }))
    expect(cell(page).open).toBe(false)
  })

  test("wins over failure", () => {
    const page = shown()
    page.after(call())
    page.find("summary.nbs-tool-line").click()
    cell(page).open = false
    page.after(set("c", { status: "failed", error: "no" }))
    expect(cell(page).open).toBe(false)
  })
})

describe("a long output", () => {
  const lines = Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join("")

  test("is folded at a bound, and whole when the reader asks", () => {
    const page = shown()
    page.after(call(), set("c", { status: "done", output: lines }))
    const output = () => page.find(".nbs-part-output pre").textContent ?? ""
    expect(output()).toBe(lines.slice(0, output().length))
    expect(output().split("\n").length - 1).toBe(FOLDED_LINES)
    const more = page.find(".nbs-part-output .nbs-more")
    expect(more.textContent).toBe("Show all 48,890 characters")
    more.click()
    for (let frame = 0; frame < 5; frame++) page.screen.tick()
    expect(output()).toBe(lines)
    expect(more.isConnected).toBe(false)
  })

  test("of ten megabytes comes over several frames, none of which writes it all", () => {
    const page = shown()
    const huge = "x".repeat(10_000_000)
    page.after(call(), set("c", { status: "done", output: huge }))
    page.find(".nbs-part-output .nbs-more").click()
    const output = page.find(".nbs-part-output pre")
    let before = output.childElementCount
    for (let frame = 0; frame < 200; frame++) {
      page.screen.tick()
      expect(output.childElementCount - before).toBeLessThanOrEqual(3)
      before = output.childElementCount
    }
    expect(output.textContent?.length).toBe(huge.length)
  })

  test("shows a terminal's colours as colours, and marks what is left out with its words", () => {
    const page = shown()
    page.after(call(), set("c", { output: "\u001b[31mred\u001b[0m \u001b]0;title\u0007" }))
    expect(page.words(".nbs-part-output pre")).toBe("red \u241b")
    expect(page.words(".nbs-part-output .nbs-ink-1")).toBe("red")
  })
})

test("what an agent does inside a tool stands in that tool's cell", () => {
  const page = shown()
  page.after(call(), open("n", "text", {}, "c"), append("n", "inner words"))
  page.after(open("d", "tool", { name: "deeper", status: "running" }, "c"))
  page.after(open("e", "text", {}, "d"), append("e", "innermost"))
  const names = [...page.root.querySelectorAll(".nbs-tool .nbs-tool .nbs-name")]
  expect(names.map((name) => name.textContent)).toEqual(["deeper"])
  const said = [...page.root.querySelectorAll(".nbs-tool .nbs-said")]
  expect(said.map((words) => words.textContent)).toEqual(["inner words", "innermost"])
})
