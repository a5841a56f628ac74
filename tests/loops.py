"""A loop of one's own, from its beginning to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


def run_whole(work: Coroutine[Any, Any, Any]) -> Any:
    """As `asyncio.run` does: once loops nest in a process, that one no longer ends its loop."""
    with asyncio.Runner() as runner:
        return runner.run(work)
