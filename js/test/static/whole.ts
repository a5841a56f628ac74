import { portion, render } from "../../src/static/index.ts"

/** What the engine hands over of a snapshot, all its portions together. */
export function atRest(snapshot: unknown): string {
  let whole = ""
  let next = render(JSON.stringify(snapshot), "{}")
  for (; next !== '""'; next = portion()) whole += JSON.parse(next)
  return whole
}
