declare module "commonmark" {
  export class Parser {
    parse(text: string): unknown
  }
  export class HtmlRenderer {
    render(document: unknown): string
  }
}

declare module "markdown-it" {
  export default class MarkdownIt {
    constructor(preset: "commonmark")
    validateLink: (href: string) => boolean
    render(text: string): string
  }
}
