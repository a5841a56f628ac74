/** HTML's named character references, decoded without a browser. */

import { ENTITY_NAMES } from "./entity-names.ts"

let table: Map<string, string> | null = null

/** The character or two that a name (without `&` and `;`) stands for. */
export function namedEntity(name: string): string | undefined {
  table ??= unpack(ENTITY_NAMES)
  return table.get(name)
}

function unpack(packed: string): Map<string, string> {
  const characters = new Map<string, string>()
  let point = 0
  for (const group of packed.trim().split(/[;\n]/)) {
    const [code = "", ...names] = group.split(" ")
    const [distance = "", second] = code.split("+")
    point += Number.parseInt(distance, 36)
    const more = second === undefined ? "" : String.fromCodePoint(Number.parseInt(second, 36))
    for (const name of names) characters.set(name, String.fromCodePoint(point) + more)
  }
  return characters
}
