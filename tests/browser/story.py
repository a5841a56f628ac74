"""What the tests' cells import: sources that go on when the test says so.

It runs in the kernel. A gate is a file beside the notebook: the test makes it
(`Notebook.open_gate`), the source waits for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

LOOK_SECONDS = 0.005
# Longer than any stream must wait for its share of the wire.
PAUSE_SECONDS = 0.02


def gate_file(folder: Path, name: str) -> Path:
    """Return the file that stands for a gate."""
    return folder / f"{name}.gate"


async def opened(name: str) -> None:
    """Wait until the test has opened a gate."""
    while not gate_file(Path.cwd(), name).exists():
        await asyncio.sleep(LOOK_SECONDS)


def wait_until_opened(name: str) -> None:
    """Wait for a gate as a busy, synchronous cell does: the kernel hears nothing meanwhile."""
    while not gate_file(Path.cwd(), name).exists():
        time.sleep(LOOK_SECONDS)


async def paced(pieces: Iterable[str], per_second: float) -> AsyncIterator[str]:
    """Yield the pieces at a steady rate; one that is late is not waited for again."""
    began = time.monotonic()
    for index, piece in enumerate(pieces):
        await asyncio.sleep(max(0.0, began + index / per_second - time.monotonic()))
        yield piece


async def bursts(pieces: Sequence[str], size: int) -> AsyncIterator[str]:
    """Yield so many pieces at once, pause, and so on."""
    for index, piece in enumerate(pieces):
        if index % size == 0:
            await asyncio.sleep(PAUSE_SECONDS)
        yield piece


async def gated(first: Iterable[str], gate: str, rest: Iterable[str]) -> AsyncIterator[str]:
    """Yield `first`, wait for the gate, and yield `rest`."""
    for piece in first:
        yield piece
    await opened(gate)
    for piece in rest:
        yield piece


def words(count: int, start: int = 0) -> list[str]:
    """Return that many different words, each with its space, in lines of ten."""
    return [
        f"word{index:05d}" + ("\n" if index % 10 == 9 else " ")
        for index in range(start, start + count)
    ]
