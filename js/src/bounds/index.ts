/**
 * How much of what a model says is taken and shown, each bound with its number. Counted in
 * characters, bytes, lines, nodes and levels, never in time, so that what a reader sees does not
 * depend on the machine.
 *
 * What is beyond a bound is said on the page or shown as text; it is never an exception.
 * `docs/safety.md` has the list, `src/nbstream/bounds.py` those of the kernel's side: a name that
 * stands in both has the same number in both. How work is divided (groups of elements, portions of
 * a frame) changes nothing that a reader sees, and stands where it is done.
 */

// Markdown.

/** Characters of markdown that one text is laid out as; what follows is plain text, on request. */
export const MAX_MARKDOWN = 2_000_000

/**
 * Signs of markdown and line breaks in it: every element of a text takes at least one of them, so
 * that this bounds the nodes that a text can become.
 */
export const MAX_SIGNS = 250_000

/** Quotes, lists and footnotes in each other; those that are deeper are text. */
export const MAX_BLOCK_DEPTH = 50

/** Spans in each other; those that are deeper are text. */
export const MAX_INLINE_DEPTH = 20

/** Characters of a label of a link or a footnote; a longer one is text. */
export const MAX_LABEL = 999

/** Parentheses in each other in an address. */
export const MAX_PARENTHESES = 32

/** Characters of an unfinished code span, link or formula that is shown as one. */
export const MAX_UNFINISHED = 500

/** Characters of markers, or of an address begun with `<`, that are not yet shown; more are. */
export const MAX_HALF_TYPED = 200

/** Characters of a line that may still become a marker; a longer one is shown whatever it holds. */
export const MAX_HELD = 200

/** Characters of a formula in a line of text, so that looking for its end stays cheap. */
export const MAX_INLINE_FORMULA = 2000

/** Cells of a row of markdown. */
export const MAX_COLUMNS = 1000

/** Empty cells that fill up the rows of a table of markdown. */
export const MAX_FILLED_CELLS = 50_000

/** Characters of an address that is a link; a longer one is text. */
export const MAX_ADDRESS = 2048

// Pictures.

/** Bytes of a picture in a text or from a page; a larger one is its description. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024

/** Bytes of a picture that a model or a tool made. */
export const MAX_MADE_PICTURE_BYTES = 9_000_000

/** Pixels of a picture: a small file can unfold to gigabytes. */
export const MAX_PIXELS = 25_000_000

/** Bytes of a picture that are looked through for its size. */
export const MAX_HEAD_BYTES = 64 * 1024

/** Pictures that one text fetches from the places that its caller allows; others wait for Load. */
export const MAX_FETCHED_PICTURES = 50

// Colours of code.

/** Characters of a line of code that grows in colours; a longer one is plain. */
export const MAX_COLOURED_LINE = 4096

/** Characters of a line that a mode reads: it may look at the rest of a line for each token. */
export const MAX_CODE_LINE = 1000

/** Code is plain from the line on with which it is longer than this. */
export const MAX_CODE_LINES = 20_000
export const MAX_CODE_CHARACTERS = 250_000

/** Code is plain from the line on that is nested deeper: modes copy what is open for each line. */
export const MAX_CODE_NESTING = 500

/** How often a mode may read nothing at one place: as often as in CodeMirror. */
export const MAX_TRIES = 10

// Formulas.

/** Characters of a formula; a longer one is shown as its source. */
export const MAX_FORMULA = 5_000

/** Macros that a formula may expand. Temml's own commands are partly macros: a long one needs many. */
export const MAX_EXPANSIONS = 1_000

/**
 * Characters, expansions and mentions of parameters in a formula that defines macros. Together they
 * bound what it can become, which is their product: each expansion may copy all that stands behind
 * it as often as it mentions a parameter.
 */
export const MAX_DEFINING_FORMULA = 300
export const MAX_DEFINING_EXPANSIONS = 30
export const MAX_PARAMETERS = 3

/** Nodes that a formula may consist of. */
export const MAX_FORMULA_NODES = 6_000

