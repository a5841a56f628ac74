"""A text that is kept and seldom read again, at a fraction of its length."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from nbstream.document.pieces import Pieces

_PORTION = 1_024
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
        packing = Packing()
        for text in portions:
            packing.add(text)
        self._length, self._packed = len(packing), packing.to_bytes()

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


class Packing:
    """A text that is compressed while it grows, so that little of it is ever loose."""

    __slots__ = ("_compressor", "_length", "_loose", "_packed")

    def __init__(self) -> None:
        # What needs no compressing takes no room for it.
        self._compressor: Any = None
        self._packed: BytesIO | None = None
        self._loose = Pieces()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, text: str) -> None:
        """Let the text grow."""
        self._length += len(text)
        for start in range(0, len(text), _PORTION):
            self._loose.add(text[start : start + _PORTION])
            if self._loose.length >= _PORTION:
                self._pack()

    def done(self) -> str | Packed:
        """The whole text: as it is, unless it is long. Nothing can be added any more."""
        if self._packed is None:
            return self._loose.text
        packed = Packed.__new__(Packed)
        packed._length, packed._packed = self._length, self.to_bytes()
        return packed

    def to_bytes(self) -> bytes:
        """The whole text, compressed. Nothing can be added any more."""
        self._pack()
        assert self._packed is not None
        self._packed.write(self._compressor.flush())
        return self._packed.getvalue()

    def _pack(self) -> None:
        if self._packed is None:
            # Quickly, near at hand, in little room: what repeats in HTML is found by that, too.
            self._compressor, self._packed = zlib.compressobj(1, wbits=12, memLevel=5), BytesIO()
        self._packed.write(self._compressor.compress(self._loose.text.encode("utf-8", _HALVES)))
        self._loose = Pieces()
