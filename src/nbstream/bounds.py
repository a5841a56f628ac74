"""How much is taken from outside, each bound with its number: counted, never timed.

What is beyond a bound is left out and said, or shown as text; it is never an exception in a send.
`docs/safety.md` has the list, `js/src/bounds/index.ts` those of the page's side: a name that stands
in both has the same number in both.
"""

MAX_DEPTH = 100
"""Nesting of a value beyond which it is shown as text; JSON encoders recurse."""

MAX_FACT = 12_000_000
"""Characters of one fact about a block, such as a tool's output; what is longer ends in a line that
says how much more there was. The largest picture still fits. Text that grows has no such bound: it
travels in portions."""

MAX_DRAWN_MS = 60_000
"""What a page may say that drawing took, in milliseconds; beyond it is no measurement."""

MAX_WAITING_HINTS = 8
"""Messages that wait for the loop when another hint of the page's is left out: the next one says
the same."""

MAX_WAITING = 1_000
"""Messages that wait for the loop when everything else is left out: no reader presses so fast."""

MAX_PART = 256 * 1024
"""Characters of one message of a whole document; a longer one is sent in parts, as they are asked
for, so that neither kernel nor page stands still for it."""

MAX_HEADER = 1_000
"""Characters of the first line of a recording: a file that is none may be all one line."""

MAX_RECORDED_LINE = 64_000_000
"""Characters of one event of a recording: more than any that this package can show."""

MAX_SAVED_BYTES = 1024 * 1024 * 1024
"""Bytes of a saved chat; it is read as one piece."""

MAX_RECORDED_SECONDS = 10_000_000
"""When something in a recording may have happened, after its beginning: about four months."""

MAX_REJECTION = 10_000
"""Characters that a page may tell the model about why a call was rejected."""

MAX_NAMED = 1_000
"""Characters of an id, a nonce or a digest from a page."""

MAX_QUESTION = 500_000
"""Characters of one question; no model reads more, and a page cannot show more as one piece."""

MAX_TYPED = 2_000_000
"""Characters that a page may send as a question, so that one that is too long can be refused in
words."""

MAX_NONCE = 64
"""Characters of the name that a page gives a question that it has sent."""

MAX_FILES = 10
"""Files that one question takes."""

MAX_FILE_BYTES = 8 * 1024 * 1024
"""Bytes of the files of one question together: with it, they fit into the one message of ten
megabytes that a Jupyter server takes from a page."""

MAX_PREVIEW = 100_000
"""Characters of the data address of a picture that stands beside a question."""

MAX_CHAT_NAME = 120
"""Characters of a name in a conversation: of a speaker, a file, a title."""

MAX_EARLIER = 300
"""Turns that a chat shows of what its session held before; older ones are told to the model."""

MAX_SHOWN = 1_000_000
"""Characters of what a tool returned, in one form; what is longer is left to its text."""

MAX_TRACEBACK = 20_000
"""Characters of a tool's traceback; its end, where the error is, is kept."""

MAX_MADE_PICTURE_BYTES = 9_000_000
"""Bytes of a picture that a model or a tool made; a larger one is named and not shown."""

MAX_CITATIONS = 200
"""Citations that one text can have; they are sent again with each that comes."""

MAX_TABLES = 8
"""Tables of one object; others are counted below the last."""

MAX_CELLS = 20_000
"""Cells of one table; rows beyond are counted and left out."""

MAX_CELL = 2_000
"""Characters of one cell; what is cut ends in an ellipsis."""

MAX_SPAN = 1_000
"""Columns or rows that one cell spans."""

MAX_NOTE = 500
"""Characters of what stands below a table."""

MAX_STRING = 200
MAX_DETAIL = 600
"""Characters of one text of what this version has no word for, and of all of it."""

MAX_LINE = 100
"""Characters of the line that a call has where only text can be printed."""

MAX_PENDING = 1_024
"""Items of an iterable that may wait for the loop; beyond, the iterable waits."""

MAX_RENDERED = 1_000_000
"""Characters of a run that is rendered at its end, in about three seconds; a longer one lasts as
markdown: its elements would hold up every page that opens the notebook."""

MAX_PLAIN = 100_000
"""Characters of the plain text beside a static output, which few readers ever see; all of it is in
the markdown."""

MAX_ENGINE_BYTES = 512 * 1024 * 1024
"""Memory of the engine that renders what lasts."""

MAX_PAIRS = 10
"""Views of one cell that have a static output beside them. JupyterLab shows the first 50 outputs of
a cell: so these and 30 more are seen, where pairs alone would be 25."""
