/**
 * Pictures from elsewhere: none is fetched before its reader presses Load, or its place was allowed
 * in Python. The only file that may fetch.
 *
 * A picture comes as bytes, without cookies, without a referrer and without a redirect, which could
 * lead anywhere; its first bytes say whether it is one. A page cannot do that with a host that does
 * not let pages read its files: there is the link.
 */

import { MAX_FETCHED_PICTURES, MAX_PICTURE_BYTES } from "../bounds/index.ts"
import { isAllowedPlace } from "../markdown/allowed-places.ts"
import type { Pictures } from "../markdown/index.ts"
import { pictureType } from "../markdown/pictures.ts"
import { control } from "./controls.ts"
import { element, setText } from "./dom.ts"

export { dataPicture } from "../markdown/pictures.ts"

/** Pictures of one text; what stands under `places` is fetched unasked. */
export function remotePictures(places: readonly string[], signal?: AbortSignal): Pictures {
  // A text that is shown again does not ask again.
  const asked = new Map<string, Promise<Blob>>()
  const fetched = (href: string): Promise<Blob> => {
    const known = asked.get(href)
    if (known !== undefined) return known
    const coming = pictureFrom(href, signal)
    asked.set(href, coming)
    // Whoever presses Load again may have better luck.
    coming.catch(() => asked.delete(href))
    return coming
  }

  return (place, href) => {
    const load = control(element("button", "nbs-quiet nbs-load", "Load"))
    load.type = "button"
    place.append(load)
    const begin = async () => {
      load.disabled = true
      setText(load, "Loading…")
      try {
        await show(place, await fetched(href))
      } catch {
        load.disabled = false
        setText(load, "Cannot be loaded here")
      }
    }
    load.addEventListener("click", (event) => {
      // It may stand in a link.
      event.preventDefault()
      void begin()
    })
    const unasked = asked.has(href) || asked.size < MAX_FETCHED_PICTURES
    if (unasked && isAllowedPlace(href, places)) void begin()
  }
}

async function pictureFrom(href: string, signal: AbortSignal | undefined): Promise<Blob> {
  const answer = await fetch(href, {
    redirect: "error",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    ...(signal === undefined ? {} : { signal }),
  })
  if (!answer.ok) throw new Error(`the host answered ${answer.status}`)
  const bytes = await firstBytes(answer, MAX_PICTURE_BYTES)
  const type = pictureType((at) => bytes[at] ?? -1)
  if (type === null) throw new Error("it is no picture that may be shown")
  return new Blob([bytes], { type })
}

/** All bytes of an answer; it is given up as soon as there are too many. */
async function firstBytes(answer: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const reader = answer.body?.getReader()
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    pieces.push(read.value)
    length += read.value.length
    if (length > most) {
      await reader?.cancel()
      throw new Error(`it is larger than ${most} bytes`)
    }
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

/** Put the picture in front of its description, which is then said by it. */
async function show(place: HTMLElement, blob: Blob): Promise<void> {
  const [described] = place.children
  const picture = element("img", "nbs-picture")
  picture.setAttribute("alt", described?.textContent ?? "")
  const address = URL.createObjectURL(blob)
  picture.setAttribute("src", address)
  try {
    await picture.decode()
  } finally {
    URL.revokeObjectURL(address)
  }
  place.querySelector(".nbs-load")?.remove()
  if (described instanceof HTMLElement) described.hidden = true
  place.prepend(picture)
}
