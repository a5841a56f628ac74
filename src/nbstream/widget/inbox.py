"""What the page says, checked, on its way to the loop.

Handlers may run on a foreign thread (ipykernel 7.0 to 7.3 handles clicks in a subshell's): it
enters the loop here and nowhere else. All of it is data from outside: sizes and types are
checked, and what is not understood is ignored with one log line.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Protocol

from nbstream.bounds import MAX_DRAWN_MS, MAX_NAMED, MAX_REJECTION
from nbstream.document import repair
from nbstream.sources.agents_approvals import Decision
from nbstream.widget.entrance import Entrance

RESYNC_SECONDS = 0.25
"""The page is sent the whole document at most this often, however often it asks."""


PAGE_SECONDS = 1.0
"""The static output is made anew at most this often because a page asks for it."""


class Desk(Protocol):
    """Who answers what the page says. Every call is made on the loop, if there is one."""

    def on_drawn(self, seconds: float, *, hidden: bool) -> None: ...
    def on_here(self) -> None: ...
    def on_resync(self) -> None: ...
    def on_part(self, snapshot: int, part: int) -> None: ...
    def on_page(self) -> None: ...
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
        self._clock = clock
        self._resynced = self._paged = -math.inf
        self._entrance = Entrance(loop)

    def receive(self, content: object) -> None:
        """Take one message, on whatever thread it came."""
        match content:
            case {"type": "drawn", "ms": float() | int() as ms, "hidden": bool() as hidden} if (
                not isinstance(ms, bool) and 0 <= ms <= MAX_DRAWN_MS
            ):
                self._entrance.hint(lambda: self._desk.on_drawn(ms / 1000, hidden=hidden))
            case {"type": "here"}:
                self._entrance.hint(self._desk.on_here)
            case {"type": "resync"}:
                if self._clock() - self._resynced >= RESYNC_SECONDS:
                    self._resynced = self._clock()
                    self._entrance.enter(self._desk.on_resync)
            case {"type": "part", "snapshot": int() as snapshot, "part": int() as part}:
                self._entrance.hint(lambda: self._desk.on_part(snapshot, part))
            case {"type": "page"}:
                if self._clock() - self._paged >= PAGE_SECONDS:
                    self._paged = self._clock()
                    self._entrance.hint(self._desk.on_page)
            case {"type": "stop"}:
                self._entrance.enter(self._desk.on_stop)
            case {"type": "left"}:
                self._entrance.enter(self._desk.on_left)
            case {"type": "retry"}:
                self._entrance.enter(self._desk.on_retry)
            case {
                "type": "approve",
                "id": str() as block,
                "nonce": str() as nonce,
                "digest": str() as shown,
                "always": bool() as always,
            } if _are_names(block, nonce, shown):
                decision = Decision(approved=True, always=always)
                self._entrance.enter(lambda: self._desk.on_decision(block, nonce, shown, decision))
            case {
                "type": "reject",
                "id": str() as block,
                "nonce": str() as nonce,
                "digest": str() as shown,
                "message": str() as message,
            } if _are_names(block, nonce, shown) and len(message) <= MAX_REJECTION:
                # The model is told: half a character could not be sent.
                decision = Decision(approved=False, message=repair(message) or None)
                self._entrance.enter(lambda: self._desk.on_decision(block, nonce, shown, decision))
            case _:
                self._entrance.complain("this version does not know it", content)


def _are_names(*names: str) -> bool:
    return all(name.isascii() and len(name) <= MAX_NAMED for name in names)
