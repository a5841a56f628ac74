/** What a tool returned, as a notebook would show it. */

import { describe, expect, test } from "vitest"
import { MAX_CELLS, MAX_SPAN, TABLE_ROWS } from "../../src/bounds/index.ts"
import { isControl } from "../../src/standalone.ts"
import { append, close, open, set, shown } from "./page.ts"

function returned(form: string, content: string) {
  const page = shown()
  page.after(open("c", "tool", { name: "f", status: "done", output: "as text" }))
  page.after(open("d", "display", { form }, "c"), append("d", content), close("d"))
  return page
}

const table = (told: object) => returned("table", JSON.stringify(told))

function grid(page: ReturnType<typeof shown>): (string | null)[][] {
  const rows = [...page.root.querySelectorAll("table tr")]
  return rows.map((row) => [...row.children].map((cell) => cell.textContent))
}

test("text, markdown and JSON are shown as what they are", () => {
  const text = returned("text", "\u001b[31mred\u001b[0m")
  expect(text.words(".nbs-part-shown .nbs-ink-1")).toBe("red")
  const said = returned("markdown", "It is **cold**.\n")
  expect(said.words(".nbs-part-shown strong")).toBe("cold")
  const json = returned("json", '{"a": 1}')
  expect(json.words(".nbs-part-shown .nbs-json")).toBe("a: 1")
})

test("a form that this page has no word for is shown as text, without its name", () => {
  const page = returned("hologram", "<b>")
  expect(page.words(".nbs-part-shown pre")).toBe("<b>")
  expect(page.find(".nbs-part-shown").dataset.form).toBe("text")
})

test("the text that the model was given stands back, and is there", () => {
  const page = returned("json", "[]")
  const aside = page.find(".nbs-output > details") as HTMLDetailsElement
  expect(aside.open).toBe(false)
  expect(page.words(".nbs-output summary")).toBe("What the model was given")
  expect(page.words(".nbs-output pre")).toBe("as text")
})

test("so it does beside a picture that the tool itself returned, and not beside a hosted tool's", () => {
  const folded = (props: object) => {
    const page = shown()
    page.after(open("c", "tool", { name: "f", status: "done", output: "Figure", ...props }))
    page.after(open("i", "image", { media_type: "image/png", data: "iVBORw0KGgo=" }, "c"))
    return page.root.querySelector(".nbs-output > details") !== null
  }
  expect(folded({})).toBe(true)
  expect(folded({ kind: "code_interpreter" })).toBe(false)
})

describe("a table", () => {
  test("is rebuilt cell by cell", () => {
    const page = table({
      head: [["", { text: "°C", head: true, columns: 2 }]],
      body: [[{ text: "Oslo", head: true, rows: 2 }, "3", "-4.5"], ["x\u202ey"]],
      left_out: 3200,
      note: "two rows",
    })
    expect(grid(page)).toEqual([["", "°C"], ["Oslo", "3", "-4.5"], ["x<U+202E>y"]])
    expect(page.find("thead th").getAttribute("colspan")).toBe("2")
    expect(page.find("tbody th").getAttribute("rowspan")).toBe("2")
    expect(page.root.querySelectorAll(".nbs-number")).toHaveLength(2)
    expect(page.words(".nbs-table-note")).toBe("… 3,200 more rows · two rows")
  })

  test("of many rows folds, and is whole when that is asked", () => {
    const body = Array.from({ length: TABLE_ROWS + 50 }, (_, row) => [String(row)])
    const page = table({ head: [], body })
    expect(grid(page)).toHaveLength(TABLE_ROWS)
    expect(page.words(".nbs-more")).toBe("Show all 150 rows")
    page.find(".nbs-more").click()
    expect(grid(page)).toHaveLength(TABLE_ROWS + 50)
    expect(page.root.querySelector(".nbs-more")).toBeNull()
  })

  test("holds no more cells and spans than it may", () => {
    const row = Array.from({ length: 1000 }, () => "1")
    const page = table({ head: [], body: Array.from({ length: 30 }, () => row) })
    expect(page.words(".nbs-table-note")).toBe("… 10 more rows")
    expect(page.root.querySelectorAll("td").length).toBeLessThanOrEqual(MAX_CELLS)
    const headed = table({ head: Array.from({ length: 30 }, () => row), body: [row] })
    expect(headed.words(".nbs-table-note")).toBe("… 11 more rows")
    const spread = [{ text: "x", columns: 1000, rows: 1000 }]
    const far = table({ head: [], body: Array.from({ length: 20 }, () => spread) })
    expect(far.words(".nbs-table-note")).toBe("… 20 more rows")
    const wide = table({ head: [], body: [[{ text: "x", columns: 1e9, rows: -1 }]] })
    expect(wide.find("td").getAttribute("colspan")).toBe(String(MAX_SPAN))
    expect(wide.find("td").hasAttribute("rowspan")).toBe(false)
  })

  test.each(["", "null", "[1]", '{"head": 3, "body": [1, [null, {"text": 5}]]}'])(
    "that is none (%s) is empty, and no error",
    (told) => {
      expect(grid(returned("table", told)).flat().join("")).toBe("")
    },
  )

  test("is not made again by what else comes", () => {
    const page = table({ head: [], body: [["a"]] })
    const cell = page.find("td")
    page.after(set("c", { output: "more" }))
    expect(page.find("td")).toBe(cell)
  })
})

describe("HTML", () => {
  const HTML = "<script>top.x = 1</script><b>rich</b>"

  test("is not on the page until its reader asks", () => {
    const page = returned("html", HTML)
    expect(page.root.querySelector("iframe")).toBeNull()
    expect(page.find(".nbs-framed").textContent).not.toContain("rich")
    expect(isControl(page.find(".nbs-framed button"))).toBe(true)
  })

  test("comes in a frame that may do nothing, under a policy that comes first", () => {
    const page = returned("html", HTML)
    page.find(".nbs-framed button").click()
    const frame = page.find("iframe") as HTMLIFrameElement
    expect(frame.getAttribute("sandbox")).toBe("")
    expect(frame.inert).toBe(true)
    const source = decodeURIComponent(frame.src.replace("data:text/html;charset=utf-8,", ""))
    expect(source.endsWith(HTML)).toBe(true)
    const policy = source.indexOf("default-src 'none'")
    expect(policy).toBeGreaterThan(0)
    expect(policy).toBeLessThan(source.indexOf(HTML))
  })
})

describe("a failed call", () => {
  test("says first what was said of it, and folds where it happened", () => {
    const page = shown()
    const props = { name: "f", status: "failed", error: "LookupError: no way", traceback: "in x" }
    page.after(open("c", "tool", props), append("c", "{}"))
    const parts = [...page.find(".nbs-tool-body").children].filter(
      (part) => !(part as HTMLElement).hidden,
    )
    expect(parts[0]?.className).toContain("nbs-part-error")
    expect(page.words(".nbs-part-error .nbs-part-body > .nbs-long")).toBe("LookupError: no way")
    const fold = page.find(".nbs-traceback") as HTMLDetailsElement
    expect(fold.open).toBe(false)
    expect(page.words(".nbs-traceback pre")).toBe("in x")
  })
})
