/** Markdown that is shown while it is still being written. */

import {
  type CodeControls,
  DomSink,
  type FootnoteControls,
  type Pictures,
  type RenderMath,
} from "./dom-sink.ts"
import { guarded, guardedHighlight } from "./guarded.ts"
import { Painter } from "./paint/painter.ts"
import { Parser } from "./parser.ts"
import { plainInto } from "./plain.ts"
import type { Highlight } from "./sink.ts"
import { documentHtml } from "./text-sink.ts"
import { linkPolicy } from "./urls.ts"

export { codeInto } from "./code.ts"
export type { CodeControls, FootnoteControls, Pictures, RenderMath } from "./dom-sink.ts"
export type { CodeSpan, Highlight, LineColours } from "./sink.ts"

/** A function among these that throws is told to the page as an error, and done without. */
export interface MarkdownOptions {
  /** False shows the text as it is, its white space kept. Default true. */
  readonly markdown?: boolean | undefined
  /** How code is coloured. Default: not at all. */
  readonly highlight?: Highlight | undefined
  /** How formulas are shown. Default: as their source. */
  readonly renderMath?: RenderMath | undefined
  /** What blocks of code have for their reader. Default: nothing. */
  readonly codeControls?: CodeControls | undefined
  /** What pictures from elsewhere have for their reader. Default: nothing, and none is fetched. */
  readonly pictures?: Pictures | undefined
  /** What footnotes and their numbers have for their reader. Default: nothing. */
  readonly footnoteControls?: FootnoteControls | undefined
}

/** Markdown in an element. */
export interface MarkdownView {
  /** Take more text. Touches no DOM. */
  write(text: string): void
  /**
   * Bring the DOM up to date with what was written. Once `spent` says so, what only looks different
   * by now waits for the next time: returns whether something does. Default: nothing waits.
   */
  paint(spent?: () => boolean): boolean
  /** Close the document: nothing more will be written. */
  close(): void
  /** Close the document, and paint its final state. */
  end(): void
  /**
   * Ask again how to colour code and to set formulas that are shown as their source: one of them for
   * each step that the caller takes.
   */
  improve(): Generator<void>
  /** The parsed document as HTML: what the specification says, but for links and images refused. */
  html(): string
}

/** Show Markdown in `element`, which must be empty; it grows with what is written. */
export function markdownInto(element: HTMLElement, options: MarkdownOptions = {}): MarkdownView {
  const sink = new DomSink(
    element,
    guarded(options.renderMath, (place) => {
      place.replaceChildren()
      return false
    }),
    guarded(options.codeControls, () => {}),
    guarded(options.pictures, () => {}),
    guarded(options.footnoteControls, () => {}),
  )
  element.classList.add("nbs-markdown")
  if (options.markdown === false) return plainInto(sink, element)

  const policy = linkPolicy(element.ownerDocument.defaultView?.location?.origin ?? null)
  const parser = new Parser()
  const highlight = guardedHighlight(options.highlight)
  const painter = new Painter<Node>(sink, element, parser, { policy, highlight })
  return {
    write: (text) => parser.write(text),
    paint: (spent) => painter.paint(spent),
    close: () => parser.close(),
    end() {
      parser.close()
      painter.paint()
    },
    *improve() {
      yield* painter.recolour()
      yield* sink.resetFormulas()
    },
    html() {
      parser.withdraw()
      return documentHtml(parser, { allowsLink: (href) => policy.check(href) !== null })
    },
  }
}
