"""One reader for a stream that can be read once.

Two readers of one stream get a part of it each, and one of them may wait for ever.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbstream.errors import SourceError

# The streams themselves are kept, so that no other object gets the id of one.
_being_read: dict[int, object] = {}


@contextmanager
def sole_reader(stream: Any) -> Iterator[None]:
    """Be the one who reads this stream, if it is one that can be read only once.

    Raises:
        SourceError: Somebody reads it now, or has read it to its end.
    """
    name = type(stream).__name__
    if _is_used_up(stream):
        raise SourceError(
            f"this {name} has already been read to its end, and a stream can be read only once: "
            "make a new one and give that to stream()"
        )
    if id(stream) in _being_read or _is_running(stream):
        raise SourceError(
            f"this {name} is being read already, and each piece of it comes only once: show the "
            "view that reads it once more with display(view), or make a new one"
        )
    if not _is_read_once(stream):
        yield
        return
    _being_read[id(stream)] = stream
    try:
        yield
    finally:
        del _being_read[id(stream)]


def _is_read_once(stream: Any) -> bool:
    """Whether it is its own iterator, and no list or other thing that begins anew each time."""
    return any(hasattr(stream, name) for name in ("__next__", "__anext__", "stream_events"))


def _is_used_up(stream: Any) -> bool:
    """Whether a generator has ended already; other iterables cannot tell."""
    if inspect.isasyncgen(stream):
        return stream.ag_frame is None
    return inspect.isgenerator(stream) and stream.gi_frame is None


def _is_running(stream: Any) -> bool:
    """Whether somebody waits for a generator's next item."""
    if inspect.isasyncgen(stream):
        return stream.ag_running
    return inspect.isgenerator(stream) and stream.gi_running
