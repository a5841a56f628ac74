/** A conversation read from its document, and the small things around it. */

import { describe, expect, test } from "vitest"
import { announcer } from "../../src/chat/announcer.ts"
import { chatFacts, pathOf, turnOf } from "../../src/chat/conversation.ts"
import { drafts, Recall } from "../../src/chat/drafts.ts"
import { hostOf } from "../../src/chat/host.ts"
import { question } from "../../src/chat/question.ts"
import { tooLong } from "../../src/chat/words.ts"
import { Document } from "../../src/document/document.ts"
import { decodeBatch } from "../../src/wire/decode.ts"

function told(...changes: unknown[]): Document {
  const run = new Document()
  run.apply(decodeBatch({ seq: 1, changes }), 0)
  return run
}

const open = (id: string, parent: string | null, props: object = {}) => ({
  op: "open",
  id,
  kind: parent === null ? "chat" : "turn",
  parent,
  props,
})
const set = (id: string, props: object) => ({ op: "set", id, props })

test("the conversation is what is chosen at each place, from the top", () => {
  const run = told(
    open("chat", null),
    open("t1", "chat", { question: "a" }),
    set("chat", { chosen: "t1" }),
    open("t2", "t1", { question: "b" }),
    set("t1", { chosen: "t2" }),
    open("t3", "chat", { question: "c" }),
  )
  expect(pathOf(run).map(({ question }) => question)).toEqual(["a", "b"])
  run.apply(decodeBatch({ seq: 2, changes: [set("chat", { chosen: "t3" })] }), 0)
  expect(pathOf(run).map(({ question, versions }) => [question, versions])).toEqual([
    ["c", ["t1", "t3"]],
  ])
})

test("facts of the wrong type are as if they were not there", () => {
  const run = told(open("chat", null, { title: 3, suggestions: ["a", 4], height: "x" }))
  const { title, suggestions, height, enterSends } = chatFacts(run)
  expect([title, suggestions, height, enterSends]).toEqual(["", ["a"], 600, true])
})

test("a status that is none of ours is none, and becomes no attribute", () => {
  expect(turnOf({ status: "done" }).status).toBe("done")
  for (const status of ["approval", "x y", 3]) expect(turnOf({ status }).status).toBe("")
})

test("a preview is a picture's data and no other address", () => {
  const dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
  const previews = [
    dot,
    "data:image/png;base64,AAAA",
    "https://evil.example/x.png",
    "data:image/svg+xml;base64,AAAA",
    'data:image/png;base64,AAAA"onerror=',
  ].map((preview) => turnOf({ files: [{ name: "a", bytes: 1, preview }] }).files[0]?.preview)
  expect(previews).toEqual([dot, "", "", "", ""])
})

test("nothing in a question controls or turns around what stands beside it", () => {
  const asked = question({ question: "a\u202eb\u001b[2J \u200e\u05d0", files: [] })
  expect(asked.textContent).toBe("a<U+202E>b<U+001B>[2J \u200e\u05d0")
})

test("a question is the text it is", () => {
  const { textContent, innerHTML } = question({ question: "<b>x</b>\n`y`", files: [] })
  expect(textContent).toBe("<b>x</b>\n`y`")
  expect(innerHTML).not.toContain("<b>")
})

test("what is too long is said with its length", () => {
  expect(tooLong(10, 10)).toBeNull()
  expect(tooLong(20_000_000, 500_000)).toContain("20,000,000 characters")
})

describe("recall", () => {
  test("goes back to the oldest, and forth to what was being typed", () => {
    const recall = new Recall()
    recall.learn(["one", "two", "two", "three"])
    const back = ["typed", "", "", ""].map((text) => recall.back(text))
    expect(back).toEqual(["three", "two", "one", null])
    expect([recall.forth(), recall.forth(), recall.forth(), recall.forth()]).toEqual([
      "two",
      "three",
      "typed",
      null,
    ])
  })

  test("begins at the end again once the reader types", () => {
    const recall = new Recall()
    recall.learn(["one", "two"])
    recall.back("")
    recall.back("")
    recall.forget()
    expect(recall.back("new")).toBe("two")
  })
})

