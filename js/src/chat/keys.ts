/** What keys mean where a question is written. */

/** Whether a key press asks the question: Enter alone, or with Shift where Enter breaks the line. */
export function sends(event: KeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== "Enter") return false
  return enterSends ? !event.shiftKey && !event.altKey : event.shiftKey
}
