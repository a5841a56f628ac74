"""Waits for a task in code that cannot await: the only place where loops are nested.

nest-asyncio2 is the maintained continuation of nest-asyncio: 1.6.0 of that one breaks clicks on
ipykernel 7.4 and `asyncio.current_task` on Python 3.14. It changes asyncio for the whole process,
so that it is applied on first use only, and only where a loop is running.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

_kept = threading.local()


def block_on(start: Callable[[], asyncio.Task[Any]], finish: Callable[[], Awaitable[None]]) -> None:
    """Run a task to its end, wherever this is called.

    With a running loop the task runs on it, nested; without one, on a loop that this thread keeps
    for all such calls: a client that two of them share is bound to the first one's loop.

    Args:
        start: Starts the task on the running loop, or returns it when it has started.
        finish: What to await; it ends when the task has.

    Raises:
        KeyboardInterrupt: The task was cancelled, and has ended.
        Exception: Whatever `finish` raised.
    """
    __tracebackhide__ = True
    run = _runner()
    try:
        error = run(_outcome(finish))
    except KeyboardInterrupt:
        # The interrupt broke the loop's select, not the task: left alone it would go on.
        run(_cancelled(start))
        # What broke where says nothing to whoever pressed Ctrl+C.
        raise KeyboardInterrupt from None
    if error is not None:
        raise error


def _runner() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return _kept_runner().run
    import nest_asyncio2  # it patches asyncio as it is applied, and a script never needs it

    nest_asyncio2.apply(loop)
    return loop.run_until_complete


def _kept_runner() -> asyncio.Runner:
    runner: asyncio.Runner | None = getattr(_kept, "runner", None)
    if runner is None:
        runner = _kept.runner = asyncio.Runner()
        atexit.register(runner.close)
    return runner


async def _outcome(finish: Callable[[], Awaitable[None]]) -> BaseException | None:
    """Return what it raised: raised here, a SystemExit would break the loop that others use."""
    __tracebackhide__ = True
    try:
        await finish()
    except (Exception, SystemExit, KeyboardInterrupt) as exc:
        return exc
    return None


async def _cancelled(start: Callable[[], asyncio.Task[Any]]) -> None:
    task = start()
    if task.get_loop() is asyncio.get_running_loop():
        task.cancel()
        await asyncio.wait([task])
    elif not task.done():
        task.get_loop().call_soon_threadsafe(task.cancel)
