/** How work and waiting are divided. How much is taken and shown at all, `bounds` says. */

/** Characters that one view writes in one frame; what is left goes into the next. */
export const WRITE_PER_FRAME = 64 * 1024

/** In how many portions, with a look at the clock between them. */
export const PORTIONS_PER_FRAME = 16

/**
 * How long it writes in one frame, in milliseconds: some characters cost a hundred times what others
 * do, and laying them out costs the frame as much again.
 */
export const WRITE_MS = 12

/** How long at most, behind a frame that took long to lay out. */
export const LONGEST_WRITE_MS = 150

/** What a new block costs of that, whatever stands in it. */
export const BLOCK_COST = 1024

/** Blocks that stand in one plain `<div>`: layout of a flat container costs all its children. */
export const BLOCKS_PER_GROUP = 32

/** Lines of plain text that are laid out as one piece. */
export const LINES_PER_PIECE = 64

/** Characters of plain text after which a piece ends with its line. */
export const CHARACTERS_PER_PIECE = 8192

/** Characters of plain text after which a piece ends in the middle of a line. */
export const LONGEST_PIECE = 4 * CHARACTERS_PER_PIECE

/** A view whose own scrollbar is this close to the bottom, in pixels, follows it. */
export const NEAR_BOTTOM_PX = 24

/** How often what ticks is brought up to date, in milliseconds. */
export const TICK_MS = 1000

/** A wait is timed on screen only when it lasts longer than this, in milliseconds. */
export const TIMED_AFTER_MS = 2000

/** How long a button says that it has copied, in milliseconds. */
export const COPIED_MS = 1500

/** A kernel that has not answered Stop after this long is said to be busy, in milliseconds. */
export const STOP_HEARD_MS = 1000

/** A question can be answered when it has stood there for this long, in milliseconds. */
export const ARMED_AFTER_MS = 500
