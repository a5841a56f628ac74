"""Holds changes until they leave, and merges neighbours while they wait."""

from __future__ import annotations

from collections.abc import Iterable

from nbstream.document import Append, Change, Open, Pieces, Set, facts_size

OVERHEAD = 64
"""Characters that a change costs besides its text."""

FEW = 24
"""Characters of text in a batch of a few words."""


class Outbox:
    """What has changed and not been sent."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._text: Pieces | None = None
        self.pieces = 0
        """Pieces of text that have merged into what is pending."""
        self.size = 0
        """Characters that are pending."""

    def __bool__(self) -> bool:
        return bool(self._changes)

    @property
    def few(self) -> bool:
        """Whether nothing but a few words are pending."""
        return self.size <= OVERHEAD + FEW

    def put(self, changes: Iterable[Change]) -> None:
        """Add changes after those that are pending."""
        for change in changes:
            if isinstance(change, Append):
                self.pieces += 1
                self.size += len(change.text)
                if self._text and self._changes[-1].id == change.id:
                    self._text.add(change.text)
                    continue
                self._join()
                self._text = Pieces(change.text)
            else:
                self._join()
                self.size += _facts(change)
            self.size += OVERHEAD
            self._changes.append(change)

    def take(self, limit: int) -> list[Change]:
        """Remove the oldest changes, about `limit` characters of them and at least one.

        A text that is longer is cut, and its rest leaves next. Facts are not cut: a batch is
        larger than `limit` by one of them at most, and each has its own bound.
        """
        self._join()
        self.pieces = 0
        if self.size <= limit:
            taken, self._changes, self.size = self._changes, [], 0
            return taken
        taken, room = [], limit
        for change in self._changes:
            if room <= 0:
                break
            text = change.text if isinstance(change, Append) else ""
            if len(text) > room:
                taken.append(Append(change.id, text[:room]))
                self._changes[len(taken) - 1] = Append(change.id, text[room:])
                self._changes = self._changes[len(taken) - 1 :]
                self.size -= room
                return taken
            taken.append(change)
            weight = len(text) + _facts(change) + OVERHEAD
            room -= weight
            self.size -= weight
        self._changes = self._changes[len(taken) :]
        return taken

    def _join(self) -> None:
        """Give the last change the text that has gathered behind it."""
        if self._text:
            self._changes[-1] = Append(self._changes[-1].id, self._text.text)
        self._text = None


def _facts(change: Change) -> int:
    return facts_size(change.props) if isinstance(change, Open | Set) else 0
