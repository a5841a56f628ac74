/** What a conversation says of itself. */

import { grouped } from "../view/words.ts"

const MEGABYTE = 1024 * 1024

/** A size as a reader would say it. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  if (bytes < MEGABYTE) return `${(bytes / 1024).toFixed(0)} KB`
  return `${(bytes / MEGABYTE).toFixed(1)} MB`
}

/** What a question cannot be, or null when it can be asked. */
export function tooLong(characters: number, most: number): string | null {
  if (characters <= most) return null
  return (
    `That makes ${grouped(characters)} characters, and a question takes ${grouped(most)}: ` +
    "attach it as a file, or ask about a part of it."
  )
}
