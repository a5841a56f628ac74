"""Streams of OpenAI's own client: what it takes to read, interrupt and close one for certain."""

from __future__ import annotations

import contextlib
import functools
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any
from weakref import WeakSet

from nbstream.errors import SourceError
from nbstream.sources.items import ItemFold
from nbstream.sources.kinds import is_kind
from nbstream.sources.reading import IterableSource
from nbstream.sources.source import Emit

_STREAMS = (
    "AsyncStream",
    "Stream",
    "AsyncResponseStream",
    "ResponseStream",
    "AsyncChatCompletionStream",
    "ChatCompletionStream",
)
_MANAGERS = (
    "AsyncResponseStreamManager",
    "ResponseStreamManager",
    "AsyncChatCompletionStreamManager",
    "ChatCompletionStreamManager",
)

_asked: WeakSet[Any] = WeakSet()
"""Context managers of the asynchronous client that were read: each makes one request."""


def matches(given: Any) -> bool:
    """Whether it is a stream of OpenAI's client, or the context manager around one."""
    return is_kind(given, "openai", *_STREAMS, *_MANAGERS)


def source_of(given: Any) -> OpenAISource:
    """Read it; a context manager is entered first, and left at the end."""
    return OpenAISource(given)


class OpenAISource(IterableSource):
    """A stream of Responses events or of chat completion chunks, from the real client."""

    def __init__(self, given: Any) -> None:
        self._given = given
        managed = is_kind(given, "openai", *_MANAGERS)
        self._entered: Any = None if managed else given
        stream = given
        if managed:
            stream = self._enter_async() if hasattr(given, "__aenter__") else self._enter()
        super().__init__(
            stream, functools.partial(ItemFold, whole=True), interrupt=self._cut_connection
        )

    async def read(self, emit: Emit) -> None:
        """Read to the end; see `Source.read`.

        Raises:
            SourceError: The stream was read or closed before, or its client was.
            ProviderError: The stream ended before the answer did.
        """
        if getattr(_response(self._entered), "is_closed", False):
            raise SourceError(
                f"this {type(self._entered).__name__} has been read to its end or closed, and a "
                "stream can be read only once: make the request again and give that to stream()"
            )
        client = getattr(self._entered, "_client", None)
        if client is not None and client.is_closed():
            raise SourceError(
                "the client of this stream was closed, and its connection with it: keep the client "
                "open until the view is done, or make the request with a new one"
            )
        if self._entered is None and hasattr(self._given, "__aenter__"):
            if self._given in _asked:
                raise SourceError(
                    f"this {type(self._given).__name__} makes one request, and has a reader: make "
                    "a new one and give that to stream()"
                )
            _asked.add(self._given)
        await super().read(emit)

    async def _enter_async(self) -> AsyncIterator[Any]:
        async with self._given as self._entered:
            async for item in self._entered:
                yield item

    def _enter(self) -> Iterator[Any]:
        with self._given as self._entered:
            yield from self._entered

    def _cut_connection(self) -> None:
        """End a read that blocks in another thread: closing alone would wait for the server."""
        network = getattr(_response(self._entered), "extensions", {}).get("network_stream")
        connection = network.get_extra_info("socket") if network else None
        if connection is not None:
            with contextlib.suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)


def _response(stream: Any) -> Any:
    # The helpers' streams hold the client's stream, or its response, in a private place.
    for name in ("response", "_response"):
        if response := getattr(stream, name, None):
            return response
    return None
