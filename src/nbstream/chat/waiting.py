"""Waits for turns, where what is waited for may never come: nobody may be heard to decide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from nbstream.chat.turn import Turn
from nbstream.delivery import unheard

Made = TypeVar("Made")


async def over(turn: Turn, current: Callable[[], Turn | None], *, blocking: bool) -> bool:
    """Return whether a turn is over, as soon as that is so or cannot come to be so meanwhile.

    An agent may stop for a decision, of this turn or of one before it. In a kernel that hears no
    click before the running cell has ended, whoever waits here would wait for ever.

    Args:
        turn: What is waited for.
        current: Says which turn is being answered.
        blocking: Whether the caller keeps the loop from others.
    """
    while not turn.over and (answering := current()) is not None:
        ended = asyncio.wrap_future(answering.ended)
        in_vain = asyncio.ensure_future(_in_vain(answering, blocking=blocking))
        try:
            await asyncio.wait({ended, in_vain}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            in_vain.cancel()
        if not ended.done():
            break
    return turn.over


async def _in_vain(turn: Turn, *, blocking: bool) -> None:
    """Return when a turn waits for a decision that nobody can be heard to take; else never."""
    await asyncio.wait({asyncio.wrap_future(turn.begun)})
    if (view := turn.view) is None or (approvals := view._driver.approvals) is None:
        await asyncio.Event().wait()
        return
    await unheard(approvals, partial(view._desk.hears, blocking=blocking))
    approvals.note_nobody_hears()


class Left(Exception):  # noqa: N818 - it is no error: somebody pressed Stop twice
    """What was waited for was not waited for any longer."""


class Patience:
    """Waits for what others do, until somebody has had enough."""

    def __init__(self) -> None:
        self._task: asyncio.Future[Any] | None = None

    async def wait(self, work: Coroutine[Any, Any, Made]) -> Made:
        """Return what it makes.

        Raises:
            Left: It was left meanwhile.
            Exception: What it raised.
        """
        task: asyncio.Future[Made] = asyncio.ensure_future(work)
        self._task = task
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            self._task = None
        if task.cancelled():
            raise Left
        return task.result()

    def leave(self) -> None:
        """Wait no longer, if anything is waited for."""
        if self._task is not None:
            self._task.cancel()
