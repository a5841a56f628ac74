/** A program's output as it grows: its words, with the colours and the weight it gave them. */

import { TERMINAL_LOOKS } from "../../bounds/index.ts"
import { Revealed } from "../../markdown/visible.ts"
import { type Growing, piecesInto } from "../plainText.ts"
import { EscapeReader } from "./escapes.ts"
import { Looks } from "./looks.ts"

/** Grow output in `target`, which keeps line breaks by its style. */
export function terminalInto(target: HTMLElement): Growing {
  const pieces = piecesInto(target)
  let looks = new Looks()
  let changes = 0
  let revealed = new Revealed()
  const read = () =>
    new EscapeReader({
      // An element for each look costs more than the words: a text that flickers ends plain.
      words: (text) =>
        pieces.write(revealed.write(text), changes > TERMINAL_LOOKS ? "" : looks.names),
      looks(numbers) {
        changes++
        looks.change(numbers)
      },
    })
  let reader = read()

  return {
    write(text) {
      reader.read(text)
      // What may yet become an escape is words until it does: nothing waits out of sight.
      pieces.uncertain(revealed.preview(reader.held))
    },
    clear() {
      pieces.clear()
      looks = new Looks()
      changes = 0
      reader = read()
      revealed = new Revealed()
    },
  }
}
