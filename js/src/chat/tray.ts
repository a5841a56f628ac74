/** The files that go with the next question: chosen, pasted or dropped, shown, and taken off again. */

import { MAX_CHAT_NAME } from "../bounds/index.ts"
import { quietButton } from "../view/copy.ts"
import { element, show } from "../view/dom.ts"
import { visibleName } from "../view/visible.ts"
import { previewOf } from "./preview.ts"
import { fileChip } from "./question.ts"
import { size } from "./words.ts"

export interface Attached {
  readonly name: string
  readonly content: ArrayBuffer
  readonly preview: string
}

export interface TrayLimits {
  readonly maxFiles: number
  readonly maxBytes: number
}

export interface Tray {
  readonly element: HTMLElement
  /** The files that are there, read whole. */
  readonly files: readonly Attached[]
  /** Take files in; resolves to why some were not, or null. */
  add(files: readonly File[]): Promise<string | null>
  /** Put back what was taken out. */
  restore(files: readonly Attached[]): void
  clear(): void
}

export function tray(limits: () => TrayLimits, changed: () => void, signal: AbortSignal): Tray {
  const list = element("ul", "nbs-files nbs-tray")
  list.setAttribute("aria-label", "Attached files")
  list.hidden = true
  let kept: Attached[] = []

  const put = (file: Attached) => {
    const off = quietButton("nbs-take-off", "×")
    off.setAttribute("aria-label", `Take off ${visibleName(file.name, MAX_CHAT_NAME)}`)
    const chip = fileChip({ ...file, bytes: file.content.byteLength })
    const item = element("li", "", chip, off)
    off.addEventListener(
      "click",
      () => {
        kept = kept.filter((each) => each !== file)
        item.remove()
        show(list, kept.length > 0)
        changed()
      },
      { signal },
    )
    kept.push(file)
    list.append(item)
    show(list, true)
    changed()
  }

  return {
    element: list,
    get files() {
      return kept
    },
    async add(files) {
      const refused: string[] = []
      for (const file of files) {
        const why = await refusal(file, kept, limits())
        if (why !== null) {
          refused.push(why)
          continue
        }
        try {
          const content = await file.arrayBuffer()
          put({ name: file.name || "pasted", content, preview: await previewOf(file) })
        } catch {
          refused.push(`${named(file)} could not be read.`)
        }
      }
      return refused.length === 0 ? null : refused.join(" ")
    },
    restore(files) {
      for (const file of files) put(file)
    },
    clear() {
      kept = []
      list.replaceChildren()
      show(list, false)
    },
  }
}

/** Why a file cannot be attached; null when it can. The kernel looks again, at its content. */
async function refusal(
  file: File,
  kept: readonly Attached[],
  { maxFiles, maxBytes }: TrayLimits,
): Promise<string | null> {
  if (kept.length >= maxFiles) return `${named(file)}: a question takes ${maxFiles} files.`
  const together = kept.reduce((sum, { content }) => sum + content.byteLength, file.size)
  if (together > maxBytes)
    return `${named(file)}: a question takes ${size(maxBytes)} of files, and this makes ${size(together)}.`
  if (!(await readable(file)))
    return `${named(file)}: only pictures (PNG, JPEG, GIF, WebP), PDFs and texts can be attached.`
  return null
}

const KNOWN = /^(?:image\/(?:png|jpeg|gif|webp)|application\/pdf)$/

async function readable(file: File): Promise<boolean> {
  if (KNOWN.test(file.type)) return true
  if (/^(?:image|audio|video|font)\//.test(file.type) && file.type !== "image/svg+xml") return false
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.includes(0)) return false
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function named(file: File): string {
  return visibleName(file.name || "The pasted file", MAX_CHAT_NAME)
}
