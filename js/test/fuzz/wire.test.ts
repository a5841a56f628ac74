/** Whatever comes off the wire is read, or refused with the one error that says so. */

import fc from "fast-check"
import { expect, test } from "vitest"
import { Document } from "../../src/document/document.ts"
import { decodeBatch, decodeOptions, decodeSnapshot } from "../../src/wire/decode.ts"
import { ProtocolError } from "../../src/wire/errors.ts"
import { atRest } from "../static/whole.ts"
import { holds, TIMEOUT_MS } from "./fuzzing.ts"

const KINDS = "run text reasoning tool handoff agent error output image source unknown new".split(
  " ",
)
const FACTS = (
  "status agent usage seconds role citations retracted name call_id started output error kind " +
  "language notes progress approval ask channel media_type data alt partial omitted title url file " +
  "text source target message hint detail traceback __proto__ constructor"
).split(" ")

const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "done",
    "failed",
    "writing",
    "approval",
    "answer",
    "data",
    "stdout",
    '{"a": [1]}',
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
const props = fc.dictionary(fc.constantFrom(...FACTS), value, { maxKeys: 6 })
const id = fc.constantFrom("run", "a", "b", "c", "__proto__")
const parent = fc.constantFrom(null, "run", "a", "b", "__proto__")

const change = fc.oneof(
  fc.record({ op: fc.constant("open"), id, kind: fc.constantFrom(...KINDS), parent, props }),
  fc.record({ op: fc.constant("append"), id, text: fc.string({ unit: "binary" }) }),
  fc.record({ op: fc.constant("set"), id, props }),
  fc.record({ op: fc.constantFrom("close", "retract", "explode"), id }),
)
const batch = fc.record({ seq: fc.nat(4), changes: fc.array(change, { maxLength: 6 }) })
const state = fc.record({
  id,
  kind: fc.constantFrom(...KINDS),
  parent,
  props,
  text: fc.string({ unit: "binary" }),
  closed: fc.boolean(),
})
const tree = fc.uniqueArray(state, { selector: (each) => each.id, maxLength: 5 })
const snapshot = fc.record({ seq: fc.nat(4), blocks: tree })

/** Do it; a message that is refused is as good as one that is read. */
function attempt<Made>(read: () => Made): Made | null {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    return null
  }
}

test(
  "any value is read or refused",
  () => {
    holds(
      fc.property(fc.anything(), (anything) => {
        attempt(() => decodeBatch(anything))
        attempt(() => decodeSnapshot(anything))
        decodeOptions(anything)
      }),
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  },
  TIMEOUT_MS,
)

test(
  "any messages in any order make a document, or ask for a snapshot",
  () => {
    holds(
      fc.property(fc.array(fc.oneof(batch, snapshot), { maxLength: 6 }), (messages) => {
        const run = new Document()
        for (const message of messages)
          attempt(() =>
            "changes" in message
              ? run.apply(decodeBatch(message), 0)
              : run.load(decodeSnapshot(message), 0),
          )
        expect(typeof run.missing).toBe("boolean")
      }),
    )
  },
  TIMEOUT_MS,
)

test(
  "any snapshot that is one can be shown",
  () => {
    holds(
      fc.property(snapshot, (told) => {
        const html = attempt(() => atRest(told))
        if (html !== null)
          expect(html).not.toMatch(/<(?:script|iframe|object|form|base|meta|link)\b/i)
      }),
    )
  },
  TIMEOUT_MS,
)
