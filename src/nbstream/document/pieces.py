"""A text that grows by small pieces, at about the cost of its text."""

from __future__ import annotations

from itertools import chain

# A piece of a few letters takes some sixty bytes as a string of its own. So many may stay loose.
_LOOSE = 256
# Pieces are put together in so many steps, and gone after each.
_SHARES = 16


class Pieces:
    """The pieces of a text, in order; adding one costs the same however many there are."""

    __slots__ = ("_joined", "_length", "_loose")

    def __init__(self, text: str = "") -> None:
        self._joined = [text] if text else []
        self._loose: list[str] = []
        self._length = len(text)

    def add(self, text: str) -> None:
        """Let the text grow."""
        self._length += len(text)
        self._loose.append(text)
        if len(self._loose) == _LOOSE:
            self._joined.append("".join(self._loose))
            # A new list: one that was emptied keeps its room.
            self._loose = []

    @property
    def length(self) -> int:
        """Characters of all of it."""
        return self._length

    def replace(self, text: str) -> None:
        """Let it be another text."""
        self._joined, self._loose, self._length = [text], [], len(text)

    @property
    def text(self) -> str:
        """All of it; asking again costs nothing."""
        if self._loose or len(self._joined) > 1:
            self._joined = [self._join()]
        return self._joined[0] if self._joined else ""

    def after(self, count: int) -> str:
        """What came after the first `count` characters, at the cost of that alone."""
        missing, found = self._length - count, list[str]()
        for piece in chain(reversed(self._loose), reversed(self._joined)):
            if missing <= 0:
                break
            found.append(piece[-missing:])
            missing -= len(piece)
        return "".join(reversed(found))

    def _join(self) -> str:
        pieces = [*self._joined, *self._loose]
        self._joined, self._loose = [], []
        share = len(pieces) // _SHARES + 1
        # A local string grows where it is: there is never a second copy of all of it.
        text = pieces.pop(0)
        while pieces:
            text += "".join(pieces[:share])
            del pieces[:share]
        return text
