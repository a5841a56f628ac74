"""Reads a synchronous iterable in a thread of its own, and hands its items to the loop."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable, Iterable
from typing import Any

from nbstream.bounds import MAX_PENDING

# How long a cancelled reader waits for its thread to have closed the iterable.
_GRACE_SECONDS = 0.25


class ThreadedReading:
    """One iterable being read, once.

    The thread is a daemon: a `next()` that never returns does not keep the kernel from exiting.
    It runs in a copy of the caller's context. The iterable is closed by the thread that reads it,
    since nobody else may close a generator that is running.

    Args:
        stream: The iterable; its `__iter__` is called in the thread too.
        take: Gets every item, in order, on the loop.
        interrupt: Makes a `next()` that blocks come back; called on the loop, on cancellation.
    """

    def __init__(
        self,
        stream: Iterable[Any],
        take: Callable[[Any], None],
        interrupt: Callable[[], None] | None = None,
    ) -> None:
        self._stream = stream
        self._take = take
        self._interrupt = interrupt
        self._changed = threading.Condition()
        self._pending: list[Any] = []
        self._woken = False
        self._stopped = False

    async def run(self) -> None:
        """Read to the end.

        Raises:
            BaseException: What the iterable raised, after all that came before it; or what
                `take` raised.
        """
        try:
            # Who was stopped before the first item is asked for ends here.
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            _close(self._stream)
            raise
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = self._loop.create_future()
        self._closed = asyncio.Event()
        context = contextvars.copy_context()
        threading.Thread(
            target=context.run, args=(self._read,), name="nbstream-reader", daemon=True
        ).start()
        try:
            await self._done
        finally:
            self._stop()
            await self._wait_until_closed()

    # In the thread

    def _read(self) -> None:
        error: BaseException | None = None
        iterator: Any = None
        try:
            iterator = iter(self._stream)
            for item in iterator:
                if not self._hand_over(item):
                    break
        except BaseException as exc:
            error = exc
        try:
            if iterator is not self._stream:
                _close(iterator)
            _close(self._stream)
        except BaseException as exc:
            error = error or exc
        self._call(self._end, error)

    def _hand_over(self, item: Any) -> bool:
        with self._changed:
            while len(self._pending) >= MAX_PENDING and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return False
            self._pending.append(item)
            # One wake-up for all that comes until the loop gets to it.
            wake, self._woken = not self._woken, True
        return not wake or self._call(self._deliver)

    def _call(self, callback: Callable[..., None], *args: Any) -> bool:
        try:
            self._loop.call_soon_threadsafe(callback, *args)
        except RuntimeError:  # the loop has closed: nobody is listening any more
            return False
        return True

    # On the loop

    def _deliver(self) -> None:
        with self._changed:
            items, self._pending = self._pending, []
            self._woken = False
            self._changed.notify()
        if self._stopped:
            return
        try:
            for item in items:
                self._take(item)
        except BaseException as exc:
            self._settle(exc)
            self._stop()

    def _end(self, error: BaseException | None) -> None:
        self._closed.set()
        self._settle(error)

    def _settle(self, error: BaseException | None) -> None:
        if self._done.done():
            return
        if error is None:
            self._done.set_result(None)
        elif isinstance(error, StopIteration):
            # A future refuses it; a generator of generators may leak one.
            self._done.set_exception(RuntimeError("the iterable raised StopIteration"))
        else:
            self._done.set_exception(error)

    def _stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._interrupt and not self._closed.is_set():
            self._interrupt()

    async def _wait_until_closed(self) -> None:
        if not self._closed.is_set():
            # Where it blocks in `next()`, the thread closes it when that returns.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closed.wait(), _GRACE_SECONDS)


def _close(stream: Any) -> None:
    if close := getattr(stream, "close", None):
        close()
