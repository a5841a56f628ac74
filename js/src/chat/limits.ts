/** How long a conversation waits before it says so. How much it takes, `bounds` says. */

/** Milliseconds that answers may take of a frame while a long conversation opens. */
export const OPENING_MS = 16

/** A question that the kernel has not taken after this long is said to wait for it. */
export const HEARD_MS = 1000

/** Milliseconds for which a press on "Clear" waits for the second one. */
export const SURE_MS = 4000

/** Width and height of the picture that stands for an attached one, in pixels. */
export const PREVIEW_PX = 240

/**
 * How long after the last turn's end its static copy may take to reach the page, in milliseconds; the
 * kernel writes one every five seconds.
 */
export const REST_MS = 7000

/** How long the opening of one answer may keep others waiting, in milliseconds. */
export const ANSWER_MS = 1000

/** When to look again for an answer that the page does not have yet, in milliseconds. */
export const MODEL_RETRIES_MS = [100, 200, 400, 800, 1600, 3200, 6400]

/** So many turns are laid out, or left out while they are off screen, together. */
export const TURNS_TOGETHER = 12
