/** Word lists as CodeMirror's modes want them: an object with a property for each word. */
export function words(list: string): Record<string, true> {
  return Object.fromEntries(list.split(" ").map((word) => [word, true]))
}
