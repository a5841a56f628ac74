/**
 * What a reader was shown of a call, as 64 hexadecimal digits: the kernel computes the same of what
 * it would run. SHA-256 is written out here because pages served without TLS have no `crypto.subtle`.
 */

/**
 * SHA-256 of the lengths in bytes of the name and the arguments, each with a colon, and then of the
 * name, the arguments and the notes, all in UTF-8.
 */
export function digest(name: string, args: string, notes = ""): string {
  const utf8 = new TextEncoder()
  const [first, second, third] = [name, args, notes].map((text) => utf8.encode(text)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  return sha256([utf8.encode(`${first.length}:${second.length}:`), first, second, third])
}

/** The fractional parts of the roots of the first primes, of which the standard takes 32 bits. */
const PRIMES = Array.from({ length: 312 }, (_, at) => at).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_, at) => at).some((d) => d > 1 && n % d === 0),
)
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0
const ROUNDS = PRIMES.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)))
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

function sha256(parts: readonly Uint8Array[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const padded = new Uint8Array(((length + 72) >> 6) << 6)
  let at = 0
  for (const part of parts) {
    padded.set(part, at)
    at += part.length
  }
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(padded.length - 4, length << 3)

  let state = START
  const words = new Int32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i)
    extend(words)
    state = compressed(state, words)
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("")
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function extend(words: Int32Array): void {
  const word = (at: number) => words[at] ?? 0
  for (let i = 16; i < 64; i++) {
    const a = word(i - 15)
    const b = word(i - 2)
    const low = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)
    const high = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10)
    words[i] = word(i - 16) + low + word(i - 7) + high
  }
}

function compressed(state: readonly number[], words: Int32Array): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const chosen = (e & f) ^ (~e & g)
    const first = (h + high + chosen + (ROUNDS[i] ?? 0) + (words[i] ?? 0)) | 0
    const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const most = (a & b) ^ (a & c) ^ (b & c)
    const second = (low + most) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + (state[at] ?? 0)) | 0)
}