describe("drafts", () => {
  function store() {
    const kept = new Map<string, string>()
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
      key: (at: number) => [...kept.keys()][at] ?? null,
      get length() {
        return kept.size
      },
    }
  }

  test("are kept by chat, and go when they are sent", () => {
    const page = store()
    drafts("a", page).write("half a")
    expect(drafts("a", page).read()).toBe("half a")
    expect(drafts("b", page).read()).toBe("")
    drafts("a", page).write("")
    expect(page.kept.size).toBe(0)
  })

  test("do not pile up, and leave what is not theirs", () => {
    const page = store()
    page.setItem("other", "x")
    for (let at = 0; at < 50; at++) drafts(`c${at}`, page).write("text")
    expect(page.kept.size).toBeLessThanOrEqual(21)
    expect(page.kept.get("other")).toBe("x")
    expect(drafts("c49", page).read()).toBe("text")
  })

  test("of a page without storage are nowhere, and nothing fails", () => {
    const full = {
      ...store(),
      setItem: () => {
        throw new Error("full")
      },
    }
    drafts("a", full).write("x")
    drafts("a", null).write("x")
    expect(drafts("a", null).read()).toBe("")
  })
})

test("a reader is told of boundaries, and never of a token", () => {
  const run = new Document()
  const { element, follow } = announcer()
  const tell = follow(run)
  const said: string[] = []
  let seq = 0
  const heard = (...changes: unknown[]) => {
    run.apply(decodeBatch({ seq: ++seq, changes }), 0)
    tell()
    if (element.textContent !== said.at(-1)) said.push(element.textContent ?? "")
  }
  const run_ = { op: "open", id: "run", kind: "run", parent: null, props: { status: "waiting" } }
  heard(run_)
  heard(set("run", { status: "streaming" }))
  heard({ op: "open", id: "x", kind: "text", parent: "run", props: {} })
  for (const text of ["one ", "two ", "three"]) heard({ op: "append", id: "x", text })
  const tool = { op: "open", id: "w", kind: "tool", parent: "run", props: { name: "weather" } }
  heard(tool)
  heard(set("w", { status: "done" }))
  const first = element.firstChild
  heard({ ...tool, id: "w2" })
  heard(set("w2", { status: "done" }))
  // The same words are told again, by a node of their own.
  expect(element.firstChild).not.toBe(first)
  heard({ op: "append", id: "x", text: "four" })
  heard(set("run", { status: "done" }))
  expect(said).toEqual(["", "Answer started", "weather ran", "Answer finished"])
})

test("a host is asked for its kernel, and one that tells nothing has one", () => {
  const { signal } = new AbortController()
  expect(hostOf(undefined, undefined, signal).line()).toBe("open")
  expect(hostOf({ comm_live: false }, {}, signal).line()).toBe("gone")
  const kernel = { connectionStatus: "connecting" }
  expect(hostOf({ comm_live: true }, { kernel }, signal).line()).toBe("waiting")
})

test("a page that did not ask for a restart hears of it by the new kernel's start", () => {
  const { signal } = new AbortController()
  let tell = (_sender: unknown, _status: string) => {}
  const statusChanged = {
    connect: (listener: typeof tell) => {
      tell = listener
    },
    disconnect() {},
  }
  const kernel = { connectionStatus: "connected", statusChanged }
  const host = hostOf({ comm_live: true }, { kernel }, signal)
  const lines: string[] = []
  host.changed(() => lines.push(host.line()), signal)
  for (const status of ["busy", "idle"]) tell(null, status)
  expect(lines).toEqual([])
  tell(null, "starting")
  expect(lines).toEqual(["gone"])
})
