/** Autolinks in angle brackets, and GFM's autolink literals. */

/** A URI, or else an e-mail address. */
const AUTOLINK =
  /<(?:([a-z][a-z0-9+.-]{1,31}:[^\0- <>\x7f]*)|([a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*))>/iy

export interface Autolink {
  readonly text: string
  readonly href: string
  readonly end: number
}

/** The autolink in angle brackets at `from`. */
export function readAutolink(text: string, from: number): Autolink | null {
  AUTOLINK.lastIndex = from
  const [, uri, address] = AUTOLINK.exec(text) ?? []
  const shown = uri ?? address
  if (shown === undefined) return null
  return { text: shown, href: uri ?? `mailto:${address}`, end: AUTOLINK.lastIndex }
}

export interface Literal extends Autolink {
  readonly from: number
  /** Whether it reaches to the end of the text, and so may go on. */
  readonly open: boolean
}

/** Where a literal may begin: a web address behind no letter, a bare one behind white space or a marker. */
const BEGINNING = /(?<![a-zA-Z])(?:[hH][tT]{2}[pP][sS]?|[fF][tT][pP]):\/\/|(?<![^ \t\n*_~(])www\./g
const PART = "(?:[\\p{L}\\p{N}\\p{M}_-]|(?!\\p{ASCII})\\p{S})+"
const DOMAIN = new RegExp(`${PART}(?:\\.${PART})*`, "uy")
const REST = /[^\s<]*/y
/** Between brackets, an address ends where they may close. */
const REST_IN_BRACKETS = /[^\s<[\]]*/y

/** The first autolink literal that begins in `text` from `from` on and before `until`. */
export function findLiteral(
  text: string,
  from: number,
  until: number,
  inBrackets: boolean,
): Literal | null {
  // What stands before decides, too; nothing begins there.
  const begin = Math.max(0, from - 1)
  const piece = text.slice(begin, until)
  // Cheaper than the rule, and true of nearly every text.
  if (!/:\/\/|www\./.test(piece)) return null
  for (const { 0: prefix, index } of piece.matchAll(BEGINNING)) {
    const literal = readLiteral(text, begin + index, prefix, inBrackets ? REST_IN_BRACKETS : REST)
    if (literal) return literal
  }
  return null
}

function readLiteral(text: string, from: number, prefix: string, tail: RegExp): Literal | null {
  const bare = prefix === "www."
  DOMAIN.lastIndex = bare ? from : from + prefix.length
  const domain = DOMAIN.exec(text)?.[0]
  if (domain === undefined) return null
  // Underscores at its end belong to the emphasis around it.
  const segments = domain.replace(/_+$/, "").split(".")
  const named = (!bare || segments.length > 1) && !segments.includes("")
  if (!named || segments.slice(-2).some((part) => part.includes("_"))) return null
  tail.lastIndex = DOMAIN.lastIndex
  tail.test(text)
  const source = trimmed(text.slice(from, tail.lastIndex))
  const href = bare ? `http://${source}` : source
  return {
    text: source,
    href,
    from,
    end: from + source.length,
    open: tail.lastIndex >= text.length,
  }
}

/** A literal without the punctuation at its end that belongs to the sentence around it. */
function trimmed(source: string): string {
  let end = source.length
  let closing = source.split(")").length - source.split("(").length
  for (; end > 0; end--) {
    const last = source.charAt(end - 1)
    if (last === ")" && closing > 0) closing--
    else if (last === ";")
      end -= (/&[a-z0-9]+;$/i.exec(source.slice(Math.max(0, end - 40), end))?.[0].length ?? 1) - 1
    else if (!"?!.,:*_~'\"".includes(last)) break
  }
  return source.slice(0, end)
}

/** A domain ends in a letter: `react@18.2` is a version. */
const MAILBOX =
  "(?<![/a-z0-9._+-])[a-z0-9._+-]+@[a-z0-9_-]+(?:\\.[a-z0-9_-]+)+(?<=[a-z])(?!\\.?[a-z0-9_-])"
const MAIL = new RegExp(
  `(?<![a-z0-9])xmpp:${MAILBOX}(?:/[a-z0-9@.]*[a-z0-9@])?|(?:(?<![a-z0-9])mailto:)?${MAILBOX}`,
  "gi",
)

export interface Address {
  readonly text: string
  readonly href: string
  readonly from: number
}

/** The e-mail addresses in text that is shown as it is. */
export function findAddresses(text: string): Address[] {
  if (!text.includes("@")) return []
  return Array.from(text.matchAll(MAIL), ({ 0: text, index: from }) => ({
    text,
    href: text.includes(":") ? text : `mailto:${text}`,
    from,
  }))
}
