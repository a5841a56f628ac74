"""Waits for a run to be over: from any loop, and so that whoever leaves leaves nothing running."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from nbstream.errors import SourceError


async def join(task: asyncio.Task[None], unless: Coroutine[Any, Any, None] | None = None) -> None:
    """Return when the task has ended; that it was cancelled by others is for its run to tell.

    Cancelled here, it cancels the task, and returns when that has ended.

    Args:
        task: The run, on whatever loop.
        unless: What lets this return sooner; it is awaited on the run's loop.

    Raises:
        SourceError: The run is on another loop, and that one stands still.
        Exception: What the task raised.
    """
    loop = task.get_loop()
    waiting = _join_here(task, unless)
    if loop is asyncio.get_running_loop() or task.done():
        await waiting
    elif loop.is_running():
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(waiting, loop))
    else:
        waiting.close()
        raise SourceError(
            "this stream has begun on another event loop, which stands still: await it there, or "
            "give the source to stream() here"
        )
    if task.done() and not task.cancelled():
        task.result()


async def _join_here(task: asyncio.Task[None], unless: Coroutine[Any, Any, None] | None) -> None:
    if task.done():
        if unless is not None:
            unless.close()
        return
    ends: set[asyncio.Task[None]] = {task}
    if unless is not None:
        ends.add(asyncio.get_running_loop().create_task(unless))
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task})
        raise
    finally:
        for end in ends - {task}:
            end.cancel()
