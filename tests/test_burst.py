"""Twenty thousand events at once: nothing is lost, and the kernel keeps little but the text."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

import nbstream
from kernel import executed, printed
from nbstream.document import Pieces

COUNT = 20_000
# As long as tokens are, and different, so that no two share their memory.
PIECES = [f"{number:04x} " for number in range(COUNT)]
TEXT = "".join(PIECES)


async def burst(count: int) -> AsyncIterator[Any]:
    """Raw events of a response, each gone when the next comes."""
    for number in range(count):
        yield SimpleNamespace(
            type="response.output_text.delta",
            output_index=0,
            content_index=0,
            delta=f"{number:04x} ",
        )
    response = SimpleNamespace(output=[], usage=None)
    yield SimpleNamespace(type="response.completed", response=response)


async def traced(count: int) -> tuple[str, int, int]:
    """The text of a burst, and what is kept of it and what it took, in bytes."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    view = await nbstream.stream(burst(count), show=False)
    gc.collect()
    kept, peak = tracemalloc.get_traced_memory()
    return view.text, kept - before, peak - before


async def test_a_burst_arrives_whole_in_at_most_three_times_its_text() -> None:
    tracemalloc.start()
    try:
        # What any view takes, however short its text, is no part of it.
        await traced(1)
        _, least_kept, least_peak = await traced(1)
        text, kept, peak = await traced(COUNT)
    finally:
        tracemalloc.stop()
    assert text == TEXT
    assert kept - least_kept <= 3 * len(TEXT)
    # While it is read, what is about to leave is there too.
    assert peak - least_peak <= 3 * len(TEXT)


IN_A_KERNEL = """
import asyncio, gc, tracemalloc
import nbstream
from nbstream.events import TextDelta

async def burst(count):
    for number in range(count):
        yield TextDelta("t", f"{number:04x} **b** " + "\\n\\n" * (number % 50 == 0))

def held():
    gc.collect()
    return tracemalloc.get_traced_memory()[0]

async def peak(count, settle):
    before = held()
    tracemalloc.reset_peak()
    view = await nbstream.stream(burst(count), settle=settle)
    return view, tracemalloc.get_traced_memory()[1] - before

tracemalloc.start()
for settle in ("widget", "auto"):
    await peak(1, settle)
    _, least = await peak(1, settle)
    before = held()
    view, most = await peak(20_000, settle)
    length = len(view.text)
    # Messages are gone once they have been sent.
    async with asyncio.timeout(20):
        while held() - before > 3 * length:
            await asyncio.sleep(0.1)
    print((most - least) / length)
"""


def test_what_a_burst_ends_with_is_written_once_and_not_kept_beside_it() -> None:
    """The whole for the page; then HTML, markdown and text as one message of four times it."""
    (cell,) = executed(IN_A_KERNEL).cells
    live, lasting = map(float, printed(cell).split())
    # Where the machine is busy, all of the batches may still be waiting for the thread that sends.
    assert live <= 4
    assert lasting <= 8


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
def test_pieces_are_their_text_whenever_it_is_asked_for(count: int) -> None:
    grown, asked = Pieces(), Pieces("")
    for number, piece in enumerate(PIECES[:count]):
        grown.add(piece)
        asked.add(piece)
        if number % 100 == 7:
            assert asked.text == "".join(PIECES[: number + 1])
    whole = "".join(PIECES[:count])
    for end in (0, 1, 7, len(whole) // 2, len(whole), len(whole) + 3):
        assert grown.after(end) == asked.after(end) == whole[end:]
    assert grown.text == asked.text == whole
    grown.replace("other")
    assert grown.text == "other"
