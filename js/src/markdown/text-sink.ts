/** The parsed document as HTML text, as the specification's examples write it. */

import type { Block } from "./blocks/block.ts"
import { formulaOf } from "./blocks/math.ts"
import { unescapeText } from "./inlines/entities.ts"
import { type Inline, plainText } from "./inlines/inline.ts"
import { parseWhole } from "./inlines/parse.ts"
import type { Surroundings } from "./inlines/surroundings.ts"
import { Parser } from "./parser.ts"

export interface TextSinkOptions {
  /** Whether a link may lead there; others are shown as their text. Default: any link may. */
  readonly allowsLink?: (href: string) => boolean
  /** Pass raw HTML and images through, as the specification does. Default false: both are text. */
  readonly trusting?: boolean
}

/** The HTML of a parsed document. */
export function documentHtml(parser: Parser, options: TextSinkOptions = {}): string {
  const sink = new TextSink(parser, options)
  sink.blocks(parser.root, false)
  sink.footnotes()
  return sink.html
}

/** The HTML of Markdown text: `extended` false leaves out GFM, footnotes and math. */
export function markdownToHtml(
  text: string,
  { extended = true, ...options }: TextSinkOptions & { readonly extended?: boolean } = {},
): string {
  const parser = new Parser({ extended })
  parser.write(text)
  parser.close()
  return documentHtml(parser, options)
}

class TextSink {
  /** The HTML in parts: one growing string would be copied whenever its end is looked at. */
  readonly #parts: string[] = []
  readonly #around: Surroundings
  /** Numbers of the footnotes mentioned so far, in that order. */
  readonly #footnotes = new Map<string, number>()

  constructor(
    parser: Parser,
    readonly options: TextSinkOptions,
  ) {
    this.#around = {
      definitions: parser.definitions,
      extended: parser.extended,
      missed: () => {},
    }
  }

  get html(): string {
    return this.#parts.join("")
  }

  /** The footnotes that were mentioned, in that order. */
  footnotes(): void {
    if (this.#footnotes.size === 0) return
    this.#line('<section class="footnotes">\n<ol>')
    // Footnotes can mention more of them.
    for (const label of this.#footnotes.keys()) {
      const footnote = this.#around.definitions.footnotes.find(label)
      this.#line("<li>")
      if (footnote) this.blocks(footnote, false)
      this.#line("</li>")
    }
    this.#line("</ol>\n</section>")
  }

  blocks(parent: Block, tight: boolean): void {
    for (const block of parent.children) this.#block(block, tight)
  }

  #block(block: Block, tight: boolean): void {
    switch (block.kind) {
      case "paragraph":
        this.#paragraph(block, tight)
        break
      case "heading":
        this.#line(`<h${block.level}>${this.#text(block)}</h${block.level}>`)
        break
      case "rule":
        this.#line("<hr />")
        break
      case "quote":
        this.#line("<blockquote>")
        this.blocks(block, false)
        this.#line("</blockquote>")
        break
      case "list":
        this.#list(block)
        break
      case "code":
        this.#line(`<pre><code${languageClass(block)}>${escapeHtml(block.text)}</code></pre>`)
        break
      case "math":
        this.#line(
          `<pre><code class="language-math">${escapeHtml(`${formulaOf(block)}\n`)}</code></pre>`,
        )
        break
      case "html":
        this.#line(this.options.trusting ? htmlOf(block) : `<p>${escapeHtml(htmlOf(block))}</p>`)
        break
      case "table":
        this.#table(block)
    }
  }

  #paragraph(block: Block, tight: boolean): void {
    const text = checkbox(block) + this.#text(block)
    if (text === "") return
    if (tight) this.#parts.push(text)
    else this.#line(`<p>${text}</p>`)
  }

  #list(list: Block): void {
    const start = list.marker?.start ?? null
    const tag = start === null ? "ul" : "ol"
    this.#line(start === null || start === 1 ? `<${tag}>` : `<ol start="${start}">`)
    for (const item of list.children) {
      this.#begin()
      this.#parts.push("<li>")
      this.blocks(item, !list.loose)
      this.#parts.push("</li>\n")
    }
    this.#line(`</${tag}>`)
  }

  #table(table: Block): void {
    this.#line("<table>\n<thead>")
    table.children.forEach((row, index) => {
      if (index === 1) this.#line("<tbody>")
      this.#line("<tr>")
      for (const cell of row.children) this.#cell(cell, index === 0 ? "th" : "td")
      this.#line(index === 0 ? "</tr>\n</thead>" : "</tr>")
    })
    this.#line(table.children.length > 1 ? "</tbody>\n</table>" : "</table>")
  }

  #cell(cell: Block, tag: "th" | "td"): void {
    const align = cell.align[0] ? ` align="${cell.align[0]}"` : ""
    this.#line(`<${tag}${align}>${this.#text(cell)}</${tag}>`)
  }

  #text(block: Block): string {
    return this.#inlines(parseWhole(block.text, this.#around).inlines)
  }

  #inlines(inlines: readonly Inline[]): string {
    return inlines.map((inline) => this.#inline(inline)).join("")
  }

  #inline(inline: Inline): string {
    switch (inline.kind) {
      case "text":
        return escapeHtml(inline.text)
      case "code":
        return `<code>${escapeHtml(inline.text)}</code>`
      case "html":
        return this.options.trusting ? inline.text : escapeHtml(inline.text)
      case "break":
        return "<br />"
      case "math":
        return escapeHtml(inline.source)
      case "footnote":
        return `<sup class="footnote-ref">${this.#number(inline.label)}</sup>`
      case "image":
        return this.#image(inline.href ?? "", inline.title, plainText(inline.children))
      case "link":
        return this.#link(inline.href ?? "", inline.title, this.#inlines(inline.children))
      default:
        return `<${inline.kind}>${this.#inlines(inline.children)}</${inline.kind}>`
    }
  }

  #number(label: string): number {
    const number = this.#footnotes.get(label) ?? this.#footnotes.size + 1
    this.#footnotes.set(label, number)
    return number
  }

  #link(href: string, title: string | null, html: string): string {
    if (this.options.allowsLink && !this.options.allowsLink(href)) return html
    return `<a href="${escapeHtml(href)}"${titleAttribute(title)}>${html}</a>`
  }

  #image(href: string, title: string | null, alt: string): string {
    if (!this.options.trusting) return escapeHtml(alt)
    return `<img src="${escapeHtml(href)}" alt="${escapeHtml(alt)}"${titleAttribute(title)} />`
  }

  /** Add markup that stands on a line of its own. */
  #line(html: string): void {
    this.#begin()
    this.#parts.push(`${html}\n`)
  }

  #begin(): void {
    const last = this.#parts.at(-1)
    if (last !== undefined && !last.endsWith("\n")) this.#parts.push("\n")
  }
}

/** An HTML block without the blank space at its end. */
function htmlOf(block: Block): string {
  return block.text.replace(/\n$/, "")
}

function languageClass({ info }: Block): string {
  const language = unescapeText(info).split(/\s/)[0]
  return language ? ` class="language-${escapeHtml(language)}"` : ""
}

function titleAttribute(title: string | null): string {
  return title ? ` title="${escapeHtml(title)}"` : ""
}

function checkbox({ task }: Block): string {
  if (!task) return ""
  return `<input${task.item.checked ? ' checked=""' : ""} disabled="" type="checkbox"> `
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}
