/** What a reader has typed and not sent, kept over a reload of the page; and what was asked before. */

import { KEPT_DRAFT, KEPT_DRAFTS, RECALLED } from "../bounds/index.ts"

const PREFIX = "nbstream.draft."

/** The part of a page's storage that is needed; a page may have none. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">

export interface Drafts {
  read(): string
  write(text: string): void
}

/** The drafts of one chat, by its id. */
export function drafts(chat: string, store: Store | null): Drafts {
  const key = PREFIX + chat
  return {
    read: () => attempt(() => store?.getItem(key)) ?? "",
    write(text) {
      attempt(() => {
        if (text === "" || text.length > KEPT_DRAFT) store?.removeItem(key)
        else {
          if (store !== null && store.getItem(key) === null) makeRoom(store)
          store?.setItem(key, text)
        }
      })
    },
  }
}

/** The page's own storage; null where the host forbids it. */
export function pageStore(): Store | null {
  return attempt(() => globalThis.localStorage) ?? null
}

function makeRoom(store: Store): void {
  const kept: string[] = []
  for (let at = 0; at < store.length; at++) {
    const key = store.key(at)
    if (key?.startsWith(PREFIX)) kept.push(key)
  }
  for (const key of kept.slice(0, Math.max(0, kept.length - KEPT_DRAFTS + 1))) store.removeItem(key)
}

/** A full or forbidden storage must not keep anybody from typing. */
function attempt<Made>(act: () => Made): Made | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

/** Goes back and forth in what was asked; what was being typed is the last of it. */
export class Recall {
  #asked: readonly string[] = []
  #at: number | null = null
  #typed = ""

  /** All questions so far, the oldest first. */
  learn(asked: readonly string[]): void {
    this.#asked = asked.filter((text, at) => text !== "" && text !== asked[at + 1]).slice(-RECALLED)
    this.#at = null
  }

  /** The question before the one that is shown; null when there is none. */
  back(typed: string): string | null {
    if (this.#at === null) {
      this.#typed = typed
      this.#at = this.#asked.length
    }
    if (this.#at === 0) return null
    this.#at--
    return this.#asked[this.#at] ?? null
  }

  /** The one after it, and at last what was being typed; null when nothing was recalled. */
  forth(): string | null {
    if (this.#at === null) return null
    this.#at++
    if (this.#at < this.#asked.length) return this.#asked[this.#at] ?? null
    this.#at = null
    return this.#typed
  }

  /** The reader types: what is shown is their own now. */
  forget(): void {
    this.#at = null
  }
}
