"""Things that give a stream when awaited, such as a request that was not awaited yet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from nbstream.errors import SourceError
from nbstream.sources.hints import hinted
from nbstream.sources.source import Emit, Source


def matches(given: Any) -> bool:
    """Whether it can be awaited, and not iterated over right away."""
    return inspect.isawaitable(given) and not hasattr(given, "__aiter__")


def source_of(given: Any, opener: Callable[[Any], Source]) -> AwaitedSource:
    """Await it when it is read, and open what comes."""
    return AwaitedSource(given, opener)


class AwaitedSource:
    """A stream that has to be awaited first."""

    def __init__(self, promise: Any, opener: Callable[[Any], Source]) -> None:
        self._promise = promise
        self._opener = opener
        self._source: Source | None = None

    @property
    def result(self) -> Any:
        """As the stream itself has it."""
        return self._source.result if self._source else None

    async def read(self, emit: Emit) -> None:
        """Await the stream, and read it; see `Source.read`.

        Raises:
            UnknownSourceError: What came is nothing that can be streamed.
        """
        if inspect.iscoroutine(self._promise) and not _is_fresh(self._promise):
            raise SourceError(
                "this coroutine is or has been awaited already: give stream() what it returns, or "
                "call the function again"
            )
        with hinted():
            given = await self._promise
        if given is self._promise:
            raise SourceError(f"awaiting this {type(given).__name__} only gives itself")
        self._source = self._opener(given)
        await self._source.read(emit)

    def stop(self) -> bool:
        """As the stream itself would; before it is there, nothing is worth waiting for."""
        return self._source.stop() if self._source else False


def _is_fresh(promise: Coroutine[Any, Any, Any]) -> bool:
    return inspect.getcoroutinestate(promise) == inspect.CORO_CREATED
