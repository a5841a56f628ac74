/** A tool's arguments in one line: enough to tell one call from the next. */

import { BRIEF_CHARACTERS, BRIEF_SOURCE_CHARACTERS } from "../../bounds/index.ts"
import { visibleName } from "../visible.ts"

/** Sum up arguments: an object by its names and values, anything else by its beginning. */
export function brief(args: string): string {
  const facts = args.length <= BRIEF_SOURCE_CHARACTERS ? parsed(args) : undefined
  return visibleName(facts === undefined ? beginning(args) : told(facts), BRIEF_CHARACTERS)
}

/** The value of JSON text; undefined when it is none (yet). */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}

function beginning(args: string): string {
  return args
    .slice(0, BRIEF_CHARACTERS * 2)
    .replace(/\s+/g, " ")
    .trim()
}

function told(facts: unknown): string {
  if (typeof facts !== "object" || facts === null || Array.isArray(facts)) return value(facts)
  return Object.entries(facts)
    .map(([name, fact]) => `${name}: ${value(fact)}`)
    .join(", ")
}

function value(fact: unknown): string {
  return beginning(typeof fact === "string" ? fact : written(fact))
}

/** As JSON, which can be read at any depth, and is written by recursion. */
function written(fact: unknown): string {
  try {
    return JSON.stringify(fact)
  } catch {
    return "…"
  }
}
