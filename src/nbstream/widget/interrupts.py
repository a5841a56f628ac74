"""Sees to it that an interrupt in a terminal ends what it interrupted.

There it breaks the loop and not the task: the cell is over, and what it awaited would go on as soon
as another cell lets the loop run. Where the loop goes on, as in a kernel, it cancels who awaits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from nbstream.widget.showing import at_the_end_of_each_cell

# How long a run that was interrupted may take to clear up.
_GRACE_SECONDS = 2.0

_waiting: set[asyncio.Task[Any]] = set()

_interrupted: WeakSet[asyncio.Task[Any]] = WeakSet()


class _Interrupted(asyncio.CancelledError):
    """Ends a cell whose interrupt has been told of already."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints of it: nothing, there is one traceback on the screen."""
        return []


@contextmanager
def ends_with_its_cell() -> Iterator[None]:
    """Whoever waits in this block does so until the cell is over, and no longer."""
    at_the_end_of_each_cell(_end_the_interrupted)
    task = asyncio.current_task()
    if task is None or task in _waiting:
        yield
        return
    _waiting.add(task)
    try:
        yield
    except asyncio.CancelledError:
        if task in _interrupted:
            raise _Interrupted from None
        raise
    finally:
        _waiting.discard(task)


def _end_the_interrupted(_ended: object) -> None:
    for task in list(_waiting):
        loop = task.get_loop()
        if loop.is_closed():
            _waiting.discard(task)
        elif not loop.is_running():
            _interrupted.add(task)
            task.cancel()
            loop.run_until_complete(asyncio.wait([task], timeout=_GRACE_SECONDS))
