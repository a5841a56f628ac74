"""What was told to an output of a notebook, kept small: it is seldom asked for again.

A static output holds an answer several times, as HTML, as markdown and as text. A kernel keeps it
compressed, and a message with it is written as it leaves, so that there is never more of it than
that one message.
"""

from __future__ import annotations

import codecs
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

_PORTION = 16_384
"""Characters or bytes that are handled at once."""


class Kept:
    """A mime bundle.

    Args:
        bundle: Contents by media type, in portions.

    Attributes:
        size: Characters of all its contents together.
    """

    def __init__(self, bundle: Mapping[str, Iterable[str]]) -> None:
        self.size = 0
        self._contents = {form: self._compressed(content) for form, content in bundle.items()}

    @property
    def bundle(self) -> dict[str, str]:
        """The bundle as it was."""
        return {form: "".join(_portions(content)) for form, content in self._contents.items()}

    def to_json(self, transient: Mapping[str, str]) -> bytes:
        """Write it as the content of a message that displays it.

        Args:
            transient: What the message says beside it, and no file keeps.
        """
        out = BytesIO()
        out.write(b'{"data":{')
        for number, (form, content) in enumerate(self._contents.items()):
            out.write(b"," * bool(number) + _json(form) + b':"')
            for portion in _portions(content):
                out.write(_json(portion)[1:-1])
            out.write(b'"')
        out.write(b'},"metadata":{},"transient":' + _json(dict(transient)) + b"}")
        return out.getvalue()

    def _compressed(self, content: Iterable[str]) -> bytes:
        # Quickly and near at hand: what repeats itself in HTML is found by that, too.
        packing, packed = zlib.compressobj(1, wbits=13, memLevel=6), BytesIO()
        for text in content:
            self.size += len(text)
            for start in range(0, len(text), _PORTION):
                packed.write(packing.compress(text[start : start + _PORTION].encode()))
        packed.write(packing.flush())
        return packed.getvalue()


def _portions(packed: bytes) -> Iterator[str]:
    unpacking, decoder = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")()
    while packed:
        yield decoder.decode(unpacking.decompress(packed, _PORTION))
        packed = unpacking.unconsumed_tail
    yield decoder.decode(unpacking.flush(), final=True)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
