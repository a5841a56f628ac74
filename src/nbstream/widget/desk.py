"""Does what the page asks of a stream; `Inbox` has checked it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from nbstream.delivery import Pump
from nbstream.errors import RetryError
from nbstream.sources.agents_approvals import Decision
from nbstream.widget.driver import Driver
from nbstream.widget.rest import AtRest
from nbstream.widget.showing import hears_clicks
from nbstream.widget.whole import Whole

# How long a question waits for a page to show it: a notebook may be executed without any.
_PAGE_SECONDS = 3.0


class StreamDesk:
    """Answers a page's messages; each call is made on the loop, if there is one.

    Args:
        pump: What the page shows comes from here.
        driver: Who feeds it.
        at_rest: Has the static output.
        whole: Has the document for pages that come late.
        resend: Sends the page the whole.
        send: Sends the page a message.
    """

    def __init__(
        self,
        pump: Pump,
        driver: Driver,
        at_rest: AtRest,
        whole: Whole,
        *,
        resend: Callable[[], None],
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self._pump = pump
        self._driver = driver
        self._at_rest = at_rest
        self._whole = whole
        self._resend = resend
        self._send = send
        self._seen = asyncio.Event()

    async def hears(self, *, blocking: bool) -> bool:
        """Whether there is a page, and what is pressed there is heard while the cell runs."""
        if not hears_clicks(blocking=blocking):
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._seen.wait(), _PAGE_SECONDS)
        return self._seen.is_set()

    def on_here(self) -> None:
        self._seen.set()

    def on_drawn(self, seconds: float, *, hidden: bool) -> None:
        self._pump.drawn(seconds, hidden=hidden)

    def on_resync(self) -> None:
        self._resend()

    def on_part(self, snapshot: int, part: int) -> None:
        message = self._whole.part(snapshot, part)
        if message is None:
            self._resend()
        else:
            self._send(message)

    def on_page(self) -> None:
        if not self._pump.document.run.closed:
            return
        # One that took its time has just been told when this is: the page looks again.
        late = not self._at_rest.is_told

        def answer(_done: object) -> None:
            self._send({"type": "page", "bundle": None if late else self._at_rest.bundle})

        self._at_rest.when_written(answer)

    def on_stop(self) -> None:
        self._driver.stop()

    def on_left(self) -> None:
        # Its cell was deleted: nobody is left to press Stop again.
        self._driver.cancel()

    def on_retry(self) -> None:
        # Two pages may ask at once: the second one finds a run that goes on.
        with suppress(RetryError):
            self._driver.retry()

    def on_decision(self, block: str, nonce: str, shown: str, decision: Decision) -> None:
        if approvals := self._driver.approvals:
            approvals.answer(block, nonce, shown, decision)
