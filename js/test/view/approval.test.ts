import { expect, test } from "vitest"
import { FOLDED_LINES } from "../../src/bounds/index.ts"
import { ARMED_AFTER_MS } from "../../src/view/limits.ts"
import { digest } from "../../src/view/tool/digest.ts"
import { append, close, open, set, shown } from "./page.ts"

const asked = (args = '{"path": "a"}', props: object = {}) => [
  open("c", "tool", { name: "wipe", call_id: "1", status: "writing", ...props }),
  append("c", args),
  set("c", { status: "approval", ask: "first" }),
]

type Page = ReturnType<typeof shown>
const button = (page: Page, name: string) => page.find(`button.nbs-${name}`) as HTMLButtonElement
const armed = (page: Page) => {
  page.screen.tick(ARMED_AFTER_MS + 1)
  page.screen.tick()
}

test("a digest is the one that the kernel computes", () => {
  // tests/test_approvals.py has the same.
  expect(digest("wipe", "{}")).toBe(
    "3d515d44fcc2628ae49afe29b84323ddc4ad6d11ccf1271938db7feafc85622a",
  )
})

test("a digest of any length is that of the standard", async () => {
  for (const length of [0, 1, 53, 54, 61, 62, 63, 64, 119, 120, 1000, 100_000]) {
    const bytes = new TextEncoder().encode(`1:${2 * length}:n${"é".repeat(length)}`)
    const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
    const hex = [...expected].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    expect(digest("n", "é".repeat(length))).toBe(hex)
  }
})

test("a call that waits opens itself and shows all that it would run with", () => {
  const page = shown()
  page.after(...asked('{"path": "a\u202eb", "deep": {"n": 1.50}}'))
  expect((page.find("details.nbs-tool") as HTMLDetailsElement).open).toBe(true)
  expect(page.words(".nbs-wanted")).toBe("Allow wipe with exactly this?")
  expect(page.find(".nbs-question pre").textContent).toBe(
    '{\n  "path": "a<U+202E>b",\n  "deep": {\n    "n": 1.50\n  }\n}',
  )
})

test("what is no JSON is shown as it came, with all that hides in it", () => {
  const page = shown()
  page.after(...asked("rm -rf\u2028\u200b /", { language: "bash" }))
  expect(page.find(".nbs-question pre").textContent).toBe("rm -rf<U+2028><U+200B> /")
})

test("what else is known of a call is part of the question, whole", () => {
  const page = shown()
  const file = `${"long/".repeat(60)}\nfile: harmless`
  page.after(
    ...asked("", { language: "diff", notes: { operation: ["delete file"], file: [file] } }),
  )
  const about = page.find(".nbs-about").textContent
  expect(about).toBe(`operation: delete file\nfile: ${"long/".repeat(60)}<U+000A>file: harmless`)
})

test("nothing can be pressed before there was time to read", () => {
  const page = shown()
  page.after(...asked())
  expect([button(page, "approve").disabled, button(page, "reject").disabled]).toEqual([true, true])
  page.screen.tick(ARMED_AFTER_MS - 20)
  expect(button(page, "approve").disabled).toBe(true)
  armed(page)
  expect([button(page, "approve").disabled, button(page, "reject").disabled]).toEqual([
    false,
    false,
  ])
})

test("what changed must be read anew", () => {
  const page = shown()
  page.after(...asked())
  armed(page)
  page.after(set("c", { text: '{"path": "b"}' }))
  expect(button(page, "approve").disabled).toBe(true)
  expect(page.find(".nbs-question pre").textContent).toContain('"b"')
  armed(page)
  expect(button(page, "approve").disabled).toBe(false)
  page.after(set("c", { ask: "second" }))
  expect(button(page, "approve").disabled).toBe(true)
})

test("what is folded cannot be approved, and can be rejected", () => {
  const page = shown()
  page.after(...asked("line\n".repeat(FOLDED_LINES + 2), { language: "text" }))
  armed(page)
  expect([button(page, "approve").disabled, button(page, "reject").disabled]).toEqual([true, false])
  page.find(".nbs-question .nbs-more").click()
  page.screen.tick()
  page.screen.tick()
  expect(button(page, "approve").disabled).toBe(false)
})

test("a script that presses is nobody", () => {
  const page = shown()
  page.after(...asked())
  armed(page)
  button(page, "approve").click()
  button(page, "reject").click()
  page
    .find("input.nbs-reply")
    .dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
  expect(page.sent).toEqual([])
})

test("what was decided stays, and the question goes", () => {
  const page = shown()
  page.after(...asked())
  page.after(
    set("c", { status: "ready", approval: { approved: true, message: "", always: true } }),
    set("c", { status: "done", output: "wiped" }),
    close("c"),
  )
  expect(page.find(".nbs-question").hidden).toBe(true)
  expect(page.words(".nbs-decided")).toBe(
    "Approved by a person, and every later call of this tool in this run",
  )
})

test("a rejection says why", () => {
  const page = shown()
  page.after(...asked())
  const approval = { approved: false, message: "not \u202ethat", always: false }
  page.after(set("c", { status: "rejected", approval }), close("c"))
  expect(page.words(".nbs-decided")).toBe("Rejected by a person: not <U+202E>that")
})

test("a run that is over asks nothing", () => {
  const page = shown()
  page.after(...asked())
  page.after(set("c", { status: "stopped" }), close("c"))
  expect(page.find(".nbs-question").hidden).toBe(true)
})

test("a question without a name, as in a recording, cannot be answered", () => {
  const page = shown()
  page.after(
    open("c", "tool", { name: "wipe", call_id: "1", status: "writing" }),
    set("c", { status: "approval" }),
  )
  expect(page.root.querySelector(".nbs-question")).toBe(null)
  expect(page.words(".nbs-status")).toBe("waits for a decision")
})

test("where no kernel hears, there is no question to answer", () => {
  const page = shown({ kernel: false })
  page.after(...asked())
  expect(page.root.querySelector(".nbs-question")).toBe(null)
})
