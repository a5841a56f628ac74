/** Addresses: how they are percent-encoded, and which of them a reader may be sent to. */

import { MAX_ADDRESS } from "../bounds/index.ts"

/** `href` with what an address cannot hold percent-encoded; what already is stays. */
export function percentEncode(href: string): string {
  return encodeURI(href.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/%25([0-9a-f]{2})/gi, "%$1")
}

export interface SafeLink {
  readonly href: string
  /** Where it leads, as `host` or `host:port`; empty for mail. */
  readonly host: string
}

/** Decides which links are live. */
export interface LinkPolicy {
  /** The link, or null if it is to be shown as its text only. */
  check(href: string): SafeLink | null
}

const WEB = /^(https?):\/\/([^/?#\\@]+)(?:[/?#]|$)/i
/** What else a mail can be told to hold (copies, files) is for its writer to add. */
const MAIL = /^mailto:[^\s@?]+@[^\s@?]+(?:\?(?:(?:subject|body)=[^\s&]*(?:&|$))*)?$/i
/** One label of a host's name. */
const LABEL = /^[\p{L}\p{N}\p{M}_-]{1,63}$/u
const ADDRESS = /^\[[0-9a-f:.]+\]$/i
const SPACE = /[\s\\]/
/** In a host: what browsers leave out of it, and what hides a dot and has them refuse it. */
const UNREAD = /[\p{Default_Ignorable_Code_Point}\u2024\u2488-\u249b\u33c2\u33c7\u33d8]/u
/** Control characters, and characters that cannot be seen or turn the text around. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * The policy: https, http and mail only; nothing in the address that misleads; nothing on the
 * origin of the page itself (such as "http://localhost:8888"), where visiting can be an action.
 */
export function linkPolicy(ownOrigin: string | null): LinkPolicy {
  return { check: (href) => checkLink(href, ownOrigin) }
}

function checkLink(href: string, ownOrigin: string | null): SafeLink | null {
  if (href.length > MAX_ADDRESS || SPACE.test(href) || HIDDEN.test(decoded(href))) return null
  if (MAIL.test(href)) return { href, host: "" }
  const found = WEB.exec(href)
  if (!found) return null
  const [, scheme = "", authority = ""] = found
  // No browser reads an encoded port.
  if (/:.*%/.test(authority) || UNREAD.test(decoded(authority))) return null
  // An address of numbers stands in brackets, and these as they are: encoded, browsers refuse them.
  const bracketed = authority.startsWith("[")
  const { name, port } = splitPort(bracketed ? authority : asBrowsersRead(decoded(authority)))
  if (name === null || !(bracketed ? ADDRESS.test(name) : isHost(name))) return null
  const host = canonicalHost(name)
  if (host === null) return null
  const standard = scheme.toLowerCase() === "https" ? "443" : "80"
  const behind = port === "" || port === standard ? "" : `:${port}`
  if (`${scheme.toLowerCase()}://${host}${behind}` === ownOrigin) return null
  if (ownOrigin !== null && leadsBack(href, ownOrigin)) return null
  // With a dot at its end it is another one to browsers, which tell it so, too.
  return { href, host: host + (name.endsWith(".") ? "." : "") + behind }
}

/** Wide letters and other forms of letters, digits and dots mean the plain ones (UTS #46). */
function asBrowsersRead(authority: string): string {
  return authority.normalize("NFKC").replace(/[\u3002\uff0e\uff61]/g, ".")
}

/** Names of this machine: what listens at one of its ports does so by most of them. */
const HERE = /^(?:(?:.+\.)?localhost|127\.[\d.]+|0\.0\.0\.0|\[::(?:1|ffff:7f.*)?\])$/

/**
 * Whether an address leads to the page's own server, or to none at all. Browsers know more ways to
 * write a host, and to refuse one, than we do: theirs is the last word.
 */
function leadsBack(href: string, ownOrigin: string): boolean {
  if (!URL.canParse(href)) return true
  const { origin, hostname, port } = new URL(href)
  if (origin === ownOrigin || !URL.canParse(ownOrigin)) return origin === ownOrigin
  const own = new URL(ownOrigin)
  return port === own.port && HERE.test(hostname) && HERE.test(own.hostname)
}

function splitPort(authority: string): { name: string | null; port: string } {
  const [, name = null, port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(\d{0,5}))?$/.exec(authority) ?? []
  return { name: Number(port) < 65_536 ? name : null, port: port && String(Number(port)) }
}

function isHost(name: string): boolean {
  const labels = name.replace(/\.$/, "").split(".")
  return labels.every((label) => LABEL.test(label) && !/^-|-$/.test(label))
}

/** A host's name in lower case and ASCII; null if it is a number written so as to mislead. */
function canonicalHost(name: string): string | null {
  const lower = name.toLowerCase().replace(/\.$/, "")
  const last = lower.split(".").at(-1) ?? ""
  const numeric = /^(?:\d+|0x[0-9a-f]*)$/.test(last)
  if (numeric && !/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(lower)) return null
  return lower.split(".").map(toAscii).join(".")
}

/** An address with its percent-encoded parts decoded, so that they are looked at as well. */
function decoded(href: string): string {
  return href.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

/** What reads like a host in a text: a name with dots, four numbers, this machine, what has a scheme. */
const NAMED =
  /(?<![\p{L}\p{N}\p{M}_-])(?:(?:[\p{L}\p{N}\p{M}_-]{1,63}\.){1,9}\p{L}[\p{L}\p{N}\p{M}-]+|(?:\d{1,3}\.){3}\d{1,3}|localhost|(?<=:\/\/)(?:\[[\da-f:.]+\]|[\p{L}\p{N}\p{M}_-]+))/giu

/** What nobody sees in a name: no width, hardly any. */
const UNSEEN = /[\p{Cf}\u2006-\u200a\u202f\u205f]/gu
/** Characters of other scripts that look like the dot of a name. */
const DOTS = /[\u0660\u06f0\u0701\u0702\ua4f8\ua60e\u{10a50}]/gu

/** The host of a link whose text reads like another one; empty when there is nothing to tell. */
export function hostToTell(text: string, { href, host }: SafeLink): string {
  const own = host || (/@([^@?]+)/.exec(href)?.[1] ?? "")
  // An address that stands there as it is tells its host itself.
  if (text === href && href.includes(own) && !text.includes("@")) return ""
  const name = withoutWww(own.replace(/:\d+$/, ""))
  const seen = text.replace(UNSEEN, "").replace(DOTS, ".")
  // Nobody finds the host in a text that long.
  if (seen.length > MAX_ADDRESS) return own
  const named = asBrowsersRead(seen).match(NAMED) ?? []
  return named.some((other) => withoutWww(other.toLowerCase()) !== name) ? own : ""
}

interface Pictured {
  readonly picture?: string
  readonly formula: object | null
  readonly children: readonly Pictured[]
}

/**
 * Where the pictures lie that stand in something, each behind a space. What a formula spells nobody
 * reads here, so it is taken for the address of some host.
 */
export function addressesIn(shapes: readonly Pictured[]): string {
  return shapes
    .map(({ picture, formula, children }) =>
      formula ? " ://formula" : picture ? ` ${picture}` : addressesIn(children),
    )
    .join("")
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, "")
}

/** A label of a host's name in ASCII: Punycode (RFC 3492) if it is not ASCII already. */
function toAscii(label: string): string {
  // Longer than a host's name can be: what it looks like is no matter.
  if (label.length > 63) return label
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0)
  if (points.every((point) => point < 128)) return label
  const basic = points.filter((point) => point < 128)
  const output = [
    ...basic.map((point) => String.fromCodePoint(point)),
    ...(basic.length > 0 ? ["-"] : []),
  ]
  let n = 128
  let delta = 0
  let bias = 72
  let done = basic.length
  while (done < points.length) {
    const next = Math.min(...points.filter((point) => point >= n))
    delta += (next - n) * (done + 1)
    n = next
    for (const point of points) {
      if (point < n) delta++
      if (point !== n) continue
      output.push(variableLength(delta, bias))
      bias = adapted(delta, done + 1, done === basic.length)
      delta = 0
      done++
    }
    delta++
    n++
  }
  return `xn--${output.join("")}`
}

const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"

function variableLength(value: number, bias: number): string {
  let rest = value
  let digits = ""
  for (let k = 36; ; k += 36) {
    const threshold = Math.min(Math.max(k - bias, 1), 26)
    if (rest < threshold) return digits + DIGITS[rest]
    digits += DIGITS[threshold + ((rest - threshold) % (36 - threshold))]
    rest = Math.floor((rest - threshold) / (36 - threshold))
  }
}

function adapted(value: number, count: number, first: boolean): number {
  let delta = first ? Math.floor(value / 700) : value >> 1
  delta += Math.floor(delta / count)
  let k = 0
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35)
  return k + Math.floor((36 * delta) / (delta + 38))
}
