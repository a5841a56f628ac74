"""`writer()`: streaming for people who have a loop of their own."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from nbstream._options import take_options
from nbstream.delivery import Heard, Pump, failure
from nbstream.errors import RetryError, StoppedError, WriterClosedError
from nbstream.events import Ended, Event, StopRequested, TextDelta, TextEnded
from nbstream.widget import StreamView


def writer(*, show: bool = True, **options: Any) -> Writer:
    """Open a stream that your own code writes into.

    ```python
    with nbstream.writer() as out:
        for token in my_model("…"):
            out.write(token)
    ```

    Also `async with`. The text appears while the cell runs, also in a synchronous cell.

    Args:
        show: Whether the view shows itself as the block begins.
        **options: Any of `Options`.

    Raises:
        OptionError: An option does not exist, or its value is out of range.
    """
    return Writer(show=show, options=options)


class Writer(io.TextIOBase):
    """A text file whose reader is a cell: `print(…, file=out)` works. Usable from any thread.

    Leaving its block ends the stream. An exception that leaves the block becomes the stream's
    error block, and goes on. When the reader presses Stop, the next `write` or `emit` raises
    `StoppedError`; the block takes that one in, and the code after it goes on.

    Attributes:
        view: The view, which can also be shown elsewhere, awaited or asked for its text.
    """

    def __init__(self, *, show: bool, options: dict[str, Any]) -> None:
        self._show = show
        self._block = "text"
        self._blocks = 0
        self.view = StreamView(self._drive, options=take_options(options), show=show)

    def _drive(self, pump: Pump, on_end: Callable[[], None]) -> _Writing:
        self._writing = _Writing(pump, on_end)
        return self._writing

    def write(self, text: str, /) -> int:
        """Append markdown, and return how many characters it had.

        Raises:
            TypeError: It is not a `str`.
            WriterClosedError: The block has ended.
            StoppedError: The reader asked to stop.
        """
        if not isinstance(text, str):
            raise TypeError(f"can only write str, not {type(text).__name__}: decode bytes first")
        self._writing.take(TextDelta(self._block, text))
        return len(text)

    def emit(self, event: Event) -> None:
        """Say anything else that can happen during a run; what is written next follows it.

        Raises:
            TypeError: It is no event of `nbstream.events`, or one of those that end a run.
            EventError: The event makes no sense here.
            WriterClosedError: The block has ended.
            StoppedError: The reader asked to stop.
        """
        if not isinstance(event, Event):
            raise TypeError(
                f"can only emit events of nbstream.events, not {type(event).__name__}: "
                "write() takes text"
            )
        if isinstance(event, Ended | StopRequested):
            raise TypeError(f"{type(event).__name__} is not yours to emit: leave the block")
        self._writing.take(event, after=self._block)
        self._blocks += 1
        self._block = f"text:{self._blocks}"

    def flush(self) -> None:
        """Send what is pending now."""
        self._writing.flush()

    def writable(self) -> bool:
        """Yes: whoever is handed a file asks."""
        return True

    @property
    def closed(self) -> bool:
        """Whether the block has ended."""
        return self._writing.ended

    def __enter__(self) -> Self:
        if self._show:
            self.view._show_unless_shown()
        return self

    # A file takes in no exception; this one takes in the reader's wish to stop.
    def __exit__(  # type: ignore[override]
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        return self._writing.end(error)

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        return self.__exit__(kind, error, trace)

    def close(self) -> None:
        """End the stream, for who did not open it with a block."""
        self._writing.end(None)


class _Writing:
    """Drives a view from somebody's own code."""

    loop = None
    result = None
    approvals = None
    pending = None

    def __init__(self, pump: Pump, on_end: Callable[[], None]) -> None:
        self._pump = pump
        self._on_end = on_end
        self._lock = threading.RLock()
        self._ended: Future[None] = Future()
        self._stopping = False

    def take(self, event: Event, *, after: str | None = None) -> None:
        with self._lock:
            if self._ended.done():
                raise WriterClosedError(
                    "the writer's block has ended: open a new nbstream.writer()"
                )
            if self._stopping:
                raise StoppedError("the reader asked to stop")
            if after is not None:
                self._pump.take(TextEnded(after))
            self._pump.take(event)

    @property
    def ended(self) -> bool:
        return self._ended.done()

    def flush(self) -> None:
        self._pump.flush()

    def stop(self) -> None:
        with self._lock:
            if not self._ended.done() and not self._stopping:
                self._stopping = True
                self._pump.take(StopRequested())

    def end(self, error: BaseException | None) -> bool:
        """End the stream once; returns whether `error` was only the reader's wish to stop."""
        stopped = isinstance(error, StoppedError) and self._stopping
        with self._lock:
            if self._ended.done():
                return stopped
            if stopped or isinstance(error, asyncio.CancelledError | KeyboardInterrupt):
                end = Ended("stopped")
            elif error is not None:
                end = failure(error)
            else:
                end = Ended("stopped" if self._stopping else "done")
            self._pump.take(end)
            self._on_end()
            self._ended.set_result(None)
        return stopped

    def cancel(self) -> None:
        self.stop()

    def retry(self) -> None:
        raise RetryError("a writer's block cannot run again: open a new nbstream.writer()")

    def enter(self, call: Callable[[], object]) -> None:
        call()

    async def finished(self, heard: Heard | None = None) -> None:
        # Whoever waits may leave; the block is somebody else's.
        await asyncio.shield(asyncio.wrap_future(self._ended))

    def wait(self, heard: Heard | None = None) -> None:
        self._ended.result()
