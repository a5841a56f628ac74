"""Reads a source as a pump would, and keeps what it told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nbstream.document import Document
from nbstream.events import Event
from nbstream.sources import Source, from_any


class Read:
    """What was told of one source; every event must make sense to a document.

    Attributes:
        source: The source.
        events: What it has told so far.
        document: The same, folded.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.events: list[Event] = []
        self.document = Document()
        self.watch: Callable[[Event], None] = lambda event: None

    def take(self, event: Event) -> None:
        self.events.append(event)
        self.document.apply(event)
        self.watch(event)

    @property
    def text(self) -> str:
        return self.document.text

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the loop run until something holds."""
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.001)


async def read(given: Any) -> Read:
    """Read whatever can be streamed to its end."""
    reading = Read(from_any(given))
    await reading.source.read(reading.take)
    return reading


def begin(given: Any) -> tuple[Read, asyncio.Task[None]]:
    """Begin to read whatever can be streamed."""
    reading = Read(from_any(given))
    return reading, asyncio.create_task(reading.source.read(reading.take))
