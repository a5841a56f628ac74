"""The measurements behind the headlines: one function each, for every contender alike."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.cdp import Browser
from benchmarks.desk import Desk, Memory
from benchmarks.measurement import Measurement, median
from benchmarks.trial import Told, desk, run, told, told_with_tools
from browser.answers import CODE, LONG, MEDIUM, SHORT, answer
from browser.lab import Lab

CONTENDERS = ("nbstream", "floor")

WIRE_RATE = 500
CPU_RATE = 50

# Beyond ipywidgets, which every notebook with a widget has paid for already.
_IMPORT = """
import time, ipywidgets
began = time.perf_counter()
import nbstream
print(time.perf_counter() - began)
"""
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Size:
    """How much is streamed: enough to tell, or enough to see that it works.

    Attributes:
        answers: The answers, at their rates.
        repeats: How often what is quick is repeated, to take the median.
        rates: Tokens a second to try, ascending.
        rate_seconds: How long each is kept up.
        tries: How often each is tried; the one in the middle counts.
        cpu_seconds: How long CPU is measured.
        memory_tokens: How long an answer fills the page.
    """

    answers: tuple[Told, ...]
    repeats: int
    rates: tuple[int, ...]
    rate_seconds: float
    tries: int
    cpu_seconds: float
    memory_tokens: int


def five_answers(per_second: float) -> tuple[Told, ...]:
    """Return short, medium, long, code-heavy and parallel-tools at this rate; 0: full speed."""
    texts = [told(each, per_second) for each in (SHORT, MEDIUM, LONG, CODE)]
    return (*texts, told_with_tools(answer("parallel-tools", 200), per_second))


FULL = Size(
    answers=(*five_answers(200), *five_answers(0)),
    repeats=5,
    rates=(50, 100, 200, 500, 1_000, 2_000, 3_000),
    rate_seconds=3,
    tries=3,
    cpu_seconds=10,
    memory_tokens=10_000,
)
QUICK = Size(
    answers=(told(SHORT, 200), told_with_tools(answer("parallel-tools", 40), 0)),
    repeats=1,
    rates=(WIRE_RATE,),
    rate_seconds=0.2,
    tries=1,
    cpu_seconds=0.5,
    memory_tokens=500,
)


@dataclass(frozen=True)
class Bench:
    """Where and how much is measured.

    Attributes:
        browser: Whose pages are used.
        lab: Whose kernels are used.
        size: How much to stream.
        say: Takes a line about what is under way.
    """

    browser: Browser
    lab: Lab
    size: Size
    say: Callable[[str], None]


@dataclass(frozen=True)
class Numbers:
    """All that was measured of one contender.

    Attributes:
        answers: Each answer of the size, in its order.
        first_ms: First token of a short answer, the median of its repeats.
        rates: By tokens a second.
        cpu: At `CPU_RATE`, without anybody watching the frames.
        idle: CPU of kernel and page while a cell only waits, as shares of a core.
        memory: What an answer of `memory_tokens` added to the page.
    """

    answers: list[Measurement]
    first_ms: float
    rates: dict[int, Measurement]
    cpu: Measurement
    idle: tuple[float, float]
    memory: Memory


def measure(bench: Bench, contender: str) -> Numbers:
    """Measure everything that one contender is measured by, in a page of its own."""
    size = bench.size
    with desk(bench.browser, bench.lab, contender) as place:
        # First, for a page that has shown nothing yet but what warmed it up.
        bench.say(f"{contender}: memory")
        memory = _memory(place, contender, told(answer("memory", size.memory_tokens), 0))
        bench.say(f"{contender}: the answers")
        answers = [run(place, contender, each) for each in size.answers]
        bench.say(f"{contender}: first token")
        firsts = [run(place, contender, told(SHORT, 50)).first_ms for _ in range(size.repeats)]
        bench.say(f"{contender}: CPU at {CPU_RATE} tokens/s")
        slow = told(answer("slow", round(CPU_RATE * size.cpu_seconds)), CPU_RATE)
        cpu = run(place, contender, slow, watch=False)
        idle = _idle(place, size.cpu_seconds)
        rates = {}
        for rate in size.rates:
            bench.say(f"{contender}: {rate:,} tokens/s")
            fast = told(answer(f"{rate}", round(rate * size.rate_seconds)), rate)
            rates[rate] = _median_of([run(place, contender, fast) for _ in range(size.tries)])
    return Numbers(answers, median(firsts), rates, cpu, idle, memory)


def import_seconds(bench: Bench) -> float:
    """Measure how long `import nbstream` takes, warm, after ipywidgets has been imported."""
    bench.say("import nbstream")
    times = [_import_once() for _ in range(bench.size.repeats + 1)]
    return median(times[1:])


def _import_once() -> float:
    # Warm is with compiled modules: keep them, whatever this process was told to do with its own.
    kept = {name: value for name, value in os.environ.items() if name != _UNCOMPILED}
    asked = [sys.executable, "-c", _IMPORT]
    return float(subprocess.run(asked, check=True, stdout=subprocess.PIPE, env=kept).stdout)


def _median_of(measured: list[Measurement]) -> Measurement:
    """The one in the middle: a stall of the machine says nothing about a rate."""
    return sorted(measured, key=lambda each: each.p95_ms)[len(measured) // 2]


def _memory(place: Desk, contender: str, long: Told) -> Memory:
    before = place.memory()
    if not run(place, contender, long).complete:
        raise RuntimeError(f"{contender} did not show all of {long.pieces:,} tokens")
    after = place.memory()
    return Memory(after.heap - before.heap, after.process - before.process)


def _idle(place: Desk, seconds: float) -> tuple[float, float]:
    """What a cell costs that only waits: CPU of kernel and page, as shares of a core."""
    before = place.usage()
    place.run(f"import asyncio; await asyncio.sleep({seconds})")
    after = place.usage()
    took = after.at - before.at
    return (
        (after.kernel_seconds - before.kernel_seconds) / took,
        (after.page_seconds - before.page_seconds) / took,
    )
