"""The texts of one response: answers, refusals, thoughts, and single lines between them."""

from __future__ import annotations

from typing import Literal

from nbstream.events import Event, ReasoningDelta, TextDelta, TextEnded, Unknown
from nbstream.sources.source import Emit

Kind = Literal["answer", "refusal", "reasoning"]


class Texts:
    """Blocks of text by their ids, each opened by its first piece and ended once.

    Args:
        emit: Where the events go.
        parent: Id of the block that they stand in.
    """

    def __init__(self, emit: Emit, parent: str | None) -> None:
        self._emit = emit
        self._parent = parent
        self._kinds: dict[str, Kind | Literal["line"]] = {}
        self._ended: set[str] = set()
        self._said: set[str] = set()

    @property
    def blocks(self) -> tuple[str, ...]:
        """Everything that has been opened."""
        return tuple(self._kinds)

    @property
    def answers(self) -> tuple[str, ...]:
        """What was said to the reader, refusals included."""
        return tuple(b for b, kind in self._kinds.items() if kind in ("answer", "refusal"))

    def has_said(self, text: str) -> bool:
        """Whether just this was the whole of one of the texts."""
        return not text or text in self._said

    def write(self, block: str, kind: Kind, text: str) -> None:
        """More of a text."""
        if text and block not in self._ended:
            self._kinds[block] = kind
            self._emit(self._delta(block, kind, text))

    def end(self, block: str, kind: Kind, whole: str | None) -> None:
        """A text is complete, and this is all of it by the provider's own account."""
        if block in self._ended:
            return
        self._ended.add(block)
        self._said.add(whole or "")
        if block in self._kinds:
            self._emit(TextEnded(block, whole))
        elif whole:
            self._kinds[block] = kind
            self._emit(self._delta(block, kind, whole))
            self._emit(TextEnded(block))

    def line(self, block: str, name: str, detail: str) -> None:
        """Something that there is no word for, told once."""
        if block not in self._kinds:
            self._kinds[block] = "line"
            self._emit(Unknown(block, name, detail, self._parent))

    def _delta(self, block: str, kind: Kind, text: str) -> Event:
        if kind == "reasoning":
            return ReasoningDelta(block, text, self._parent)
        return TextDelta(block, text, kind, self._parent)
