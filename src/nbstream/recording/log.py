"""What happened and when, kept while it happens, at the cost of about its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from nbstream.document import Packed, Packing
from nbstream.events import (
    ApprovalRequested,
    Ended,
    Event,
    ReasoningDelta,
    TextDelta,
    ToolArgumentsDelta,
)

Timed = tuple[float, Event]
"""An event, and when it happened in seconds since the run began."""

GRAIN = 0.03
"""Pieces of one block that come within this many seconds are kept as one: about what a reader
saw as one, and one object for a burst of thousands."""


_Delta = TextDelta | ReasoningDelta | ToolArgumentsDelta


@dataclass(frozen=True, slots=True)
class _Long:
    """A long piece of a text, kept small: the document has it, too."""

    event: _Delta
    text: Packed

    def whole(self) -> _Delta:
        return replace(self.event, text=self.text.text)


class Book(Protocol):
    """Where events go that are kept beyond this process."""

    def add(self, event: Event, at: float) -> None: ...
    def begin_again(self, events: Iterable[Timed]) -> None: ...


class Log:
    """The events of one run, in order.

    Args:
        grain: Pieces of one block that come within this many seconds are kept as one.
        book: Is told each event once nothing more can join it.
    """

    def __init__(self, grain: float = GRAIN, book: Book | None = None) -> None:
        self._book = book
        self._grain = grain
        self._kept: list[tuple[float, Event | _Long]] = []
        self._growing: tuple[float, _Delta] | None = None
        self._text = Packing()

    def add(self, event: Event, at: float) -> None:
        """Keep an event; `at` is in seconds since the run began."""
        if isinstance(event, _Delta):
            if self._growing is not None:
                since, last = self._growing
                same = type(event) is type(last) and event.block == last.block
                if same and at - since < self._grain:
                    self._text.add(event.text)
                    return
            self._join()
            self._growing, self._text = (at, replace(event, text="")), Packing()
            self._text.add(event.text)
        else:
            self._join()
            if isinstance(event, ApprovalRequested):
                # Nobody can answer a recording.
                event = ApprovalRequested(event.block)
            elif isinstance(event, Ended):
                event = replace(event, retry=False)
            self._keep(event, at)

    def reopen(self) -> None:
        """The run goes on: it has not ended."""
        self._join()
        self._kept = [(at, event) for at, event in self._kept if not isinstance(event, Ended)]
        if self._book is not None:
            self._book.begin_again(self._told())

    @property
    def events(self) -> tuple[Timed, ...]:
        """Everything so far."""
        self._join()
        return tuple(self._told())

    def _join(self) -> None:
        if self._growing is not None:
            at, first = self._growing
            self._growing, text = None, self._text.done()
            if isinstance(text, str):
                self._keep(replace(first, text=text), at)
            else:
                self._keep(_Long(first, text), at)

    def _keep(self, event: Event | _Long, at: float) -> None:
        self._kept.append((at, event))
        if self._book is not None:
            self._book.add(_whole(event), at)

    def _told(self) -> Iterator[Timed]:
        for at, event in self._kept:
            yield at, _whole(event)


def _whole(event: Event | _Long) -> Event:
    return event.whole() if isinstance(event, _Long) else event
