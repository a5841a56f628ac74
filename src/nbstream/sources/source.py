"""What a source is: the one thing that the rest of the package knows of a provider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from nbstream.events import Event

Emit = Callable[[Event], None]
"""Takes one event, at once: it never blocks and never awaits. Call it on the source's own loop."""


class Source(Protocol):
    """A stream that can be read once.

    A source says what happened; it never emits `Ended` or `StopRequested`: how a run ended is
    told by how `read` ended.
    """

    @property
    def result(self) -> Any:
        """What the stream itself ended with, in its provider's own terms; `None` before."""

    async def read(self, emit: Emit) -> None:
        """Read to the end, and emit every event as soon as it is known.

        Nothing is awaited between two events that are already there: a slow reader loses events
        when a run fails. Cancelling closes the provider's stream before the cancellation goes on.

        Raises:
            Exception: Whatever the provider raised, unchanged, after all that came before it
                has been emitted.
        """

    def stop(self) -> bool:
        """Ask the stream to end in good order; called on the source's loop, perhaps twice.

        Returns:
            True when `read` will now return by itself (a tool is finishing). False when there is
            nothing worth waiting for, and the reader is to be cancelled.
        """
