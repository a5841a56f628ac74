/** Where a text may be cut: never inside a surrogate pair, which is one character. */
export function cut(text: string, length: number): number {
  if (length >= text.length) return text.length
  const code = text.charCodeAt(length - 1)
  return code >= 0xd800 && code < 0xdc00 ? length + 1 : length
}
