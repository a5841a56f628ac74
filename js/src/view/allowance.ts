/** How many characters may still be written in this frame. */
export class Allowance {
  #left: number
  readonly #perFrame: number

  constructor(perFrame: number) {
    this.#perFrame = perFrame
    this.#left = perFrame
  }

  get spent(): boolean {
    return this.#left <= 0
  }

  /** A new frame begins. */
  renew(): void {
    this.#left = this.#perFrame
  }

  /** Take up to `wanted` characters; returns how many there were. */
  take(wanted: number): number {
    const taken = Math.max(0, Math.min(wanted, this.#left))
    this.#left -= taken
    return taken
  }
}
