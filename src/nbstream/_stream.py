"""`stream()`: any stream, in a cell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nbstream._options import Options, take_options
from nbstream.delivery import Pump, Reading
from nbstream.errors import OptionError
from nbstream.recording import Recording, Replay
from nbstream.sources import from_any
from nbstream.sources.source import Source
from nbstream.widget import StreamView


def stream(
    source: Any, *, show: bool = True, speed: float | None = None, **options: Any
) -> StreamView:
    """Stream a source into the current cell.

    With a running loop (any notebook cell) it starts at once and goes on in the background;
    without one it starts in `.wait()`, or when it is awaited.

    Args:
        source: An async or sync iterable of `str`; a `str`; an Agents SDK streamed run; an
            OpenAI Responses or Chat Completions stream, async or sync, or its awaitable; an
            iterable of `nbstream.events`; a recording; whatever was registered with
            `nbstream.sources.register`.
        show: Whether the view shows itself when it is awaited or waited for, if it was not
            shown before and stands in no container.
        speed: For a recording: how many times faster than it was, `math.inf` for at once.
        **options: Any of `Options`, for this stream alone; `configure` sets the defaults.

    Returns:
        The view. Awaiting it, or its `.wait()`, returns it again when the run is over.

    Raises:
        UnknownSourceError: The source cannot be streamed; it says what can.
        SourceError: The stream cannot be read here: it belongs to another event loop.
        OptionError: An option does not exist, or its value is out of range.
    """
    if isinstance(source, Recording):
        read: Source = Replay(source, 1.0 if speed is None else speed)
    elif speed is None:
        read = from_any(source)
    else:
        raise OptionError("speed is for recordings: nbstream.load(path) reads one")
    return view_of(read, take_options(options), show=show)


def view_of(source: Source, options: Options, *, show: bool = True) -> StreamView:
    """Show a source that is one already; start it if a loop is running."""

    def drive(pump: Pump, on_end: Callable[[], None]) -> Reading:
        reading = Reading(source, pump, on_end)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return reading
        reading.start()
        return reading

    return StreamView(drive, options=options, show=show)
