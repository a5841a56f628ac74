/**
 * How a terminal would show what comes next, as the names of our classes.
 *
 * Every colour becomes one of sixteen, which a stylesheet makes readable on its ground: colours
 * that a program chose could hide its words.
 */

type Attribute = "bold" | "dim" | "italic" | "underline" | "struck"

const ON: Readonly<Record<number, Attribute>> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  9: "struck",
}
const OFF: Readonly<Record<number, readonly Attribute[]>> = {
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
  29: ["struck"],
}

export class Looks {
  readonly #attributes = new Set<Attribute>()
  #ink: number | null = null
  #ground: number | null = null
  #swapped = false
  #names = ""

  /** Classes for what comes next; empty when it looks like any text. */
  get names(): string {
    return this.#names
  }

  /** Take in the numbers of one sequence, as in `1;31`. */
  change(numbers: string): void {
    const left = numbers.split(/[;:]/).map(Number)
    while (left.length > 0) this.#apply(left.shift() ?? 0, left)
    this.#names = this.#named()
  }

  #apply(number: number, left: number[]): void {
    const on = ON[number]
    if (on !== undefined) this.#attributes.add(on)
    for (const off of OFF[number] ?? []) this.#attributes.delete(off)
    if (number === 0) this.#reset()
    else if (number === 7 || number === 27) this.#swapped = number === 7
    else if (number === 38) this.#ink = chosen(left)
    else if (number === 48) this.#ground = chosen(left)
    else if (number === 39) this.#ink = null
    else if (number === 49) this.#ground = null
    else if (number >= 30 && number < 38) this.#ink = number - 30
    else if (number >= 40 && number < 48) this.#ground = number - 40
    else if (number >= 90 && number < 98) this.#ink = number - 82
    else if (number >= 100 && number < 108) this.#ground = number - 92
  }

  #reset(): void {
    this.#attributes.clear()
    this.#ink = this.#ground = null
    this.#swapped = false
  }

  #named(): string {
    const names = [...this.#attributes].map((name) => `nbs-term-${name}`)
    const [ink, ground] = this.#swapped ? [this.#ground, this.#ink] : [this.#ink, this.#ground]
    if (ink !== null) names.push(`nbs-ink-${ink}`)
    if (ground !== null) names.push(`nbs-ground-${ground}`)
    if (this.#swapped && ink === null && ground === null) names.push("nbs-term-swapped")
    return names.sort().join(" ")
  }
}

/** One of sixteen, for a colour given by its number (5;n) or by its parts (2;r;g;b). */
function chosen(left: number[]): number | null {
  const how = left.shift()
  if (how === 5) return ofTable(left.shift() ?? 0)
  if (how !== 2) return null
  const [red = 0, green = 0, blue = 0] = left.splice(0, 3)
  return nearest(red, green, blue)
}

function ofTable(number: number): number | null {
  if (!(number >= 0 && number < 256)) return null
  if (number < 16) return number
  if (number >= 232) return nearest(...gray((number - 232) * 10 + 8))
  const part = (at: number) => (at === 0 ? 0 : 55 + at * 40)
  const place = number - 16
  return nearest(part(Math.floor(place / 36)), part(Math.floor(place / 6) % 6), part(place % 6))
}

function gray(light: number): [number, number, number] {
  return [light, light, light]
}

/** The number whose three bits are the colour's parts, and whose fourth is its light. */
function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 32) return most < 64 ? 0 : most < 160 ? 8 : most < 224 ? 7 : 15
  const middle = (most + least) / 2
  const bits = (red > middle ? 1 : 0) | (green > middle ? 2 : 0) | (blue > middle ? 4 : 0)
  return most > 200 ? bits + 8 : bits
}
