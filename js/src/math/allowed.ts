/**
 * Which MathML there is: what Temml makes is built from these lists, and anything else is left out.
 *
 * A formula is a model's text. Temml refuses links, images, classes and styles of its own making
 * unless it is told to trust; these lists hold even if it did not.
 */

import { MAX_EM, MAX_POINTS } from "../bounds/index.ts"

export const TAGS: ReadonlySet<string> = new Set(
  (
    "math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror " +
    "mpadded mphantom menclose mmultiscripts mprescripts none msub msup msubsup munder mover " +
    "munderover mtable mtr mtd"
  ).split(" "),
)

/** Elements that hold text; in others, text is not part of a formula. */
export const TEXTUAL: ReadonlySet<string> = new Set("mi mn mo ms mtext annotation".split(" "))

export type Allows = (value: string) => boolean

const PER_EM: Readonly<Record<string, number>> = {
  "": 1,
  em: 1,
  ex: 1,
  "%": 0.2,
  pt: MAX_EM / MAX_POINTS,
  px: (0.75 * MAX_EM) / MAX_POINTS,
  mm: (2.8346 * MAX_EM) / MAX_POINTS,
  cm: (28.346 * MAX_EM) / MAX_POINTS,
  in: (72 * MAX_EM) / MAX_POINTS,
}

/** A length that is no longer than any formula needs, whatever its sign and unit. */
const length: Allows = (value) => {
  const [, number, unit = ""] =
    /^([-+]?(?:\d+\.?\d*|\.\d+))(em|ex|%|pt|px|mm|cm|in)?$/.exec(value) ?? []
  const ems = Math.abs(Number(number)) * (PER_EM[unit] ?? Number.NaN)
  return ems <= MAX_EM
}
const lengths: Allows = (value) => value.split(" ").length <= 4 && value.split(" ").every(length)
const colour: Allows = (value) => /^(?:#[\da-f]{3,8}|[a-z]{3,24})$/i.test(value)
const border: Allows = (value) => {
  const [width = "", style = "", paint = "currentColor"] = value.split(" ")
  return length(width) && /^(?:solid|dashed|double)$/.test(style) && colour(paint)
}
const oneOf =
  (words: string): Allows =>
  (value) =>
    words.split(" ").includes(value)
const flag = oneOf("true false")

/** Attributes, by name, and which values they may have. */
export const ATTRIBUTES: ReadonlyMap<string, Allows> = new Map<string, Allows>([
  ["accent", flag],
  ["columnalign", (value) => /^(?:(?:left|center|right) ?)+$/.test(value)],
  ["depth", length],
  ["display", oneOf("block")],
  ["displaystyle", flag],
  ["encoding", oneOf("application/x-tex")],
  ["fence", flag],
  ["form", oneOf("prefix infix postfix")],
  ["height", length],
  ["largeop", flag],
  ["linethickness", length],
  ["lspace", length],
  ["mathbackground", colour],
  ["mathcolor", colour],
  ["mathsize", length],
  ["mathvariant", (value) => /^[a-z-]{4,24}$/.test(value)],
  ["maxsize", length],
  ["minsize", length],
  ["movablelimits", flag],
  ["notation", (value) => /^[a-z ]{3,60}$/.test(value)],
  ["rowspacing", lengths],
  ["rspace", length],
  ["scriptlevel", (value) => /^[-+]?\d$/.test(value)],
  ["separator", flag],
  ["stretchy", flag],
  ["symmetric", flag],
  ["voffset", length],
  ["width", length],
])

/** What `style` may say, by the names of CSS. */
export const STYLES: ReadonlyMap<string, Allows> = new Map<string, Allows>([
  ["border", border],
  ["border-bottom", border],
  ["border-left", border],
  ["border-right", border],
  ["border-top", border],
  ["color", colour],
  ["display", oneOf("block")],
  ["font-family", oneOf("monospace sans-serif serif")],
  ["font-style", oneOf("italic normal")],
  ["font-weight", oneOf("bold normal")],
  ["height", length],
  ["math-depth", (value) => /^\d$/.test(value)],
  ["padding", lengths],
  ["padding-bottom", length],
  ["padding-left", length],
  ["padding-right", length],
  ["padding-top", length],
  ["text-align", oneOf("left right center")],
  ["transform", oneOf("scaleX(-1)")],
  ["width", length],
])

/** Temml's classes that our stylesheet knows. */
export const CLASSES: ReadonlySet<string> = new Set(
  (
    "tml-display tml-right tml-left tml-jot tml-small tml-cancel upstrike downstrike sout " +
    "tml-xcancel tml-overline tml-underline tml-fbox tml-prime tml-sml-pad tml-med-pad " +
    "tml-lrg-pad tml-vec chr-sml chr-med chr-lrg chr-sml-vec chr-med-vec chr-lrg-vec tml-tilde-2 " +
    "tml-tilde-3 tml-tilde-4 tml-hat-1 tml-hat-2 tml-hat-3 tml-hat-4 longdiv-top longdiv-arc " +
    "phasor-bottom phasor-angle circle-pad textcircle actuarial mathscr mathcal"
  ).split(" "),
)

/** Characters that no formula needs: controls, what turns text around, tags. */
export const CONTROLLING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u
