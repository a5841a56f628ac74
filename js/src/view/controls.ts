/**
 * Which elements a reader can act with were made here. A page that checks what a model's words
 * became can so tell our buttons from forged ones: an element that came out of text is never in.
 */

const controls = new WeakSet<Element>()

/** Remember an element as made by us, for a reader to act with. */
export function control<Made extends Element>(made: Made): Made {
  controls.add(made)
  return made
}

export function isOurControl(candidate: Element): boolean {
  return controls.has(candidate)
}
