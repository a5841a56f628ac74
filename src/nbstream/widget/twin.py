"""The twin of a live view: a static output beside it, for whoever reads the notebook later.

A live view hides its twin for as long as it is on the page; where there is none, the twin is what
is seen. So the file is whole without a kernel, the view keeps its buttons while there is one, and
nothing depends on a message from the browser.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache

from nbstream.export import Page, nothing_yet
from nbstream.widget.kept import Kept
from nbstream.widget.showing import (
    at_the_end_of_each_cell,
    current_cell,
    publish,
    republish,
    run_by_a_page,
)

_log = logging.getLogger("nbstream")

FIRST_SECONDS = 0.3
"""The first writing waits so long: the page's first paint is not to wait for it."""

INTERVAL_SECONDS = 0.5
"""Writings while a run goes on are at least so far apart."""

CELL_SECONDS = 30.0
"""How long the end of a cell waits, at most, for pages of runs that ended in it."""

PAGE_SECONDS = 2.0
"""The same where a page runs the cell: it hears of them later, and asks what its kernel is at."""

_unfinished: set[Future[None]] = set()


class Twin:
    """Keeps the static outputs of one view up to date.

    Pages are made on a thread of their own, and told in a context of their own: a run's context
    is that of the cell it began in, and an execution without a browser drops what comes under a
    cell that is over.

    Args:
        name: The view's model id, by which the page finds the outputs that it hides; empty for
            outputs that nothing hides, because they take the view's own place.
        page: Makes the page of what there is now. Its argument tells whether it has come to rest;
            before that, markdown alone is enough.
        alarm: Puts a call off by some seconds.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        name: str,
        page: Callable[[bool], Page],
        alarm: Callable[[float, Callable[[], None]], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._page = page
        self._alarm = alarm
        self._clock = clock
        self._lock = threading.Lock()
        self._ids: list[str] = []
        self._kept = Kept((form, [content]) for form, content in nothing_yet(name).items())
        self._size = self._told = 0
        self._due = 0.0
        self._waiting = False
        self._whole = False
        self._last: Future[None] | None = None
        self._cell: object = None
        self._complained = False

    @property
    def bundle(self) -> dict[str, str]:
        """What was told last."""
        return self._kept.bundle

    @property
    def size(self) -> int:
        """Characters of what was told last, in all its forms."""
        return self._kept.size

    @property
    def is_told(self) -> bool:
        """Whether all that was to be written by now has been."""
        return self._last is not None and self._last.done()

    def publish(self) -> None:
        """Show it in the current cell: one more output, in step with the others."""
        with self._lock:
            old = not self.is_told or self._told == 0 or self._size > self._told
        display_id = publish(self._kept.bundle, {})
        # What holds all there is has just been shown: nothing is rendered again.
        self._keep(display_id, again=self._whole and old)

    def adopt(self, display_id: str) -> None:
        """Keep an output up to date that somebody else has shown."""
        self._keep(display_id, again=self._whole)

    def _keep(self, display_id: str, *, again: bool) -> None:
        at_the_end_of_each_cell(_wait_for_pages)
        self._ids.append(display_id)
        if again:
            self.write()

    def grew(self, characters: int) -> None:
        """Learn how much more there is. What is kept is at least about half of it.

        Cheap, never waits, from any thread: it may be called for every batch.
        """
        with self._lock:
            first = self._size == 0
            self._size += characters
            if self._waiting or not self._ids or self._size < 2 * self._told:
                return
            self._waiting = True
            due = FIRST_SECONDS if first else max(0.0, self._due - self._clock())
        self._alarm(due, self._write_part_soon)

    def write(self) -> Future[None]:
        """Write all there is, rendered, beside the event loop; what fails is logged, once.

        May be called again when there is more.

        Returns:
            Done when every output has been told.
        """
        self._whole = True
        self._last = _soon(lambda: self._write(whole=True)) if self._ids else _nothing()
        return self._last

    def written(self) -> Future[None]:
        """Have it whole as seen from the current cell: told again if that was under another."""
        cell = current_cell()
        return _soon(lambda: self._tell_under(cell)) if self._whole else self.write()

    def _write_part_soon(self) -> None:
        _thread().submit(self._write_part)

    def _write_part(self) -> None:
        with self._lock:
            self._waiting = False
            old = self._size <= self._told
        if not old:
            self._write(whole=False)
            self.grew(0)

    def _write(self, *, whole: bool) -> None:
        with self._lock:
            size = self._size
        try:
            self._kept = Kept(self._page(whole).to_portions(self._name))
            self._tell()
        except Exception:
            if not self._complained:
                self._complained = True
                _log.exception("a view's static output could not be written: the live one stays")
        with self._lock:
            self._told = size
            self._due = self._clock() + INTERVAL_SECONDS

    def _tell_under(self, cell: object) -> None:
        if cell != self._cell:
            self._tell()

    def _tell(self) -> None:
        self._cell = contextvars.Context().run(current_cell)
        for display_id in self._ids:
            contextvars.Context().run(republish, self._kept, display_id)


@cache
def _thread() -> ThreadPoolExecutor:
    """The one thread that makes pages: beside the event loop, one after the other."""
    return ThreadPoolExecutor(1, thread_name_prefix="nbstream-twin")


def _soon(work: Callable[[], None]) -> Future[None]:
    done = _thread().submit(work)
    _unfinished.add(done)
    done.add_done_callback(_unfinished.discard)
    return done


def _nothing() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _wait_for_pages(_ended: object) -> None:
    """Let no cell end before the pages are told that ended in it, whoever awaited them or not."""
    wait(list(_unfinished), PAGE_SECONDS if run_by_a_page() else CELL_SECONDS)
