"""A text that is kept and seldom read again, at a fraction of its length."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

_PORTION = 16_384
"""Characters or bytes that are handled at once, so that the text is never there as a whole."""

# Half a surrogate pair is a character to Python, and is kept as it came.
_HALVES = "surrogatepass"


class Packed:
    """A text, compressed; iterating gives it back in portions, `len` has its characters.

    Args:
        portions: The text, cut anywhere.
    """

    __slots__ = ("_length", "_packed")

    def __init__(self, portions: Iterable[str]) -> None:
        # Quickly, near at hand, in little room: what repeats itself in HTML is found by that, too.
        packing, packed = zlib.compressobj(1, wbits=12, memLevel=5), BytesIO()
        self._length = 0
        for text in portions:
            self._length += len(text)
            for start in range(0, len(text), _PORTION):
                portion = text[start : start + _PORTION].encode("utf-8", _HALVES)
                packed.write(packing.compress(portion))
        packed.write(packing.flush())
        self._packed = packed.getvalue()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        unpacking = zlib.decompressobj()
        decoder = codecs.getincrementaldecoder("utf-8")(_HALVES)
        packed = self._packed
        while packed:
            yield decoder.decode(unpacking.decompress(packed, _PORTION))
            packed = unpacking.unconsumed_tail
        yield decoder.decode(unpacking.flush(), final=True)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self)

    @property
    def room(self) -> int:
        """Bytes that it takes."""
        return len(self._packed)
