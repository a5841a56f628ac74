"""The static output beside a chat, kept up to date as turns end.

Each writing tells the whole conversation, so that they are counted: one at the end of a turn, but
no two within five seconds, and what waits is written before its cell is over. A page takes a moment
to put a long one in, in which it draws nothing: the longer it is, the seldomer it is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from weakref import WeakSet

from nbstream.delivery import thread_alarm
from nbstream.export import Page
from nbstream.widget import Twin
from nbstream.widget.showing import at_the_end_of_each_cell

INTERVAL_SECONDS = 5.0
"""Two writings are at least so far apart."""

SECONDS_A_CHARACTER = 5e-6
"""And so far for each character that is told: five seconds for a million."""

_late: WeakSet[AtRest] = WeakSet()


class AtRest:
    """The twin of a chat.

    Args:
        name: The chat's model id.
        page: Makes the page of what there is now.
        clock: Monotonic seconds.
    """

    def __init__(
        self, name: str, page: Callable[[], Page], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._twin = Twin(name, lambda whole: page(), thread_alarm)
        self._clock = clock
        self._due = 0.0
        self._shown = False

    @property
    def bundle(self) -> dict[str, str]:
        """What was told last."""
        return self._twin.bundle

    def publish(self) -> None:
        """Show it in the current cell, beside a live view that hides it."""
        # Before the twin itself waits at the end of each cell for what is being written.
        at_the_end_of_each_cell(_catch_up)
        self._shown = True
        self._twin.publish()
        # What there is before the first turn is little, and delays no writing after it.
        self._twin.write()

    def changed(self) -> None:
        """Write what there is now, at once or when it is due. From any thread."""
        if not self._shown or self in _late:
            return
        wait = self._due - self._clock()
        if wait <= 0:
            self.write()
            return
        _late.add(self)
        thread_alarm(wait, self._write_if_late)

    def write(self) -> Future[None]:
        """Write what there is now; done when every output has been told."""
        _late.discard(self)
        self._due = self._clock() + max(INTERVAL_SECONDS, SECONDS_A_CHARACTER * self._twin.size)
        return self._twin.write()

    def written(self) -> Future[None]:
        """Done when every output has been told what there is now."""
        return self.write() if self in _late else self._twin.written()

    def _write_if_late(self) -> None:
        if self in _late:
            self.write()


def _catch_up(_ended: object) -> None:
    """Let no cell end before that is written which waits for its time."""
    for each in list(_late):
        each.write()
