/** Bounds of outputs, JSON, calls and conversations, at, above and far above. */

import { beforeEach, describe, expect, test } from "vitest"
import {
  BRIEF_SOURCE_CHARACTERS,
  GROUPED_CALLS,
  INDENTED_LEVELS,
  JSON_OPEN_ROWS,
  JSON_ROWS,
  JSON_ROWS_MORE,
  KEPT_DRAFT,
  KEPT_DRAFTS,
  MAX_CHAT_NAME,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_PREVIEW,
  MAX_QUESTION,
  MAX_REJECTION,
  MAX_SIGNS,
  PRETTY_CHARACTERS,
  RECALLED,
  RESTING_CHARACTERS,
  RESTING_JSON_ROWS,
  RESTING_JSON_STRING_CHARACTERS,
} from "../../src/bounds/index.ts"
import { chatFacts, turnOf } from "../../src/chat/conversation.ts"
import { drafts, Recall } from "../../src/chat/drafts.ts"
import { speaker } from "../../src/chat/speaker.ts"
import { Document } from "../../src/document/document.ts"
import { indented } from "../../src/view/json/indent.ts"
import { brief } from "../../src/view/tool/brief.ts"
import type { BlockKind, Props } from "../../src/wire/messages.ts"
import { atRest } from "../static/whole.ts"
import { append, close, open, set, shown } from "../view/page.ts"
import { around } from "./around.ts"

/** A page at rest with one block. */
function resting(kind: BlockKind, props: Props, text: string): string {
  const run = { id: "run", kind: "run", parent: null, props: {}, text: "", closed: true }
  const blocks = [run, { id: "b", kind, parent: "run", props, text, closed: true }]
  return atRest({ seq: 1, blocks })
}

/** A live page with data, painted whole. */
function data(json: string) {
  const page = shown()
  page.after(open("t", "text", { role: "data" }), append("t", json), close("t"))
  for (let frame = 0; frame < 60; frame++) page.screen.tick()
  return page
}

const list = (length: number) => JSON.stringify(Array.from({ length }, () => 7))

describe("JSON", () => {
  test.each(around(INDENTED_LEVELS))("indented, %s the bound", (_, depth) => {
    const lines = indented(`${"[".repeat(depth)}1${"]".repeat(depth)}`).split("\n")
    const spaces = lines.find((line) => line.endsWith("1"))?.search("1")
    expect(spaces).toBe(2 * Math.min(depth, INDENTED_LEVELS))
  })

  test.each(around(BRIEF_SOURCE_CHARACTERS))("in one line, %s the bound", (_, length, within) => {
    const told = brief(`{"a": "${"x".repeat(length - 9)}"}`)
    expect(told.startsWith(within ? "a: x" : '{"a": "x')).toBe(true)
  })

  test.each(around(PRETTY_CHARACTERS, 3))("as a tree, %s the bound", (_, length, within) => {
    const page = data(`["${"x".repeat(length - 4)}"]`)
    expect(page.root.querySelector(".nbs-data .nbs-json") !== null).toBe(within)
    expect(page.root.textContent).toContain("xxx")
  })

  test.each(around(JSON_ROWS_MORE, 5))("that more is asked of, %s the bound", (_, rows, within) => {
    const page = data(list(JSON_ROWS + rows))
    page.find(".nbs-json-whole > .nbs-more").click()
    for (let frame = 0; frame < 60; frame++) page.screen.tick()
    const more = page.root.querySelector(".nbs-json-whole > .nbs-more")
    expect(more === null || more.textContent === "Show more (1 characters left)").toBe(within)
  })

  test.each(around(RESTING_JSON_ROWS, 5))("at rest, %s the bound", (_, rows, within) => {
    const said = /… ([\d,]+) characters more/.exec(resting("text", { role: "data" }, list(rows)))
    expect(said === null || said[1] === "1").toBe(within)
  })

  test.each(around(RESTING_JSON_STRING_CHARACTERS))(
    "with a string, at rest, %s the bound",
    (_, length, within) => {
      const html = resting("text", { role: "data" }, JSON.stringify(["x".repeat(length)]))
      expect(/… [\d,]+ more characters/.test(html)).toBe(!within)
    },
  )

  test.each([
    ["at", JSON_OPEN_ROWS / 2],
    ["above", JSON_OPEN_ROWS / 2 + 1],
    ["far above", 4 * JSON_OPEN_ROWS],
  ])("unfolded, %s the bound", (_, folds) => {
    const page = data(JSON.stringify(Array.from({ length: folds }, () => [1])))
    expect(page.root.querySelectorAll(".nbs-json-fold")).toHaveLength(folds)
    expect(page.root.querySelectorAll(".nbs-json-fold[open]")).toHaveLength(
      Math.min(folds, JSON_OPEN_ROWS / 2),
    )
  })
})

