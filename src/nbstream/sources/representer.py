"""Asks what tools returned for their representation, beside the loop that the run is read on.

A figure takes its time to draw. Meanwhile the run goes on, and the tool's cell has the text that
the model was given; what there is to show comes when it is drawn.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from nbstream.sources.shown import Representation, is_plain, representation

Represent = Callable[[object, Callable[[Representation | None], None]], None]
"""Asks a value, and hands on its representation; `None`: it did not answer in time."""

_log = logging.getLogger("nbstream")

# A run is not over before its objects have answered; one that never does must not keep it.
MAX_SECONDS = 10.0

# Libraries that draw seldom expect two threads at once, matplotlib least of all. Whoever has hung
# keeps the others waiting no longer than this.
_TURN_SECONDS = 2.0
_turn = threading.Lock()


def represent_at_once(value: object, show: Callable[[Representation | None], None]) -> None:
    """Ask here and now: for code that has no loop to hold up."""
    show(representation(value))


class Representer:
    """Asks the objects of one run, each on a thread of its own and one at a time.

    Args:
        max_seconds: How long an object may take to answer.
    """

    def __init__(self, max_seconds: float = MAX_SECONDS) -> None:
        self._max_seconds = max_seconds
        self._tasks: set[asyncio.Task[None]] = set()

    def represent(self, value: object, show: Callable[[Representation | None], None]) -> None:
        """See `Represent`; on the run's loop, where `show` is called, too.

        Plain data has no code of its own that could be slow, and is shown at once.
        """
        if is_plain(value):
            show(representation(value))
            return
        task = asyncio.get_running_loop().create_task(self._ask(value, show))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finished(self) -> None:
        """Return when all have answered that were asked, or have taken too long."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def end(self) -> None:
        """Nobody wants to know any more."""
        for task in self._tasks:
            task.cancel()

    async def _ask(self, value: object, show: Callable[[Representation | None], None]) -> None:
        try:
            async with asyncio.timeout(self._max_seconds):
                said = await _on_a_thread(value)
        except TimeoutError:
            said = None
        try:
            show(said)
        except Exception:
            # Its call may have been taken back meanwhile.
            _log.exception("nbstream could not show a %s; the run goes on", type(value).__name__)


async def _on_a_thread(value: object) -> Representation:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Representation] = loop.create_future()

    def give(said: Representation) -> None:
        if not answer.done():
            answer.set_result(said)

    def ask() -> None:
        has_turn = _turn.acquire(timeout=_TURN_SECONDS)
        try:
            said = representation(value)
        finally:
            if has_turn:
                _turn.release()
        if not loop.is_closed():
            loop.call_soon_threadsafe(give, said)

    # A daemon, and none of a pool's: what never answers must not keep the process from ending.
    threading.Thread(target=ask, name="nbstream-representation", daemon=True).start()
    return await answer
