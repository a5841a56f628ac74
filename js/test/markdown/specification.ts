/** The examples of the CommonMark specification, with their tabs. */

import { tests } from "commonmark-spec"

export const EXAMPLES = tests.map(({ markdown, html, number, section }) => ({
  name: `${number} ${section}`,
  markdown: markdown.replaceAll("→", "\t"),
  html: html.replaceAll("→", "\t"),
}))
