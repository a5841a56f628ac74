"""Streams of plain text and of nbstream's own events, in any mixture."""

from __future__ import annotations

import asyncio
from typing import Any

from nbstream.errors import ProviderError, SourceError
from nbstream.events import (
    EVENT_TYPES,
    AgentChanged,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    SourceFound,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolCalled,
    Unknown,
)
from nbstream.sources.source import Emit

_EVENTS = tuple(EVENT_TYPES.values())
_PIECES = (str, *_EVENTS)

# After one of these, text that follows stands below it: it is not the same block any more.
_OPENING = (
    AgentChanged,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    SourceFound,
    TextDelta,
    ToolCalled,
    Unknown,
)


class TextSource:
    """A whole text, as a stream of one piece."""

    result = None

    def __init__(self, text: str) -> None:
        self._text = text

    async def read(self, emit: Emit) -> None:
        """Emit the text; see `Source.read`."""
        # Who was stopped before it began ends here.
        await asyncio.sleep(0)
        pieces = PieceFold(emit)
        pieces.take(self._text)
        pieces.finish()

    def stop(self) -> bool:
        """There is nothing to wait for."""
        return False


class PieceFold:
    """Folds `str` and events: text goes to a block of its own between two events' blocks."""

    pauses = True
    result = None

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._taken = 0
        self._texts = 0
        self._open: str | None = None

    @staticmethod
    def understands(item: Any) -> bool:
        """Whether a stream that begins with this item is one of pieces."""
        return isinstance(item, _PIECES)

    def take(self, item: Any) -> None:
        """Emit one piece; see `Fold.take`."""
        index, self._taken = self._taken, self._taken + 1
        if isinstance(item, str):
            self._write(item)
        elif isinstance(item, _EVENTS):
            self._pass_on(item)
        else:
            raise odd_item(item, index)

    def finish(self) -> None:
        """End the open text."""
        if self._open is not None:
            self._emit(TextEnded(self._open))
            self._open = None

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._open is None:
            self._texts += 1
            self._open = f"text:{self._texts}"
        self._emit(TextDelta(self._open, text))

    def _pass_on(self, event: Event) -> None:
        if isinstance(event, _OPENING):
            self.finish()
        if isinstance(event, Ended):
            if event.status == "failed":
                raise ProviderError(f"{event.error or 'the run failed'}: {event.message}")
        elif not isinstance(event, StopRequested):
            self._emit(event)


def odd_item(item: Any, index: int) -> SourceError:
    """The error for an item that no stream may hold, named by its place and its type."""
    hint = ""
    if isinstance(item, bytes | bytearray):
        hint = "; decode the bytes first, best with codecs.getincrementaldecoder('utf-8')"
    elif item is None:
        hint = "; leave out the empty ones"
    return SourceError(
        f"item {index} of the stream is {_named(item)}: expected str or an nbstream event{hint}. "
        "What had arrived before it is kept."
    )


def _named(item: Any) -> str:
    return "None" if item is None else f"of type {type(item).__name__}"
