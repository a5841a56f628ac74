"""What the page says, checked, on its way to the loop.

Handlers may run on a foreign thread (ipykernel 7.0 to 7.3 handles clicks in a subshell's): it
enters the loop here and nowhere else. All of it is data from outside: sizes and types are
checked, and what is not understood is ignored with one log line.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable
from typing import Protocol

from nbstream.sources.agents_approvals import Decision

_log = logging.getLogger("nbstream")

RESYNC_SECONDS = 0.25
"""The page is sent the whole document at most this often, however often it asks."""


MAX_MESSAGE = 10_000
"""Characters that a rejection may tell the model."""

_MAX_NAME = 1_000


class Desk(Protocol):
    """Who answers what the page says. Every call is made on the loop, if there is one."""

    def on_drawn(self, seconds: float, *, hidden: bool) -> None: ...
    def on_here(self) -> None: ...
    def on_resync(self) -> None: ...
    def on_stop(self) -> None: ...
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

    def receive(self, content: object) -> None:
        """Take one message, on whatever thread it came."""
        match content:
            case {"type": "drawn", "ms": float() | int() as ms, "hidden": bool() as hidden} if (
                not isinstance(ms, bool) and math.isfinite(ms) and ms >= 0
            ):
                self._enter(lambda: self._desk.on_drawn(ms / 1000, hidden=hidden))
            case {"type": "here"}:
                self._enter(self._desk.on_here)
            case {"type": "resync"}:
                if self._clock() - self._resynced >= RESYNC_SECONDS:
                    self._resynced = self._clock()
                    self._enter(self._desk.on_resync)
            case {"type": "stop"}:
                self._enter(self._desk.on_stop)
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
            } if _are_names(block, nonce, shown) and len(message) <= MAX_MESSAGE:
                decision = Decision(approved=False, message=message or None)
                self._enter(lambda: self._desk.on_decision(block, nonce, shown, decision))
            case _:
                if not self._complained:
                    self._complained = True
                    _log.warning(
                        "ignored a message that this version does not know: %.200r", content
                    )

    def _enter(self, call: Callable[[], None]) -> None:
        loop = self._loop()
        if loop is None or loop.is_closed() or not loop.is_running():
            call()
        else:
            loop.call_soon_threadsafe(call)


def _are_names(*names: str) -> bool:
    return all(name.isascii() and len(name) <= _MAX_NAME for name in names)
