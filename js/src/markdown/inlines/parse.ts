/** Parsing the text of one leaf block into inlines: whole, or as far as it has come. */

import { MAX_HALF_TYPED } from "../../bounds/index.ts"
import { trimEnd } from "../characters.ts"
import { Scanner } from "./scan.ts"
import type { Surroundings } from "./surroundings.ts"
import { type Tree, TreeBuilder, textsOf } from "./tree.ts"

/**
 * A marker at the very end of unfinished text. What it means is not known yet, so it is not
 * shown yet: `**`, a backtick, `[`, `[1`, `\(`, a reference or tag just begun, `<https:`.
 */
const HALF_TYPED =
  /(?:[*_~`$\]!\\<]|\\\(|\[[^\][\s]{0,4}|\[\^[^\s\]]*|&[#\w]*|<[a-z/][\w+.@-]*(:[^\s<>]*)?)$/i

/** One line without any marker or address: most cells of tables, and most items of lists. */
const WORDS = /^[^\n\\`*_~[\]<&$@:]*$/

/** Parse a leaf's text to which nothing will be added. */
export function parseWhole(text: string, around: Surroundings, carry = ""): Tree {
  const trimmed = trimEnd(text)
  if (WORDS.test(carry + trimmed) && !trimmed.includes("www."))
    return { inlines: textsOf(carry + trimmed), settled: null }
  return treeOf(new Scanner(trimmed, around, true), carry, -1)
}

/**
 * Parse a leaf's text as far as it is shown.
 *
 * `carry` is text already settled before it, which goes on in it. Nothing behind `certain` is
 * settled: there the text may yet turn out to be something else.
 */
export function parseGrowing(
  text: string,
  around: Surroundings,
  carry: string,
  certain: number,
): Tree {
  return treeOf(new Scanner(text, around, false), carry, certain)
}

function treeOf(scanner: Scanner, carry: string, certain: number): Tree {
  scanner.scan()
  const { tokens, unsure } = scanner
  const builder = new TreeBuilder(carry, Math.min(unsure, certain), scanner.around.extended)
  tokens.forEach((token, index) => {
    builder.add(token, tokens[index + 1])
  })
  return builder.finish()
}

/** A growing text without what is not shown yet at its end: white space, and half-typed markers. */
export function withoutHalfTyped(text: string): string {
  const trimmed = trimEnd(text)
  // Behind white space a marker is complete, but what it opens may begin with that.
  let half = trimmed.length < text.length ? /(?:[`[]|\\[([]?)$/ : HALF_TYPED
  let end = trimmed.slice(-MAX_HALF_TYPED)
  for (; half.test(end); half = HALF_TYPED) end = end.replace(half, "")
  return trimmed.slice(0, -MAX_HALF_TYPED) + end
}
