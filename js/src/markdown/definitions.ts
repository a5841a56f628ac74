/** What labels stand for: link reference definitions, `[label]: destination "title"`, and footnotes. */

import type { Block } from "./blocks/block.ts"
import { unescapeText } from "./inlines/entities.ts"
import { readDestination, readLabel, readTitle, skipSpace } from "./inlines/links.ts"
import { percentEncode } from "./urls.ts"

export interface Definition {
  readonly label: string
  readonly href: string
  readonly title: string | null
  /** Offset behind it. */
  readonly end: number
}

/** Labels match without regard to case and to how they are spaced. */
export function normaliseLabel(label: string): string {
  // Both directions, since some characters (ẞ, İ) fold together only by way of the other.
  return label
    .replace(/[ \t\n]+/g, " ")
    .replace(/^ | $/g, "")
    .toLowerCase()
    .toUpperCase()
}

/** What labels stand for. The first definition of a label counts. */
class Labels<Meaning> {
  readonly #known = new Map<string, Meaning>()

  constructor(readonly fresh: string[]) {}

  define(label: string, meaning: Meaning): void {
    if (this.#known.has(label)) return
    this.#known.set(label, meaning)
    this.fresh.push(label)
  }

  find(label: string): Meaning | undefined {
    return this.#known.get(label)
  }
}

export class Definitions {
  /** Labels defined since someone last took them, to find what mentioned them before. */
  readonly fresh: string[] = []
  readonly links = new Labels<Definition>(this.fresh)
  /** Their labels keep their `^`, so that they are never those of links. */
  readonly footnotes = new Labels<Block>(this.fresh)
}

/**
 * Read a definition that begins at `from`; `whole` says that no more text follows.
 *
 * Returns "no" if there is none, and "unfinished" if there is none so far but the text ended
 * where one could still become complete.
 */
export function readDefinition(
  text: string,
  from: number,
  whole: boolean,
): Definition | "no" | "unfinished" {
  const label = readLabel(text, from)
  if (typeof label === "string") return label
  const key = normaliseLabel(label.text)
  if (key === "") return "no"
  let at = label.end
  if (at >= text.length) return "unfinished"
  if (text[at] !== ":") return "no"
  at = skipSpace(text, at + 1)
  if (at >= text.length) return "unfinished"
  const destination = readDestination(text, at)
  if (typeof destination === "string") return destination
  at = destination.end
  const bare = endOfLine(text, at)
  const spaced = skipSpace(text, at)
  const title = spaced > at ? readTitle(text, spaced) : "no"
  // An open title on the next line may yet close; until then nothing is certain.
  if (title === "unfinished" && (bare < 0 || !whole)) return title
  const titled = typeof title === "string" ? -1 : endOfLine(text, title.end)
  if (titled < 0 && bare < 0) return "no"
  return {
    label: key,
    href: percentEncode(unescapeText(destination.text)),
    title: titled >= 0 && typeof title !== "string" ? unescapeText(title.text) : null,
    end: titled >= 0 ? titled : bare,
  }
}

/** Offset behind the line ending, if only spaces and tabs come before it; else -1. */
function endOfLine(text: string, from: number): number {
  let at = from
  while (text[at] === " " || text[at] === "\t") at++
  if (at >= text.length) return at
  return text[at] === "\n" ? at + 1 : -1
}
