/**
 * How much of what a model says is taken, each bound with its number. Counted in characters, bytes,
 * nodes and levels, never in time, so that what a reader sees does not depend on the machine.
 *
 * What is beyond a bound is said on the page or shown as text; it is never an exception.
 * `docs/safety.md` has the list, and `src/nbstream/bounds.py` those of the kernel's side.
 */

/** Characters of an address that is a link; a longer one is text. */
export const MAX_ADDRESS = 2048

/** Bytes of a picture in a text or from a page; a larger one is its description. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024

/** Bytes of a picture that a model or a tool made. */
export const MAX_MADE_PICTURE_BYTES = 16 * 1024 * 1024

/** Pixels of a picture: a small file can unfold to gigabytes. */
export const MAX_PIXELS = 25_000_000

/** Pictures that one text fetches from the places that its caller allows; others wait for Load. */
export const MAX_FETCHED_PICTURES = 50
