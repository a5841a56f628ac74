/** Links and images: which brackets belong together, and where they lead. */

import { MAX_LABEL } from "../../bounds/index.ts"
import { normaliseLabel } from "../definitions.ts"
import { readLabel, readTarget } from "./links.ts"
import type { Surroundings } from "./surroundings.ts"
import type { Doubts, Opener } from "./tokens.ts"

interface Found {
  readonly href: string | null
  readonly title: string | null
  readonly end: number
}

export class Brackets {
  readonly #openers: Opener[] = []
  /** Openers before this one can only begin images: links do not hold links. */
  #inactive = 0
  /** How many of the open brackets are those of images. */
  #images = 0

  constructor(
    readonly text: string,
    readonly around: Surroundings,
    readonly doubts: Doubts,
  ) {}

  /** Whether a bracket is open that may yet begin a link or image. */
  get some(): boolean {
    return this.#images > 0 || this.#openers.length > this.#inactive
  }

  /** A bracket opens at `from`, with `runs` delimiter runs before it. */
  open(from: number, image: boolean, runs: number): Opener {
    const last = this.#openers.at(-1)
    if (last) last.nested = true
    const opener: Opener = {
      kind: "opener",
      from,
      image,
      runs,
      nested: false,
      closed: 0,
      target: null,
    }
    this.#openers.push(opener)
    if (image) this.#images++
    return opener
  }

  /** The link or image that ends with the bracket at `at`; null if that is text. */
  close(at: number): { readonly opener: Opener; readonly end: number } | null {
    const opener = this.#openers.pop()
    const active = opener && (opener.image || this.#openers.length >= this.#inactive)
    this.#inactive = Math.min(this.#inactive, this.#openers.length)
    if (opener?.image) this.#images--
    if (opener) opener.closed = at
    if (!opener || !active) return null
    if (at + 1 >= this.text.length) this.doubts.doubt(opener.from)
    const found = this.#inline(opener, at + 1) ?? this.#reference(opener, at)
    if (!found) return null
    opener.target = { href: found.href, title: found.title }
    // While its target is unfinished, all around it could still be a link instead.
    if (found.href === null) this.#doubt()
    if (!opener.image) {
      for (const around of this.#openers.slice(this.#inactive)) around.closed = at
      this.#inactive = this.#openers.length
    }
    return { opener, end: found.end }
  }

  /**
   * The brackets still open that are shown as what they may become, the last one first: those of
   * images, and the last one of a link.
   */
  finish(): readonly Opener[] {
    this.#doubt()
    const link = this.#openers.findLastIndex(({ image }) => !image)
    const shown = this.#openers.filter(
      ({ from, image }, at) =>
        (image || (at === link && at >= this.#inactive)) && this.doubts.unfinished(from + 1),
    )
    for (const opener of shown) opener.target = { href: null, title: null }
    return shown.reverse()
  }

  /** Doubt the first bracket that may yet begin a link or image. */
  #doubt(): void {
    const first = this.#openers.find(({ image }, at) => image || at >= this.#inactive)
    if (first) this.doubts.doubt(first.from)
  }

  #inline(opener: Opener, at: number): Found | null {
    const target = readTarget(this.text, at)
    if (target === "no") return null
    return target === "unfinished" ? this.#unfinished(opener, at) : target
  }

  #reference(opener: Opener, at: number): Found | null {
    const label = readLabel(this.text, at + 1)
    const unfinished = label === "unfinished" ? this.#unfinished(opener, at + 1) : null
    if (unfinished) return unfinished
    const explicit = typeof label !== "string" && label.text !== "" ? label.text : null
    const begin = opener.from + (opener.image ? 2 : 1)
    // A label cannot hold brackets.
    if (explicit === null && (opener.nested || at - begin > MAX_LABEL)) return null
    const key = normaliseLabel(explicit ?? this.text.slice(begin, at))
    if (key === "") return null
    const definition = this.around.definitions.links.find(key)
    if (!definition) {
      this.around.missed(key)
      return null
    }
    const end = typeof label === "string" ? at + 1 : label.end
    return { href: definition.href, title: definition.title, end }
  }

  /** A target that the text breaks off in: what is written of it is not shown. */
  #unfinished(opener: Opener, at: number): Found | null {
    this.doubts.doubt(opener.from)
    if (!this.doubts.unfinished(at)) return null
    return { href: null, title: null, end: this.text.length }
  }
}
