"""How much is taken from outside, each bound with its number: counted, never timed.

What is beyond a bound is left out and said, or shown as text; it is never an exception in a send.
`docs/safety.md` has the list, and `js/src/bounds/index.ts` those of the page's side.
"""

MAX_DEPTH = 100
"""Nesting of a value beyond which it is shown as text; JSON encoders recurse."""

MAX_DRAWN_MS = 60_000
"""What a page may say that drawing took, in milliseconds; beyond it is no measurement."""

MAX_WAITING_HINTS = 8
"""Messages that wait for the loop when another hint of the page's is left out: the next one says
the same."""

MAX_WAITING = 1_000
"""Messages that wait for the loop when everything else is left out: no reader presses so fast."""

MAX_RECORDED_SECONDS = 10_000_000
"""When something in a recording may have happened, after its beginning: about four months."""

MAX_REJECTION = 10_000
"""Characters that a page may tell the model about why a call was rejected."""

MAX_NAMED = 1_000
"""Characters of an id, a nonce or a digest from a page."""

MAX_QUESTION = 2_000_000
"""Characters of a question in a chat."""

MAX_SHOWN = 1_000_000
"""Characters of what a tool returned, in one form; what is longer is left to its text."""

MAX_TRACEBACK = 20_000
"""Characters of a tool's traceback; its end, where the error is, is kept."""

MAX_TABLES = 8
"""Tables of one object."""

MAX_CELLS = 20_000
"""Cells of one table; rows beyond are counted and left out."""

MAX_CELL = 2_000
"""Characters of one cell; what is cut ends in an ellipsis."""

MAX_SPAN = 1_000
"""Columns or rows that one cell spans."""
