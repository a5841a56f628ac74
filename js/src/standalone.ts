/**
 * The renderer without a notebook: for web pages, exported pages and benchmarks.
 * `docs/standalone.md` shows how to use it.
 */

import { highlight } from "./colour/index.ts"
import { Document } from "./document/document.ts"
import { type MarkdownOptions, markdownInto } from "./markdown/index.ts"
import { renderMath } from "./math/index.ts"
import { EVERY_FRAME_FPS } from "./schedule/limits.ts"
import { pageSchedule } from "./schedule/page.ts"
import type { Painter } from "./schedule/schedule.ts"
import { Allowance } from "./view/allowance.ts"
import { bounded } from "./view/bounded.ts"
import { codeControls } from "./view/codeControls.ts"
import { isOurControl } from "./view/controls.ts"
import { cut } from "./view/cut.ts"
import { element } from "./view/dom.ts"
import type { Extras } from "./view/extras.ts"
import { footnoteControls } from "./view/footnoteControls.ts"
import { WRITE_PER_FRAME } from "./view/limits.ts"
import { remotePictures } from "./view/pictures.ts"
import { runView } from "./view/runView.ts"
import { adoptStyles } from "./view/styles/adopt.ts"
import { decodeBatch, decodeOptions, decodeSnapshot } from "./wire/decode.ts"
import { ProtocolError } from "./wire/errors.ts"
import type { Snapshot } from "./wire/messages.ts"

export type { MarkdownOptions } from "./markdown/index.ts"
export { ProtocolError }

/** A page that has this module has it all: nothing is fetched later. */
const EXTRAS: Extras = { highlight: () => highlight, renderMath: () => renderMath }

export interface MountedMarkdown {
  /**
   * Add text, cut anywhere. It is painted in the next frame; after `end()` it is ignored.
   *
   * @throws {TypeError} It is no string.
   */
  write(text: string): void
  /** Paint now what waits for a frame. */
  flush(): void
  /** The text is complete: close what is open, and paint. */
  end(): void
  /** The document parsed so far, as HTML text; what the page shows beyond it is left out. */
  html(): string
  /** Take it off the page. */
  destroy(): void
}

export interface MountOptions extends MarkdownOptions {
  /** Places that pictures may come from unasked, such as "https://host/charts/". Default: none. */
  readonly images?: readonly string[] | undefined
}

/**
 * Stream markdown into `target`.
 *
 * @throws {TypeError} It is no element.
 */
export function mountMarkdown(target: HTMLElement, options?: MountOptions): MountedMarkdown {
  checkTarget(target)
  const life = new AbortController()
  const schedule = pageSchedule()
  const text = element("div", "nbs-text")
  const root = element("div", "nbs", text)
  target.append(root)
  const styled = adoptStyles(root)
  const controls = codeControls(
    text,
    (ms, callback) => void schedule.later(ms, callback),
    life.signal,
  )
  const view = markdownInto(text, {
    highlight,
    renderMath,
    codeControls: controls,
    footnoteControls: footnoteControls(text, life.signal),
    pictures: remotePictures(options?.images ?? [], life.signal),
    ...options,
  })
  const allowance = new Allowance(WRITE_PER_FRAME, () => schedule.now())
  const bound = bounded(
    {
      signal: life.signal,
      allowance: new Allowance(Number.POSITIVE_INFINITY),
      live: true,
      touch: () => schedule.request(painter),
    },
    "",
  )
  let pending = ""

  const take = (allowed: number) => {
    const piece = pending.slice(0, cut(pending, allowed))
    pending = pending.slice(piece.length)
    if (piece !== "") view.write(bound.take(piece))
  }
  const paint = (spent?: () => boolean) => {
    if (bound.full) view.close()
    const waits = view.paint(spent)
    bound.update(text)
    return waits || pending !== ""
  }
  const painter: Painter = {
    fps: EVERY_FRAME_FPS,
    paint(lastMs) {
      styled()
      allowance.renew(lastMs)
      let left = true
      while (left && !allowance.spent) {
        take(allowance.portion(pending.length))
        left = paint(() => allowance.spent)
      }
      return left
    },
  }
  const flush = () => {
    schedule.release(painter)
    take(pending.length)
    styled()
    paint()
  }
  return {
    write(more) {
      // Chunks of a provider's stream often have no text at all: "undefined" is not what it said.
      if (typeof more !== "string")
        throw new TypeError(
          `write() takes a string, got ${String(more)}: leave out chunks without text`,
        )
      pending += more
      schedule.request(painter)
    },
    flush,
    end() {
      take(pending.length)
      view.end()
      flush()
    },
    html() {
      take(pending.length)
      return view.html()
    },
    destroy() {
      life.abort()
      schedule.release(painter)
      root.remove()
    },
  }
}

export interface MountedDocument {
  /** Fold in one batch, `{seq, changes}`. Throws `ProtocolError` when it is none. */
  apply(batch: unknown): void
  /** Become this snapshot, `{seq, blocks}`. Throws `ProtocolError` when it is none. */
  load(snapshot: unknown): void
  /** Paint now what waits for a frame. */
  flush(): void
  /** Take it off the page. */
  destroy(): void
}

/**
 * Show a run in `target`: `snapshot` is what `view.get_state()["snapshot"]` is in Python.
 *
 * @throws {ProtocolError} It is not a snapshot, or one that leaves its blocks out.
 * @throws {TypeError} `target` is no element.
 */
export function mountDocument(
  target: HTMLElement,
  snapshot: unknown,
  options?: unknown,
): MountedDocument {
  checkTarget(target)
  const life = new AbortController()
  const schedule = pageSchedule()
  const run = new Document()
  run.load(wholeSnapshot(snapshot), schedule.now())
  const view = runView(target, {
    document: run,
    options: decodeOptions(options),
    extras: EXTRAS,
    schedule,
    signal: life.signal,
    send: null,
  })
  return {
    apply: (batch) => view.touched(run.apply(decodeBatch(batch), schedule.now())),
    load: (next) => view.touched(run.load(wholeSnapshot(next), schedule.now())),
    flush: () => view.flush(),
    destroy: () => life.abort(),
  }
}

/** A snapshot with all its blocks: a page without a kernel has nobody to ask for the others. */
function wholeSnapshot(raw: unknown): Snapshot {
  const snapshot = decodeSnapshot(raw)
  if (snapshot.parts === true)
    throw new ProtocolError(
      "this snapshot leaves its blocks out: they are too long for one message. " +
        'in Python, view.get_state()["snapshot"] has them all',
    )
  return snapshot
}

/** By what it can do, for an element of another window is of another class. */
function checkTarget(target: unknown): void {
  // An element or a shadow root, of any page's realm; a document holds one element only.
  const kind = (target as Partial<Node> | null)?.nodeType
  if (kind === 1 || kind === 11) return
  throw new TypeError(
    `got ${String(target)} to mount in, expected an element: is it on the page yet?`,
  )
}

/** Whether `candidate` is a control (a button, a fold) that the renderer itself made. */
export function isControl(candidate: Element): boolean {
  return isOurControl(candidate)
}
