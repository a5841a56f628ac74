"""What the page says, checked, on its way to the loop.

Handlers may run on a foreign thread (ipykernel 7.0 to 7.3 handles clicks in a subshell's): it
enters the loop here and nowhere else. All of it is data from outside: sizes and types are
checked, and what is not understood is ignored with one log line.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable
from reprlib import repr as repr_
from typing import Protocol

from nbstream.bounds import (
    MAX_DRAWN_MS,
    MAX_NAMED,
    MAX_REJECTION,
    MAX_WAITING,
    MAX_WAITING_HINTS,
)
from nbstream.document import repair
from nbstream.sources.agents_approvals import Decision

_log = logging.getLogger("nbstream")

RESYNC_SECONDS = 0.25
"""The page is sent the whole document at most this often, however often it asks."""


class Desk(Protocol):
    """Who answers what the page says. Every call is made on the loop, if there is one."""

    def on_drawn(self, seconds: float, *, hidden: bool) -> None: ...
    def on_here(self) -> None: ...
    def on_resync(self) -> None: ...
    def on_stop(self) -> None: ...
    def on_left(self) -> None: ...
    def on_retry(self) -> None: ...
    def on_decision(self, block: str, nonce: str, shown: str, decision: Decision) -> None: ...


class Inbox:
    """Sorts the page's messages.

    Args:
        desk: Who answers them.
        loop: Says which loop the stream runs on; `None` while there is none.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        desk: Desk,
        loop: Callable[[], asyncio.AbstractEventLoop | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._loop = loop
        self._clock = clock
        self._resynced = -math.inf
        self._complained = False
        self._lock = threading.Lock()
        self._waiting = 0

    def receive(self, content: object) -> None:
        """Take one message, on whatever thread it came."""
        match content:
            case {"type": "drawn", "ms": float() | int() as ms, "hidden": bool() as hidden} if (
                not isinstance(ms, bool) and 0 <= ms <= MAX_DRAWN_MS
            ):
                self._enter(
                    lambda: self._desk.on_drawn(ms / 1000, hidden=hidden), MAX_WAITING_HINTS
                )
            case {"type": "here"}:
                self._enter(self._desk.on_here, MAX_WAITING_HINTS)
            case {"type": "resync"}:
                if self._clock() - self._resynced >= RESYNC_SECONDS:
                    self._resynced = self._clock()
                    self._enter(self._desk.on_resync)
            case {"type": "stop"}:
                self._enter(self._desk.on_stop)
            case {"type": "left"}:
                self._enter(self._desk.on_left)
            case {"type": "retry"}:
                self._enter(self._desk.on_retry)
            case {
                "type": "approve",
                "id": str() as block,
                "nonce": str() as nonce,
                "digest": str() as shown,
                "always": bool() as always,
            } if _are_names(block, nonce, shown):
                decision = Decision(approved=True, always=always)
                self._enter(lambda: self._desk.on_decision(block, nonce, shown, decision))
            case {
                "type": "reject",
                "id": str() as block,
                "nonce": str() as nonce,
                "digest": str() as shown,
                "message": str() as message,
            } if _are_names(block, nonce, shown) and len(message) <= MAX_REJECTION:
                # The model is told: half a character could not be sent.
                decision = Decision(approved=False, message=repair(message) or None)
                self._enter(lambda: self._desk.on_decision(block, nonce, shown, decision))
            case _:
                # Of something huge, no more is looked at than is said.
                self._complain("this version does not know it", content)

    def _enter(self, call: Callable[[], None], most: int = MAX_WAITING) -> None:
        """Call on the loop; not at all when so many calls wait there that this is a flood."""
        loop = self._loop()
        if loop is None or loop.is_closed() or not loop.is_running():
            call()
            return
        with self._lock:
            flooded = self._waiting >= most
            self._waiting += not flooded
        if not flooded:
            loop.call_soon_threadsafe(self._run, call)
        elif most == MAX_WAITING:
            self._complain(f"{most} others wait", call)

    def _run(self, call: Callable[[], None]) -> None:
        with self._lock:
            self._waiting -= 1
        call()

    def _complain(self, why: str, content: object) -> None:
        if not self._complained:
            self._complained = True
            said = repr_(content)
            _log.warning("ignored a message of the page, and will any other: %s: %.300s", why, said)


def _are_names(*names: str) -> bool:
    return all(name.isascii() and len(name) <= MAX_NAMED for name in names)
