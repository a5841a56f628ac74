"""Reads a source to its end, and sees to it that every end is told and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from nbstream.delivery.blocking import block_on
from nbstream.delivery.joining import join
from nbstream.delivery.pump import Pump
from nbstream.document import words
from nbstream.errors import RetryError, SourceError
from nbstream.events import Ended, StopRequested
from nbstream.recording import RecordedError
from nbstream.sources.agents_approvals import Approvals, Pending
from nbstream.sources.source import Source

Heard = Callable[[], Coroutine[Any, Any, bool]]
"""Says whether what a reader decides is heard while code waits for the run."""


class Reading:
    """One source on its way through one pump, as a task of one event loop.

    Args:
        source: What to read.
        pump: Where its events go.
        on_end: Called once, when everything has been sent.

    Attributes:
        error: What the source raised; `None` while it has not.
    """

    def __init__(self, source: Source, pump: Pump, on_end: Callable[[], None]) -> None:
        self.source = source
        self.error: BaseException | None = None
        self._pump = pump
        self._on_end = on_end
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = False
        self._stopping = False
        self._insist = False
        self._cancelled = False

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The loop it is read on; `None` before it started."""
        return self._loop

    @property
    def result(self) -> Any:
        """What the source ended with, in its provider's own terms."""
        return self.source.result

    @property
    def approvals(self) -> Approvals | None:
        """Where decisions about the source's calls go; `None`: it asks for none."""
        return getattr(self.source, "approvals", None)

    @property
    def pending(self) -> Pending | None:
        """What the source has stopped for; `None` while it has not."""
        return getattr(self.source, "pending", None)

    def start(self) -> asyncio.Task[None]:
        """Start on the running loop, once; later calls return the same task."""
        if self._task is None:
            self._loop = asyncio.get_running_loop()
            self._pump.alarm = self._loop.call_later
            self._task = self._loop.create_task(self._read(), name="nbstream")
            self._task.add_done_callback(self._see_to_the_end)
        return self._task

    def stop(self) -> None:
        """Ask the run to stop; asked again, it is cancelled. From any thread.

        Before it started: it ends as soon as it starts. After it ended: nothing happens.
        """
        if self._loop is None:
            self._stopping = self._cancelled = True
            return
        self.enter(self._stop)

    def cancel(self) -> None:
        """End the run at once, whatever it is doing. From any thread."""
        self._insist = True
        self.stop()

    def enter(self, call: Callable[[], object]) -> None:
        """Make a call where the source is read; from any thread."""
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self._loop or self._loop is None:
            call()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    async def finished(self, heard: Heard | None = None) -> None:
        """Return when the run is over; raise what the source raised. From any loop.

        Args:
            heard: Asked, when the run has stopped for a decision, whether one can come while this
                waits. When it cannot, this returns, for it would wait for ever.
        """
        __tracebackhide__ = True
        task = self.start()
        if heard is None or self.approvals is None:
            await join(task)
        else:
            await join(task, unless=unheard(self.approvals, heard))
            if not task.done():
                self.approvals.note_nobody_hears()
                # A script's loop stands still from here on, and with it whatever is not due yet.
                self._pump.flush()
        if self.error is not None:
            raise self.error

    def wait(self, heard: Heard | None = None) -> None:
        """The same for code that cannot await: docs of `block_on`."""
        __tracebackhide__ = True
        block_on(self.start, partial(self.finished, heard))

    def retry(self) -> None:
        """Let a run that has failed go on from where it had come to. From any thread.

        Raises:
            RetryError: It has not failed, or its source can only be read once.
        """
        if not getattr(self.source, "goes_on", False):
            raise RetryError(
                "this stream can be read only once: make a new one and give that to "
                "nbstream.stream(), or let nbstream.run(agent, input) start the run"
            )
        if self.error is None or self._loop is None:
            raise RetryError(f"only a run that has failed can go on; this one is {self._status}")
        self.error = None
        if self._loop.is_running():
            self.enter(self._go_on)
        else:
            self._reopen()

    @property
    def _status(self) -> str:
        return str(self._pump.document.run.props["status"])

    def _reopen(self) -> None:
        self._task = None
        self._stopping = self._cancelled = self._insist = False
        self._pump.reopen()

    def _go_on(self) -> None:
        self._reopen()
        self.start()

    def _stop(self) -> None:
        task = self._task
        if task is None or task.done():
            return
        if not self._begun:
            self._stopping = self._cancelled = True
        elif not self._cancelled:
            self._cancelled = not self.source.stop() or self._stopping or self._insist
            if not self._stopping and not self._pump.document.run.closed:
                self._pump.take(StopRequested())
            self._stopping = True
            if self._cancelled:
                task.cancel()

    async def _read(self) -> None:
        __tracebackhide__ = True
        task = self._task
        assert task is not None
        if not self._begun:
            self._pump.begin()
        self._begun = True
        if self._cancelled:
            # Stopped before it began: the source still gets to close what it holds.
            task.cancel()
        end = Ended("stopped")
        try:
            await self.source.read(self._pump.take)
            stopped = self._stopping or getattr(self.source, "stopped", False)
            end = Ended("stopped" if stopped else "done")
        except asyncio.CancelledError as exc:
            if not task.cancelling():
                # Nobody cancelled us: what the source waits for was cancelled elsewhere.
                self.error = _cut_off(exc)
                end = failure(self.error)
            elif not self._cancelled:
                # Somebody else's cancellation must go on to whoever asked for it.
                raise
            else:
                task.uncancel()
        except GeneratorExit:
            raise
        except BaseException as exc:
            # A task that ended with SystemExit or KeyboardInterrupt would end its loop too, and
            # with it the kernel: they are for whoever awaits, like any other error.
            if not (self._cancelled and self._stopping):
                self.error = exc
                retries = getattr(self.source, "is_passing", None)
                end = replace(failure(exc), retry=bool(retries and retries(exc)))
        finally:
            self._tell(end)

    def _see_to_the_end(self, _task: asyncio.Task[None]) -> None:
        # A task that is cancelled before its first step never runs at all.
        if not self._pump.document.run.closed:
            self._tell(Ended("stopped"))

    def _tell(self, end: Ended) -> None:
        self._pump.take(end)
        self._on_end()


async def unheard(approvals: Approvals, heard: Heard) -> None:
    """Return when a run has stopped for a decision that nobody can be heard to take; else never."""
    await approvals.asked()
    if await heard():
        await asyncio.Event().wait()


def _cut_off(exc: BaseException) -> SourceError:
    error = SourceError(
        "the source was cancelled, and not by this view: something that it waits for was cancelled "
        "elsewhere. What had arrived is kept"
    )
    error.__cause__ = exc
    return error


def failure(exc: BaseException) -> Ended:
    """Tell how a run ended that raised, for the person in front of it."""
    if isinstance(exc, KeyboardInterrupt):
        return Ended("stopped")
    if isinstance(exc, RecordedError):
        return exc.ended
    return Ended("failed", type(exc).__name__, words(exc) or type(exc).__name__, words(_hint(exc)))


def _hint(exc: BaseException) -> str:
    return "\n".join(getattr(exc, "__notes__", ()))
