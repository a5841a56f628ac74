/**
 * How much is shown, and how much at once. Counted in characters, lines and elements, never in
 * time, so that what a reader sees does not depend on how fast the machine is.
 */

/** Characters that one view writes in one frame; what is left goes into the next. */
export const WRITE_PER_FRAME = 64 * 1024

/** What a new block costs of that, whatever stands in it. */
export const BLOCK_COST = 1024

/** Blocks that stand in one plain `<div>`: layout of a flat container costs all its children. */
export const BLOCKS_PER_GROUP = 32

/** Characters of a long output that are shown before "Show all". */
export const FOLDED_CHARACTERS = 20_000

/** Lines of a long output that are shown before "Show all". */
export const FOLDED_LINES = 200

/** Characters of a long output on a page at rest, where nothing can be unfolded. */
export const RESTING_CHARACTERS = 200_000

/** Lines of plain text that are laid out as one piece. */
export const LINES_PER_PIECE = 64

/** Characters of plain text after which a piece ends with its line. */
export const CHARACTERS_PER_PIECE = 8192

/** Characters of plain text after which a piece ends in the middle of a line. */
export const LONGEST_PIECE = 4 * CHARACTERS_PER_PIECE

/** Characters of the summary of a tool's arguments. */
export const BRIEF_CHARACTERS = 160

/** Arguments longer than this many characters are summed up by their beginning. */
export const BRIEF_SOURCE_CHARACTERS = 64 * 1024

/** Arguments longer than this many characters are shown as they came. */
export const PRETTY_CHARACTERS = 1024 * 1024

/** Levels of JSON that are indented; below them, lines stand where the last of them stands. */
export const INDENTED_LEVELS = 32

/** Levels of JSON that a tree shows; what is nested deeper is shown as it came. */
export const JSON_DEPTH = 100

/** Entries of JSON that a tree shows before "Show more". */
export const JSON_ROWS = 500

/** Entries that each "Show more" adds. */
export const JSON_ROWS_MORE = 1000

/** Entries on a page at rest, where nothing can be asked for. */
export const RESTING_JSON_ROWS = 2000

/** What begins among the first so many entries of a tree is unfolded. */
export const JSON_OPEN_ROWS = 40

/** Characters of a string in a tree that are shown before "Show more". */
export const JSON_STRING_CHARACTERS = 2000

/** Characters of such a string on a page at rest. */
export const RESTING_JSON_STRING_CHARACTERS = 20_000

/** Characters of a name or a number in a tree. */
export const JSON_KEY_CHARACTERS = 200

/** So many calls that follow each other have a line of their own, that folds them. */
export const GROUPED_CALLS = 3

/** Rows of a table that are shown before "Show all". */
export const TABLE_ROWS = 100

/** Cells of a table; rows beyond are counted. The kernel sends no more of them. */
export const TABLE_CELLS = 20_000

/** Columns or rows that one cell spans. */
export const TABLE_SPAN = 1000

/** How often a program's output may change its looks; after that it is plain. */
export const TERMINAL_LOOKS = 20_000

/** Characters of a name: of a tool, an agent, an error. */
export const NAME_CHARACTERS = 200

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

/** Characters that a reader may tell the model with a rejection; the kernel takes as many. */
export const REPLY_CHARACTERS = 10_000