/** How deep they may stand in each other: browsers lay formulas out by recursion. */
export const MAX_FORMULA_DEPTH = 96

/** Lengths in a formula: enough for any space or rule that is part of one, in em and in points. */
export const MAX_EM = 20
export const MAX_POINTS = 200

/** Characters of what is said about a formula that cannot be set. */
export const MAX_TROUBLE = 300

// Outputs, arguments, JSON, tables.

/** Characters and lines of a long output that are shown before "Show all". */
export const FOLDED_CHARACTERS = 20_000
export const FOLDED_LINES = 200

/** Characters of a long output on a page at rest, where nothing can be unfolded. */
export const RESTING_CHARACTERS = 200_000

/** Characters of the summary of a tool's arguments. */
export const BRIEF_CHARACTERS = 160

/** Arguments longer than this many characters are summed up by their beginning. */
export const BRIEF_SOURCE_CHARACTERS = 64 * 1024

/** Arguments longer than this many characters are shown as they came. */
export const PRETTY_CHARACTERS = 1024 * 1024

/** Levels of JSON that are indented; below them, lines stand where the last of them stands. */
export const INDENTED_LEVELS = 32

/** Levels of JSON that a tree shows; what is nested deeper is shown as it came. */
export const MAX_DEPTH = 100

/** Entries of JSON that a tree shows before "Show more", and that each "Show more" adds. */
export const JSON_ROWS = 500
export const JSON_ROWS_MORE = 1000

/** Entries on a page at rest, where nothing can be asked for. */
export const RESTING_JSON_ROWS = 2000

/** What begins among the first so many entries of a tree is unfolded. */
export const JSON_OPEN_ROWS = 40

/** Characters of a string in a tree that are shown before "Show more", and on a page at rest. */
export const JSON_STRING_CHARACTERS = 2000
export const RESTING_JSON_STRING_CHARACTERS = 20_000

/** Characters of a name or a number in a tree. */
export const JSON_KEY_CHARACTERS = 200

/** Characters of a number or a word in JSON: longer than any that somebody means. */
export const MAX_LITERAL = 1000

/** Rows of a table that are shown before "Show all". */
export const TABLE_ROWS = 100

/** Cells of a table; rows beyond are counted. The kernel sends no more of them. */
export const MAX_CELLS = 20_000

/** Columns or rows that one cell spans. */
export const MAX_SPAN = 1000

/** How often a program's output may change its looks; after that it is plain. */
export const TERMINAL_LOOKS = 20_000

/** Characters of a terminal's sequence; one that stays open for longer is none. */
export const MAX_ESCAPE = 4096

/** Characters of a text that is parsed again to find where it cites; in longer ones citations are only listed. */
export const CITED_CHARACTERS = 200_000

/** Characters of a name: of a tool, an agent, an error. */
export const NAME_CHARACTERS = 200

/** So many calls that follow each other have a line of their own, that folds them. */
export const GROUPED_CALLS = 3

/** Characters that a reader may tell the model with a rejection. */
export const MAX_REJECTION = 10_000

// Conversations.

/** Characters of one question. */
export const MAX_QUESTION = 500_000

/** Files that one question takes, and their bytes together. */
export const MAX_FILES = 10
export const MAX_FILE_BYTES = 8 * 1024 * 1024

/** Characters of a picture's data address beside a question; larger ones are shown by their names. */
export const MAX_PREVIEW = 100_000

/** Characters of a name in a conversation: of a speaker, a file, a title. */
export const MAX_CHAT_NAME = 120

/** Questions that up-arrow goes back to. */
export const RECALLED = 100

/** Drafts that a page keeps over a reload, the newest, and characters of each. */
export const KEPT_DRAFTS = 20
export const KEPT_DRAFT = 100_000

// The wire.

/** Characters of a refused value that an error quotes. */
export const MAX_QUOTED = 120

/** How often a snapshot is asked for that does not come. */
export const MAX_ASKED = 6