test.each(around(RESTING_CHARACTERS, 5))("an output at rest, %s the bound", (_, length, within) => {
  const html = resting("tool", { name: "a", status: "done", output: "x".repeat(length) }, "{}")
  const more = (length - RESTING_CHARACTERS).toLocaleString("en")
  expect(html.includes(`… ${more} more characters`)).toBe(!within)
})

test("an answer at rest is all there, beyond what is laid out as markdown", () => {
  const html = resting("text", {}, "!".repeat(MAX_SIGNS) + "x".repeat(RESTING_CHARACTERS + 5))
  expect(html.replace(/<[^>]*>/g, "").match(/x{9,}/)?.[0]).toHaveLength(RESTING_CHARACTERS + 5)
  expect(html).not.toContain("more characters")
})

test.each(around(GROUPED_CALLS - 1))("calls in a row, %s the bound", (_, count, within) => {
  const page = shown()
  for (let call = 0; call < count; call++) page.after(open(`${call}`, "tool", { name: "a" }))
  expect(page.find(".nbs-calls-line").hidden).toBe(within)
})

test("a field to answer in takes as much as the kernel does", () => {
  const page = shown()
  page.after(open("c", "tool", { name: "a", status: "writing" }))
  page.after(set("c", { status: "approval", ask: "n" }))
  expect((page.find("input.nbs-reply") as HTMLInputElement).maxLength).toBe(MAX_REJECTION)
})

describe("a conversation", () => {
  beforeEach(() => localStorage.clear())

  test("takes what the kernel takes, where that is not said", () => {
    const { maxCharacters, maxFiles, maxBytes } = chatFacts(new Document())
    expect([maxCharacters, maxFiles, maxBytes]).toEqual([MAX_QUESTION, MAX_FILES, MAX_FILE_BYTES])
  })

  test.each(around(MAX_PREVIEW))("a picture beside a question, %s the bound", (_, size, within) => {
    const head = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    const length = size + (within ? -1 : 1) * ((size - head.length) % 4)
    const preview = head.padEnd(length - ((length - head.length) % 4) + (within ? 0 : 4), "A")
    const [file] = turnOf({ files: [{ name: "a", bytes: 1, preview }] }).files
    expect(file?.preview !== "").toBe(within)
  })

  test.each(around(MAX_CHAT_NAME))("a name, %s the bound", (_, length, within) => {
    const said = speaker("n".repeat(length)).textContent
    expect(said).toBe(within ? "n".repeat(length) : `${"n".repeat(MAX_CHAT_NAME)}…`)
  })

  test.each(around(RECALLED))("questions that are recalled, %s the bound", (_, asked) => {
    const recall = new Recall()
    recall.learn(Array.from({ length: asked }, (__, at) => `question ${at}`))
    let found = 0
    while (recall.back("") !== null) found++
    expect(found).toBe(Math.min(asked, RECALLED))
  })

  test.each(around(KEPT_DRAFTS))("drafts that are kept, %s the bound", (_, count) => {
    for (let chat = 0; chat < count; chat++) drafts(`${chat}`, localStorage).write("typed")
    expect(localStorage.length).toBe(Math.min(count, KEPT_DRAFTS))
    expect(drafts(`${count - 1}`, localStorage).read()).toBe("typed")
  })

  test.each(around(KEPT_DRAFT))("a draft, %s the bound", (_, length, within) => {
    drafts("c", localStorage).write("x".repeat(length))
    expect(drafts("c", localStorage).read().length).toBe(within ? length : 0)
  })
})
