"""What was told to an output of a notebook, kept small: it is seldom asked for again.

A static output holds an answer several times, as HTML, as markdown and as text. A kernel keeps it
compressed, and a message with it is written as it leaves, so that there is never more of it than
that one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from nbstream.document import Packed
from nbstream.widget.written import write_json, write_text


class Kept:
    """A mime bundle.

    Args:
        bundle: Contents by media type, in portions; each is read before the next is asked for.
    """

    def __init__(self, bundle: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._contents = {form: Packed(content) for form, content in bundle}

    @property
    def size(self) -> int:
        """Characters of all its contents together."""
        return sum(map(len, self._contents.values()))

    @property
    def bundle(self) -> dict[str, str]:
        """The bundle as it was."""
        return {form: content.text for form, content in self._contents.items()}

    def to_json(self, transient: Mapping[str, str]) -> bytes:
        """Write it as the content of a message that displays it.

        Args:
            transient: What the message says beside it, and no file keeps.
        """
        out = BytesIO()
        out.write(b'{"data":{')
        for number, (form, content) in enumerate(self._contents.items()):
            out.write(b"," * bool(number))
            write_json(out, form)
            out.write(b":")
            write_text(out, content)
        out.write(b'},"metadata":{},"transient":')
        write_json(out, dict(transient))
        out.write(b"}")
        return out.getvalue()
