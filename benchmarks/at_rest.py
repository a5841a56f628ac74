"""`python -m benchmarks.at_rest`: what a page at rest costs, and what the event loop notices of it.

The page is made on a thread, by the engine that lets go of the interpreter's lock; a coroutine that
wakes every millisecond measures what is left over for the loop.
"""

from __future__ import annotations

import asyncio
import sys
import time
from statistics import median

from benchmarks import ROOT
from benchmarks.surroundings import command, load, surroundings, today
from nbstream.document import Document
from nbstream.events import Ended, TextDelta, ToolCalled, ToolReturned
from nbstream.export import rendered, to_markdown

ROUNDS = 3

# Prose, lists, tables and code in the proportions in which people write them.
PROSE = "".join((ROOT / name).read_text() for name in ("README.md", "docs/design.md"))


def text_of(size: int) -> Document:
    """A document of one text, so many characters long."""
    document = Document()
    document.apply(TextDelta("t", (PROSE * (size // len(PROSE) + 1))[:size]))
    document.apply(Ended("done"))
    return document


def tools_of(count: int) -> Document:
    """A document of so many tool calls."""
    document = Document()
    for index in range(count):
        document.apply(ToolCalled(f"c{index}", "look_up"))
        document.apply(ToolReturned(f"c{index}", f"result {index}\n" * 10))
    document.apply(Ended("done"))
    return document


def make(document: Document) -> int:
    """What is done at the end of a run; returns the page's characters."""
    still = document.copy()
    to_markdown(still)
    html, _ = rendered({"seq": 1, "blocks": still.snapshot()}, {})
    return len(html)


async def measured(document: Document) -> tuple[float, float, int]:
    """Seconds that the page took, the longest the loop was kept waiting, and its characters."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - before - 0.001)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    began = time.perf_counter()
    size = await asyncio.to_thread(make, document)
    took = time.perf_counter() - began
    watching.cancel()
    return took, longest, size


async def idle() -> float:
    """The longest wait that the machine itself causes, in seconds: nothing of ours is running."""
    longest = 0.0
    end = time.perf_counter() + 1
    while (before := time.perf_counter()) < end:
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - before - 0.001)
    return longest


def report() -> str:
    """Measure everything and return the report."""
    before = load()
    documents = {
        "10 KB of markdown": text_of(10_000),
        "200 KB of markdown": text_of(200_000),
        "200 tool calls": tools_of(200),
    }
    make(documents["10 KB of markdown"])
    rows = []
    for name, document in documents.items():
        rounds = [asyncio.run(measured(document)) for _ in range(ROUNDS)]
        took, longest, sizes = zip(*rounds, strict=True)
        rows.append(
            f"| {name} | {median(took) * 1000:,.0f} ms | {max(took) * 1000:,.0f} ms | "
            f"{median(longest) * 1000:.1f} ms | {max(longest) * 1000:.1f} ms | {sizes[0]:,} |"
        )
    lines = [
        f"# A page at rest, {today()}",
        "",
        f"`{command()}`, load averages {before} before and {load()} after.",
        "",
        *(f"- {line}" for line in surroundings()),
        f"- an idle loop waits up to {asyncio.run(idle()) * 1000:.1f} ms too long here",
        "",
        "| what | took, median | worst | loop kept waiting, median | worst | characters of HTML |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"Of {ROUNDS} rounds each. Targets: 10 KB in 100 ms, 200 KB in 2 s, the loop 20 ms.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    page = report()
    print(page)
    out = ROOT / "benchmarks" / "results" / f"{today()}-at-rest.md"
    out.write_text(page + "\n")
    print(f"kept as {out}", file=sys.stderr)
