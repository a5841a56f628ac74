/** What stands under a run that is over. */

import { afterEach, expect, test, vi } from "vitest"
import { append, close, open, set, shown } from "./page.ts"

afterEach(() => vi.unstubAllGlobals())

const USAGE = {
  requests: 2,
  input_tokens: 1234,
  cached_tokens: 200,
  output_tokens: 310,
  reasoning_tokens: 120,
}

function ended(props: object) {
  const page = shown()
  page.after(open("t", "text"), append("t", "One."), close("t"))
  page.after(open("u", "text"), append("u", "*Two*."), close("u"))
  page.after(set("run", { status: "done", seconds: 6.24, ...props }), close("run"))
  return page
}

test("one quiet line says what the run took", () => {
  const page = ended({ usage: USAGE, first_token: 0.81, writing: 5 })
  expect(page.words(".nbs-stats > span")).toBe(
    "2 requests · 1,234 tokens in (200 cached) · 310 tokens out (120 reasoning) · " +
      "first token after 0.8 s · 6.2 s in all · 62 tokens/s",
  )
})

test("what is not known is not said", () => {
  const page = ended({ usage: { requests: 1 } })
  expect(page.words(".nbs-stats > span")).toBe("1 request · 6.2 s in all")
})

test("a stream whose provider counts nothing has no such line, and a run that goes on neither", () => {
  expect(ended({}).find(".nbs-ending").hidden).toBe(true)
  const page = shown()
  page.after(set("run", { usage: USAGE, status: "streaming" }))
  expect(page.find(".nbs-ending").hidden).toBe(true)
})

test("a run that was stopped says so, with what it took", () => {
  const page = ended({ status: "stopped", usage: { requests: 1 } })
  expect(page.words(".nbs-outcome")).toBe("Stopped after 6.2 s")
  expect(page.find(".nbs-stats").hidden).toBe(false)
})

test("the answer can be copied as it was written", async () => {
  const copied: string[] = []
  vi.stubGlobal("navigator", {
    clipboard: { writeText: async (text: string) => copied.push(text) },
  })
  const page = ended({ usage: USAGE })
  page.find(".nbs-stats button").click()
  await vi.waitFor(() => expect(page.words(".nbs-stats button")).toBe("Copied"))
  expect(copied).toEqual(["One.\n\n*Two*."])
})
