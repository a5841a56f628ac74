/**
 * Names, arguments and outputs, for reading: a reader decides by them, so nothing in them hides.
 * Which characters do is the engine's to say.
 */

import { named, visibleCode, visible as visibleInProse } from "../markdown/visible.ts"
import { cut } from "./cut.ts"

/** Colours and other attributes of a terminal: they are looks, and carry no words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is sought
const TERMINAL_ATTRIBUTES = /\u001b\[[\d;:]*m/g

/** The text with every hidden character written out, as in `<U+202E>`; line breaks and tabs stay. */
export const visible = visibleCode

/** The same for what a person wrote, in which marks of direction and joiners are at home. */
export const visibleProse = visibleInProse

/** The same for what a tool said: the colours of a terminal are left out first. */
export function visibleOutput(text: string): string {
  return visible(text.replace(TERMINAL_ATTRIBUTES, ""))
}

/** A name, for one line: line breaks are hidden characters too, and its length has a bound. */
export function visibleName(name: string, maxCharacters: number): string {
  const shown = visible(name).replace(/[\n\t]/g, named)
  return shown.length > maxCharacters ? `${shown.slice(0, cut(shown, maxCharacters))}…` : shown
}
