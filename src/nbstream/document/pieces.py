"""A text that grows by small pieces, at about the cost of its text."""

from __future__ import annotations

# A piece of a few letters takes some sixty bytes as a string of its own. So many may stay loose.
_LOOSE = 256
# Pieces are put together in so many steps, and gone after each.
_SHARES = 16


class Pieces:
    """The pieces of a text, in order; adding one costs the same however many there are."""

    __slots__ = ("_joined", "_loose")

    def __init__(self, text: str = "") -> None:
        self._joined: list[str] = []
        self._loose = [text] if text else []

    def add(self, text: str) -> None:
        """Let the text grow."""
        self._loose.append(text)
        if len(self._loose) == _LOOSE:
            self._joined.append("".join(self._loose))
            # A new list: one that was emptied keeps its room.
            self._loose = []

    def replace(self, text: str) -> None:
        """Let it be another text."""
        self._joined, self._loose = [], [text]

    @property
    def text(self) -> str:
        """All of it; asking again costs nothing."""
        if self._joined or len(self._loose) > 1:
            self._loose = [self._join()]
        return self._loose[0] if self._loose else ""

    def _join(self) -> str:
        pieces, self._joined = [*self._joined, *self._loose], []
        self._loose = []
        share = len(pieces) // _SHARES + 1
        text = ""
        for _ in range(0, len(pieces), share):
            # A local string grows where it is: there is never a second copy of all of it.
            text += "".join(pieces[:share])
            del pieces[:share]
        return text
