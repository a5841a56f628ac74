/** A small picture of an attached one, drawn here so that the large one travels once. */

import { MAX_PREVIEW } from "../bounds/index.ts"
import { PREVIEW_PX } from "./limits.ts"

/** The data address of a small picture; empty when the file is none, or the page cannot draw it. */
export async function previewOf(file: Blob): Promise<string> {
  if (!file.type.startsWith("image/")) return ""
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, PREVIEW_PX / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement("canvas")
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const drawn = canvas.toDataURL("image/webp", 0.85)
    return drawn.length <= MAX_PREVIEW ? drawn : ""
  } catch {
    return ""
  }
}
