/** Autolinks in angle brackets, and GFM's autolink literals. */

const URI = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>\p{Cc}]*)>/iuy
const EMAIL =
  /<([a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*)>/iy

export interface Autolink {
  readonly text: string
  readonly href: string
  readonly end: number
}

/** The autolink in angle brackets at `from`. */
export function readAutolink(text: string, from: number): Autolink | null {
  for (const [pattern, prefix] of [
    [URI, ""],
    [EMAIL, "mailto:"],
  ] as const) {
    pattern.lastIndex = from
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return { text: found, href: prefix + found, end: pattern.lastIndex }
  }
  return null
}

export interface Literal extends Autolink {
  readonly from: number
  /** Whether it reaches to the end of the text, and so may go on. */
  readonly open: boolean
}

const BEGINNING = /[hH][tT]{2}[pP][sS]?:\/\/|[fF][tT][pP]:\/\/|www\./g
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
  for (const { 0: prefix, index } of text.slice(from, until).matchAll(BEGINNING)) {
    const at = from + index
    if (at > 0 && !mayPrecede(text.charAt(at - 1), prefix)) continue
    const literal = readLiteral(text, at, prefix, inBrackets ? REST_IN_BRACKETS : REST)
    if (literal) return literal
  }
  return null
}

function mayPrecede(character: string, prefix: string): boolean {
  return prefix.endsWith(".") ? /[ \t\n*_~(]/.test(character) : !/[a-z]/i.test(character)
}

function readLiteral(text: string, from: number, prefix: string, tail: RegExp): Literal | null {
  const bare = prefix.endsWith(".")
  DOMAIN.lastIndex = bare ? from : from + prefix.length
  const domain = DOMAIN.exec(text)?.[0]
  if (domain === undefined) return null
  // Underscores at its end belong to the emphasis around it.
  const segments = domain.replace(/_+$/, "").split(".")
  if ((bare && segments.length < 2) || segments.slice(-2).some((part) => part.includes("_")))
    return null
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
  let closing = count(source, ")") - count(source, "(")
  for (; end > 0; end--) {
    const last = source.charAt(end - 1)
    if (last === ")" && closing > 0) closing--
    else if (last === ";")
      end -= (/&[a-z0-9]+;$/i.exec(source.slice(Math.max(0, end - 40), end))?.[0].length ?? 1) - 1
    else if (!"?!.,:*_~'\"".includes(last)) break
  }
  return source.slice(0, end)
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

const LOCAL = /[a-z0-9._+-]/i
const MAIL_DOMAIN = /@[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/iy
const RESOURCE = /\/[a-z0-9@.]+/iy

export interface Address {
  readonly text: string
  readonly href: string
  readonly from: number
}

/** The e-mail addresses in text that is shown as it is. */
export function* findAddresses(text: string): Generator<Address> {
  let done = 0
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(done, at + 1))) {
    let from = at
    while (from > done && LOCAL.test(text.charAt(from - 1))) from--
    MAIL_DOMAIN.lastIndex = at
    if (from === at || text[from - 1] === "/" || !MAIL_DOMAIN.test(text)) continue
    let end = MAIL_DOMAIN.lastIndex
    // A domain ends in a letter: `react@18.2` is a version.
    if (!/[a-z]/i.test(text.charAt(end - 1))) continue
    const protocol = protocolBefore(text.slice(Math.max(done, from - 8), from))
    RESOURCE.lastIndex = end
    if (protocol.toLowerCase() === "xmpp:" && RESOURCE.test(text)) end = RESOURCE.lastIndex
    while (text.charAt(end - 1) === ".") end--
    const begin = from - protocol.length
    const address = text.slice(begin, end)
    yield { text: address, href: protocol === "" ? `mailto:${address}` : address, from: begin }
    done = end
  }
}

function protocolBefore(text: string): string {
  return /(?<![a-z0-9])(?:mailto:|xmpp:)$/i.exec(text)?.[0] ?? ""
}
