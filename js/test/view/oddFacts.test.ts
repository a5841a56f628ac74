/** Facts of every type but the one that is expected: a recording, or another kernel, may say anything. */

import { describe, expect, test } from "vitest"
import type { BlockKind, Props } from "../../src/wire/messages.ts"
import { atRest } from "../static/whole.ts"
import { append, close, open, shown } from "./page.ts"

const FACTS: Readonly<Partial<Record<BlockKind, string>>> = {
  text: "role citations retracted",
  reasoning: "started seconds",
  tool:
    "name call_id status started seconds output error traceback kind language notes progress ask " +
    "approval",
  output: "channel",
  image: "media_type data alt partial omitted",
  display: "form",
  source: "title url file text",
  handoff: "source target",
  agent: "name",
  error: "error message hint retry",
  unknown: "name detail",
}

/** What no number and no word can be made of; JSON can say it. */
const STUBBORN = { toString: 1, valueOf: 1 }

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  "odd",
  [],
  [null],
  [3],
  ["odd"],
  [[["odd"]]],
  [STUBBORN],
  {},
  STUBBORN,
  { odd: null },
  { odd: STUBBORN },
  { odd: [null, STUBBORN] },
  [{ number: STUBBORN, title: 3, url: null, file: [], start: "a", end: 1 }],
  [
    { number: -1.5, title: "a", url: "https://a.test", end: 1e308 },
    { number: 1e21, end: 0.5 },
  ],
  { fraction: STUBBORN, message: STUBBORN },
  { fraction: -4, message: [] },
  { approved: STUBBORN, message: {}, always: 1 },
  { length: 1e9 },
]

const BESIDES: readonly Props[] = [{}, { status: "approval", ask: "n" }, { status: "failed" }]

describe.each(Object.entries(FACTS))("%s", (kind, names) => {
  test.each(names.split(" "))("with any %s is shown, and what follows it, too", (name) => {
    const all = BESIDES.flatMap((props) => ODD.map((odd) => ({ ...props, [name]: odd }) as Props))
    const page = shown()
    all.forEach((props, at) => {
      page.after(open(`${at}`, kind as BlockKind, props), append(`${at}`, "a\n"), close(`${at}`))
    })
    page.after(open("next", "text"), append("next", "what follows"))
    for (let frame = 0; frame < 5; frame++) page.screen.tick(20)
    expect(page.root.textContent).toContain("what follows")
    page.close()

    const state = (id: string, kind: string, props: Props, text: string) =>
      ({ id, kind, parent: id === "run" ? null : "run", props, text, closed: true }) as const
    const blocks = [
      state("run", "run", { usage: { requests: STUBBORN }, agent: [] }, ""),
      ...all.map((props, at) => state(`${at}`, kind, props, "a\n")),
      state("next", "text", {}, "what follows"),
    ]
    expect(atRest({ seq: 1, blocks })).toContain("what follows")
  })
})
