"""What a page at rest costs, and what the event loop notices of it.

The page is made on a thread, by the engine that lets go of the interpreter's lock; a coroutine that
wakes every millisecond measures what is left over for the loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks import ROOT
from benchmarks.surroundings import report
from benchmarks.tables import table
from nbstream.document import Document
from nbstream.events import Ended, TextDelta, ToolCalled, ToolReturned
from nbstream.export import rendered, to_markdown

ROUNDS = 3
LONG = 200_000
QUICK_LONG = 20_000

# Prose, lists, tables and code in the proportions in which people write them.
PROSE = "".join((ROOT / name).read_text() for name in ("README.md", "docs/design.md"))

# What costs most for its length: each is repeated until it is as long as it should be.
CODE = f"```python\n{(ROOT / 'src/nbstream/widget/view.py').read_text()}```\n\n"
DENSE = (
    "Some *emphasis*, **strong**, `code`, ~~struck~~, [a link](https://example.org/a?b=c) &amp; "
    "<https://example.org/> and\nhttps://example.com/auto or \\*escaped\\* **bold *and* nested**.\n"
)
TABLE = "| name | value | note |\n|---|--:|:-:|\n" + "| alpha *b* | 12.5 | `x` |\n" * 20 + "\n"
LIST = (
    "- one\n- two *with* words\n  - nested item\n    1. deep\n    2. deeper\n- [x] done\n\n"
    "1. first\n\n"
)
MATH = (
    "The sum $\\sum_{i=1}^{n} x_i^2 = \\frac{a+b}{c}$ of all that was measured is what the last "
    "row says, and so\n\n$$\n\\int_0^\\infty e^{-x^2} dx = \\frac{\\sqrt{\\pi}}{2}\n$$\n\n"
    "holds wherever it is finite. That is more than can be said of those that came before it.\n\n"
)


def text_of(size: int, of: str = PROSE) -> Document:
    """A document of one text, so many characters long."""
    document = Document()
    document.apply(TextDelta("t", (of * (size // len(of) + 1))[:size]))
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
    return sum(map(len, html))


async def measured(document: Document) -> tuple[float, float, float, int]:
    """Seconds that the page took, and of a processor; the loop's longest wait; its characters."""
    waits: list[float] = []
    watching = asyncio.create_task(watch(waits))
    await asyncio.sleep(0.01)
    began, used = time.perf_counter(), time.process_time()
    size = await asyncio.to_thread(make, document)
    took, used = time.perf_counter() - began, time.process_time() - used
    watching.cancel()
    return took, used, max(waits), size


async def watch(waits: list[float]) -> None:
    """Wake every millisecond, and write down how many seconds late that was."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - before - 0.001)


async def idle(seconds: float) -> float:
    """The longest wait that the machine itself causes, in seconds: nothing of ours is running."""
    waits: list[float] = []
    watching = asyncio.create_task(watch(waits))
    await asyncio.sleep(seconds)
    watching.cancel()
    return max(waits)


def rows(long: int, rounds: int, say: Callable[[str], None]) -> Iterator[tuple[str, ...]]:
    """Measure each document, and an idle loop for as long right behind it."""
    short, size = text_of(10_000), f"{long // 1000} KB"
    documents = {
        "10 KB of markdown": short,
        f"{size} of markdown": text_of(long),
        f"{size} of code": text_of(long, CODE),
        f"{size} of dense inlines": text_of(long, DENSE),
        f"{size} of tables": text_of(long, TABLE),
        f"{size} of lists": text_of(long, LIST),
        f"{size}, a third of it formulas": text_of(long, MATH),
        "200 tool calls": tools_of(200),
    }
    make(short)
    for name, document in documents.items():
        say(f"at rest: {name}")
        tries = [asyncio.run(measured(document)) for _ in range(rounds)]
        took, used, longest, sizes = zip(*tries, strict=True)
        alone = asyncio.run(idle(sum(took)))
        yield (
            name,
            f"{median(took) * 1000:,.0f} ms",
            f"{max(took) * 1000:,.0f} ms",
            f"{min(used) * 1000:,.0f} ms",
            f"{median(longest) * 1000:.1f} ms",
            f"{max(longest) * 1000:.1f} ms",
            f"{alone * 1000:.1f} ms",
            f"{sizes[0]:,}",
        )


HEAD = (
    "what",
    "took, median",
    "worst",
    "of a processor, least",
    "loop waits, median",
    "worst",
    "idle loop waits",
    "characters of HTML",
)


def at_rest_report(*, quick: bool, say: Callable[[str], None]) -> str:
    """Measure a page of each kind of text, and return the report."""
    long, rounds = (QUICK_LONG, 1) if quick else (LONG, ROUNDS)
    return report(
        "A page at rest", lambda: [table(HEAD, rows(long, rounds, say)), explained(rounds)]
    )


def explained(rounds: int) -> str:
    """Say how to read the table."""
    return (
        f"Rounds of each: {rounds}. Targets: 10 KB in 100 ms, 200 KB in 2 s, and the loop waits at "
        "most 20 ms where an idle one does not."
    )
