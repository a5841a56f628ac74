"""Waits for a task in code that cannot await: the only place where loops are nested.

nest-asyncio2 is the maintained continuation of nest-asyncio: 1.6.0 of that one breaks clicks on
ipykernel 7.4 and `asyncio.current_task` on Python 3.14. It changes asyncio for the whole process,
so that it is applied on first use only, and only where a loop is running.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable
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
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        _runner().run(_run(finish))
        return
    import nest_asyncio2  # it patches asyncio as it is applied, and a script never needs it

    nest_asyncio2.apply(loop)
    task = start()
    try:
        loop.run_until_complete(_run(finish))
    except KeyboardInterrupt:
        # The interrupt broke the loop's select, not the task: left alone it would go on.
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
        raise


def _runner() -> asyncio.Runner:
    runner: asyncio.Runner | None = getattr(_kept, "runner", None)
    if runner is None:
        runner = _kept.runner = asyncio.Runner()
        atexit.register(runner.close)
    return runner


async def _run(finish: Callable[[], Awaitable[None]]) -> None:
    await finish()
