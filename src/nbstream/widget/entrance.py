"""Where what a page says enters the loop: one place, from any thread, and never as a flood."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from reprlib import repr as repr_

from nbstream.bounds import MAX_WAITING, MAX_WAITING_HINTS

_log = logging.getLogger("nbstream")


class Entrance:
    """Lets calls onto a loop.

    Args:
        loop: Says which loop that is; `None` while there is none: then calls are made at once.
    """

    def __init__(self, loop: Callable[[], asyncio.AbstractEventLoop | None]) -> None:
        self._loop = loop
        self._lock = threading.Lock()
        self._waiting = 0
        self._complained = False

    def enter(self, call: Callable[[], None]) -> None:
        """Call on the loop; not at all when so many calls wait there that nobody made them all."""
        if not self._let_in(call, MAX_WAITING):
            self.complain(f"{MAX_WAITING} others wait", call)

    def hint(self, call: Callable[[], None]) -> None:
        """The same for what the next one says again: it is left out sooner, and silently."""
        self._let_in(call, MAX_WAITING_HINTS)

    def complain(self, why: str, content: object) -> None:
        """Log, once, that something was ignored. Of something huge, only a little is looked at."""
        if not self._complained:
            self._complained = True
            said = repr_(content)
            _log.warning("ignored a message of the page, and will any other: %s: %.300s", why, said)

    def _let_in(self, call: Callable[[], None], most: int) -> bool:
        loop = self._loop()
        if loop is None or loop.is_closed() or not loop.is_running():
            call()
            return True
        with self._lock:
            if self._waiting >= most:
                return False
            self._waiting += 1
        loop.call_soon_threadsafe(self._run, call)
        return True

    def _run(self, call: Callable[[], None]) -> None:
        with self._lock:
            self._waiting -= 1
        call()
