import { afterEach, expect, test } from "vitest"
import { mountDocument, mountMarkdown } from "../src/standalone.ts"

afterEach(() => document.body.replaceChildren())

test.each([undefined, null, 42, { text: "x" }, Symbol("x")])(
  "write(%s) is refused, not shown",
  (chunk) => {
    const mounted = mountMarkdown(document.body)
    mounted.write("kept")
    expect(() => mounted.write(chunk as unknown as string)).toThrow("write() takes a string")
    mounted.end()
    expect(document.body.textContent).toBe("kept")
  },
)

test("what is written after the end is ignored, and a second end changes nothing", () => {
  const mounted = mountMarkdown(document.body)
  mounted.write("# One")
  mounted.end()
  mounted.write("\ntwo")
  mounted.end()
  mounted.flush()
  expect(mounted.html()).toBe("<h1>One</h1>\n")
  expect(document.body.textContent).toBe("One")
})

test("what was taken off the page stays off it", () => {
  const mounted = mountMarkdown(document.body)
  mounted.write("one")
  mounted.destroy()
  mounted.destroy()
  mounted.write("two")
  mounted.flush()
  mounted.end()
  expect(document.body.childElementCount).toBe(0)
})

test("two in one element stand one after the other, and go one by one", () => {
  const [first, second] = [mountMarkdown(document.body), mountMarkdown(document.body)]
  second.write("second")
  first.write("first")
  for (const each of [second, first]) each.end()
  expect(document.body.textContent).toBe("firstsecond")
  first.destroy()
  expect(document.body.textContent).toBe("second")
})

test.each([null, "main", document])("an element is asked for where %s is given", (target) => {
  const given = target as unknown as HTMLElement
  const snapshot = { seq: 0, blocks: [] }
  for (const mount of [() => mountMarkdown(given), () => mountDocument(given, snapshot)])
    expect(mount).toThrow(`got ${target} to mount in, expected an element`)
})

test("a snapshot that leaves its blocks out is refused, and says what has them", () => {
  const mount = () => mountDocument(document.body, { seq: 7, blocks: [], parts: true })
  expect(mount).toThrow("view.get_state()")
  expect(document.body.childElementCount).toBe(0)
})

test("the blocks of a document are a snapshot", () => {
  const run = { id: "run", kind: "run", parent: null, props: { status: "done" }, text: "" }
  const text = { id: "t", kind: "text", parent: "run", props: {}, text: "all of it" }
  const blocks = [run, text].map((block) => ({ ...block, closed: true }))
  const shown = mountDocument(document.body, { seq: 0, blocks })
  shown.flush()
  expect(document.body.textContent).toContain("all of it")
  shown.destroy()
})
