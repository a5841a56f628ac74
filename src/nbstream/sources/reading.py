"""Reads a stream item by item: what every provider's stream has in common.

A stream is any (async) iterable. What its items mean is a `Fold`'s business; how they are fetched,
and that the stream is closed exactly once on every way out, is settled here.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from nbstream.sources.hints import hinted
from nbstream.sources.sole import sole_reader
from nbstream.sources.source import Emit
from nbstream.sources.threads import ThreadedReading

# A stream whose items are all there already would keep the loop to itself: nothing would be
# painted, no click heard. This long at a time is less than a frame.
_SECONDS_BETWEEN_PAUSES = 0.01


class Fold(Protocol):
    """Turns the items of one kind of stream into events, one stream's worth."""

    @property
    def pauses(self) -> bool:
        """Whether the loop may run between two items that are already there."""

    @property
    def result(self) -> Any:
        """What the stream has come to so far, in its provider's terms; `None` when nothing."""

    def take(self, item: Any) -> None:
        """Emit what this item tells.

        Raises:
            SourceError: The item is none that this kind of stream may hold.
        """

    def finish(self) -> None:
        """Emit what was still open; called once, when the stream has ended by itself.

        Raises:
            ProviderError: The stream ended, but not as it should have.
        """


class IterableSource:
    """A source made of an (async) iterable and of the fold that understands its items.

    Args:
        stream: The iterable. A synchronous one is read in a thread of its own.
        fold: Makes the fold, given where its events go.
        interrupt: For a synchronous stream: makes a `next()` that blocks in another thread end.
    """

    def __init__(
        self,
        stream: Any,
        fold: Callable[[Emit], Fold],
        *,
        interrupt: Callable[[], None] | None = None,
    ) -> None:
        self._stream = stream
        self._make_fold = fold
        self._fold: Fold | None = None
        self._interrupt = interrupt

    @property
    def result(self) -> Any:
        """What the stream has come to; `None` where its kind has no such thing."""
        return self._fold.result if self._fold else None

    async def read(self, emit: Emit) -> None:
        """Read to the end; see `Source.read`."""
        __tracebackhide__ = True
        with sole_reader(self._stream), hinted():
            fold = self._fold = self._make_fold(emit)
            if hasattr(self._stream, "__aiter__"):
                await _read_async(self._stream, fold)
            else:
                await ThreadedReading(self._stream, fold.take, self._interrupt).run()
        fold.finish()

    def stop(self) -> bool:
        """There is nothing worth waiting for: the reader is to be cancelled."""
        return False


async def _read_async(stream: Any, fold: Fold) -> None:
    __tracebackhide__ = True
    iterator: AsyncIterator[Any] = aiter(stream)
    try:
        # Who was stopped before the first item is asked for ends here.
        await asyncio.sleep(0)
        paused_at = time.monotonic()
        async for item in iterator:
            fold.take(item)
            if fold.pauses and time.monotonic() - paused_at > _SECONDS_BETWEEN_PAUSES:
                await asyncio.sleep(0)
                paused_at = time.monotonic()
    finally:
        try:
            if iterator is not stream:
                await close_stream(iterator)
        finally:
            await close_stream(stream)


async def close_stream(stream: Any) -> None:
    """Close a stream by whichever of its methods does that, if any."""
    for name in ("aclose", "close"):
        if close := getattr(stream, name, None):
            closing = close()
            if inspect.isawaitable(closing):
                await closing
            return
