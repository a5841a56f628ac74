"""Synchronous streams are read in a thread of their own, and end like any other."""

from __future__ import annotations

import asyncio
import contextvars
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.bounds import MAX_PENDING
from nbstream.events import TextDelta
from sources.reading import begin, read


class Counted:
    """A synchronous iterator that notes how far it was read and how it was closed."""

    def __init__(self, pieces: int, *, seconds: float = 0) -> None:
        self.left = pieces
        self.given = 0
        self.seconds = seconds
        self.closed: list[str] = []

    def __iter__(self) -> Counted:
        return self

    def __next__(self) -> str:
        if self.given == self.left:
            raise StopIteration
        time.sleep(self.seconds)
        self.given += 1
        return f"{self.given} "

    def close(self) -> None:
        self.closed.append(threading.current_thread().name)


async def test_a_blocking_stream_does_not_block_the_loop() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.002)
            ticks += 1

    ticking = asyncio.create_task(tick())
    reading = await read(Counted(10, seconds=0.02))
    ticking.cancel()
    assert reading.text == "1 2 3 4 5 6 7 8 9 10 "
    assert ticks > 10


@given(st.lists(st.text(max_size=5), max_size=3000))
async def test_nothing_is_lost_or_moved_at_full_speed(pieces: list[str]) -> None:
    told = [event.text for event in (await read(pieces)).events if isinstance(event, TextDelta)]
    assert "".join(told) == "".join(pieces)


async def test_it_is_closed_once_by_the_thread_that_read_it() -> None:
    stream = Counted(3)
    await read(stream)
    assert stream.closed == ["nbstream-reader"]


async def test_it_sees_the_callers_context() -> None:
    seen = contextvars.ContextVar("seen", default="nothing")
    seen.set("the caller's")

    def look() -> Iterator[str]:
        yield seen.get()

    assert (await read(look())).text == "the caller's"


async def test_an_exception_comes_after_all_that_was_before_it() -> None:
    def fails() -> Iterator[str]:
        yield from ("a", "b")
        raise LookupError("no more")

    reading, task = begin(fails())
    with pytest.raises(LookupError, match="no more"):
        await task
    assert reading.text == "ab"


async def test_an_iterable_that_cannot_begin_says_so() -> None:
    class Broken:
        def __iter__(self) -> Iterator[str]:
            raise PermissionError("not yours")

    with pytest.raises(PermissionError, match="not yours"):
        await read(Broken())


async def test_cancelling_closes_a_generator() -> None:
    closed = threading.Event()

    def endless() -> Iterator[str]:
        try:
            while True:
                time.sleep(0.001)
                yield "x"
        finally:
            closed.set()

    reading, task = begin(endless())
    await reading.until(lambda: len(reading.events) > 3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed.is_set()


async def test_a_stream_that_blocks_does_not_hold_its_reader_and_is_closed_later() -> None:
    gate, closed = threading.Event(), threading.Event()

    def blocks() -> Iterator[str]:
        try:
            yield "x"
            gate.wait()
            yield "y"
        finally:
            closed.set()

    reading, task = begin(blocks())
    await reading.until(lambda: reading.text == "x")
    task.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 2
    assert not closed.is_set()
    gate.set()
    await asyncio.to_thread(closed.wait, 5)
    assert closed.is_set()
    assert reading.text == "x"


async def test_a_fast_stream_waits_for_a_slow_loop() -> None:
    stream = Counted(50 * MAX_PENDING)
    reading, task = begin(stream)
    await reading.until(lambda: bool(reading.events))
    time.sleep(0.3)  # the loop is busy with something else
    ahead = stream.given - len(reading.events)
    assert ahead <= MAX_PENDING + 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_items_of_a_fast_stream_come_many_at_a_time() -> None:
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count_turns())
    reading = await read(["x"] * 50_000)
    counting.cancel()
    assert len(reading.text) == 50_000
    assert turns < 25_000


async def test_a_reader_that_fails_stops_the_thread() -> None:
    stream = Counted(10**9)
    reading, task = begin(stream)

    def refuse(event: object) -> None:
        if len(reading.events) > 5:
            raise RuntimeError("no more, please")

    reading.watch = refuse
    with pytest.raises(RuntimeError, match="no more"):
        await task
    given = stream.given
    await asyncio.sleep(0.05)
    assert stream.given == given
    assert stream.closed


def test_a_stream_that_never_comes_back_does_not_keep_the_process() -> None:
    script = """
import asyncio, threading
from nbstream.sources import from_any

def stuck():
    yield "x"
    threading.Event().wait()

async def main():
    came = asyncio.Event()
    task = asyncio.create_task(from_any(stuck()).read(lambda event: came.set()))
    await came.wait()
    task.cancel()

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
