"""Reads the events of a run of the Agents SDK, and notices when none can come any more.

The SDK's own iterator waits for ever for the last word of a run whose task was cancelled, or whose
last word somebody else has taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from nbstream.errors import SourceError

# A run that is over is looked at so often. What it has said is there at once: whoever has waited
# from one look to the next waits in vain.
_LOOK_SECONDS = 0.1

# How long a run that was left may take to close its connection.
_GRACE_SECONDS = 1.0


async def feed(run: Any, take: Callable[[Any], None]) -> bool:
    """Hand every event of a run to `take`, with no await between two that are there.

    A run that nobody reads any more, because `take` failed or the reader was cancelled, is
    cancelled.

    Returns:
        Whether somebody ended the run by its own `cancel()`.

    Raises:
        SourceError: The run was cut off, or its last word does not come.
        Exception: What the run failed with.
    """
    events, task = run.stream_events(), run.run_loop_task
    stopped = False
    try:
        async with _while_fed(task, events):
            async for event in events:
                take(event)
        stopped = getattr(run, "_cancel_mode", "none") != "none" and run.final_output is None
    except asyncio.CancelledError:
        if _are_we_cancelled() or task is None or not task.done():
            raise
        # A loop that ends cancels what its runs still had to clear up; that is not how they ended.
        if not task.cancelled() and task.exception() is not None:
            raise task.exception() from None
    finally:
        await _leave(run)
        # Its iterator waits for the run's end before it closes.
        await events.aclose()
    if task is not None and task.done() and task.cancelled() and not stopped:
        ended = (
            "the event loop that it was started on" if task.get_loop().is_closed() else "its task"
        )
        raise SourceError(
            f"this run was cut off before it was finished: {ended} has ended. All that came of it "
            "is above. Start it where it is shown: nbstream.run(agent, input), or "
            "Runner.run_streamed() in the same cell"
        )
    return stopped


def _are_we_cancelled() -> bool:
    reader = asyncio.current_task()
    return reader is not None and reader.cancelling() > 0


@asynccontextmanager
async def _while_fed(task: asyncio.Task[Any] | None, events: Any) -> AsyncIterator[None]:
    """Leave the block when the run is over and its events are waited for in vain."""
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle | None = None

    def look(waited: bool) -> None:
        nonlocal timer
        waits = getattr(getattr(events, "ag_await", None), "__qualname__", "") == "Queue.get"
        if waits and waited:
            limit.reschedule(loop.time())
        else:
            timer = loop.call_later(_LOOK_SECONDS, look, waits)

    def over(_task: object) -> None:
        look(waited=False)

    try:
        async with asyncio.timeout(None) as limit:
            if task is not None and task.done():
                look(waited=False)
            elif task is not None:
                task.add_done_callback(over)
            yield
    except TimeoutError as exc:
        if not limit.expired():
            raise
        raise SourceError(
            "somebody else reads the events of this run too, and each of them comes only once: "
            "what is missing above went there. Leave the reading to stream(), or make another run"
        ) from exc
    finally:
        if task is not None:
            task.remove_done_callback(over)
        if timer is not None:
            timer.cancel()


async def _leave(run: Any) -> None:
    """See to it that a run which nobody reads any more does not go on by itself."""
    task = run.run_loop_task
    if not run.is_complete or (task is not None and not task.done()):
        run.cancel()
        if task is not None:
            await asyncio.wait({task}, timeout=_GRACE_SECONDS)
