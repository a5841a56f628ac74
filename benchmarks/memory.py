"""What a burst takes of the kernel's memory beyond the same burst without us.

In a real kernel, without a browser: Python's own tracing counts what is there at the worst moment
and what stays, of the bare loop and of ours. What any view takes, however short its text, is no
part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.tables import number, table
from kernel import executed, printed

EVENTS = 20_000
SIZES = (1, 10)
QUICK_SIZES = (1,)

EXPLAINED = f"""\
Memory: bytes that Python allocated (`tracemalloc`, in ipykernel), over the characters of the text,
which came as {EVENTS:,} events at once: words, emphasis and code, and a paragraph for every fifty.

- at most, kept: at the worst moment, and when all has been sent; beyond what the bare loop takes,
  which drops each event, and beyond a view of one word. The target, 3, is for both without a static
  output, and for what stays with one. The worst moment is a message that has all of it: the end
  tells the page the whole; then the static output, if one is kept.
- static output: the HTML, markdown and text that a notebook keeps. Its message is one piece of
  bytes, JSON of the three, that is there once; the engine that renders has a heap of its own,
  which Python does not count.
"""

_CELL = """
import asyncio, gc, sys, tracemalloc
from types import SimpleNamespace
from nbstream import stream

async def burst(count, times):
    for number in range(count):
        end = "\\n\\n" if number % 50 == 49 else " "
        piece = ("word", "*so*", "`it`")[number % 3] * times + end
        yield SimpleNamespace(
            type="response.output_text.delta", output_index=0, content_index=0, delta=piece
        )
    response = SimpleNamespace(output=[], usage=None)
    yield SimpleNamespace(type="response.completed", response=response)

async def bare(count, times):
    length = 0
    async for event in burst(count, times):
        length += len(getattr(event, "delta", ""))
    return length

def ours(settle):
    async def read(count, times):
        return await stream(burst(count, times), settle=settle)
    return read

async def traced(read, count, times):
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    result = await read(count, times)
    _, peak = tracemalloc.get_traced_memory()
    # What has been sent is gone when another thread has done that.
    await asyncio.sleep(2)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    return peak - before, kept - before

tracemalloc.start()
for settle in ("widget", "auto"):
    read = ours(settle)
    await traced(read, 1, 1)
    least = await traced(read, 1, 1)
    for times in SIZES:
        length = await bare(EVENTS, times)
        without = await traced(bare, EVENTS, times)
        took = await traced(read, EVENTS, times)
        most, kept = (
            (much - little - other) / length
            for much, little, other in zip(took, least, without)
        )
        print(settle, length, most, kept)
"""


@dataclass(frozen=True)
class Held:
    """What a burst took, over its characters.

    Attributes:
        settle: As in `Options`: what keeps a static output.
        length: Characters of its text.
        most: At the worst moment.
        kept: When all had been sent.
    """

    settle: str
    length: int
    most: float
    kept: float

    @property
    def row(self) -> list[str]:
        """As a row of the table."""
        what = "with its static output" if self.settle == "auto" else "without a static output"
        numbers = [number(value, 2) for value in (self.most, self.kept)]
        worst = self.kept if self.settle == "auto" else self.most
        return [f"a burst {what}", f"{self.length:,}", *numbers, "yes" if worst <= 3 else "NO"]


def measured(sizes: Sequence[int]) -> list[Held]:
    """Take bursts of one length after the other into a kernel's cell."""
    names = f"EVENTS = {EVENTS}\nSIZES = {tuple(sizes)}\n"
    (cell,) = executed(names + _CELL).cells
    told = [line.split() for line in printed(cell).splitlines()]
    return [Held(settle, int(length), float(a), float(b)) for settle, length, a, b in told]


def memory_table(held: Sequence[Held]) -> str:
    """Return what was measured as a table."""
    head = ["kernel memory over the text", "characters", "at most", "kept", "≤ 3"]
    return table(head, [each.row for each in held])
