/** How much a conversation shows and takes, and how long it waits before it says so. */

/** Milliseconds that answers may take of a frame while a long conversation opens. */
export const OPENING_MS = 10

/** A question that the kernel has not taken after this long is said to wait for it. */
export const HEARD_MS = 1000

/** Milliseconds for which a press on "Clear" waits for the second one. */
export const SURE_MS = 4000

/** Width and height of the picture that stands for an attached one, in pixels. */
export const PREVIEW_PX = 240

/** Characters of a picture's data address; larger ones are shown by their names. */
export const MAX_PREVIEW = 100_000

/** Questions that up-arrow goes back to. */
export const RECALLED = 100

/** Characters of a draft that are kept over a reload. */
export const KEPT_DRAFT = 100_000

/** Drafts that a page keeps; the oldest go. */
export const KEPT_DRAFTS = 20

/** Characters of a name: of a speaker, a file, a title. */
export const NAME_CHARACTERS = 120
