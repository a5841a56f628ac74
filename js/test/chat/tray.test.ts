/** Files beside a question: how many and how large, and what their names say. */

import { describe, expect, test } from "vitest"
import { MAX_CHAT_NAME, MAX_FILE_BYTES, MAX_FILES } from "../../src/bounds/index.ts"
import { tray } from "../../src/chat/tray.ts"
import { around } from "../bounds/around.ts"

const LIMITS = { maxFiles: MAX_FILES, maxBytes: MAX_FILE_BYTES }

const attaching = () =>
  tray(
    () => LIMITS,
    () => {},
    new AbortController().signal,
  )

/** A text that is as long as it says, without being made. */
function text(name: string, bytes = 1): File {
  const content = async () => new ArrayBuffer(0)
  const file = new File([], name, { type: "application/pdf" })
  return Object.defineProperties(file, {
    size: { value: bytes },
    arrayBuffer: { value: bytes > 1 ? content : async () => new ArrayBuffer(bytes) },
  })
}

test.each(around(MAX_FILES))("so many files, %s the bound", async (_, count, within) => {
  const files = attaching()
  const said = await files.add(Array.from({ length: count }, (__, at) => text(`${at}.pdf`)))
  expect(files.files).toHaveLength(Math.min(count, MAX_FILES))
  expect(files.element.children).toHaveLength(Math.min(count, MAX_FILES))
  expect(said === null).toBe(within)
  if (!within) expect(said).toContain(`${MAX_FILES}.pdf: a question takes 10 files.`)
})

test.each(around(MAX_FILE_BYTES))(
  "a file of so many bytes, %s the bound",
  async (_, bytes, within) => {
    const files = attaching()
    const said = await files.add([text("a.pdf", bytes)])
    expect(files.files).toHaveLength(Number(within))
    expect(said === null).toBe(within)
    if (!within) expect(said).toMatch(/^a\.pdf: a question takes 8.0 MB of files, and this makes /)
  },
)

test("files are counted together", async () => {
  const files = attaching()
  expect(await files.add([text("a.pdf")])).toBeNull()
  expect(await files.add([text("b.pdf", MAX_FILE_BYTES)])).toContain("b.pdf: a question takes")
  expect(files.files.map(({ name }) => name)).toEqual(["a.pdf"])
})

describe("a name hides nothing", () => {
  test.each([
    ["exe.gpj\u202e.pdf", "exe.gpj<U+202E>.pdf"],
    ["a\u0000b", "a<U+0000>b"],
    ["a\nb", "a<U+000A>b"],
    ["a\u200bb", "a<U+200B>b"],
    ["n".repeat(5000), `${"n".repeat(MAX_CHAT_NAME)}…`],
  ])("%j", async (name, shown) => {
    const files = attaching()
    await files.add([text(name)])
    expect(files.element.textContent).toContain(shown)
    expect(files.element.querySelector("[aria-label^=Take]")?.getAttribute("aria-label")).toBe(
      `Take off ${shown}`,
    )
  })
})
