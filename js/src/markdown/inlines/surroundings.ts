/** What parsing a leaf's text has to know about the document around it. */

import type { Definitions } from "../definitions.ts"

export interface Surroundings {
  readonly definitions: Definitions
  /** Whether GFM's inlines, footnotes and math are understood besides CommonMark. */
  readonly extended: boolean
  /** Told each label that would have been a link or footnote, had it been defined. */
  missed(label: string): void
}
