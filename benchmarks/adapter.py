"""What reading an agent's run costs beyond the SDK's own loop, per event.

Every recorded run's events, as the objects that the SDK streams, are read by a bare `async for`
and by the adapter in turn, round after round, and so is a burst through the SDK itself. Rounds
alternate, so that what else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from agents import Agent, RunConfig, Runner
from agents.stream_events import RawResponsesStreamEvent
from agents.testing import ScriptedModel
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter, ValidationError

from benchmarks.measurement import median
from benchmarks.memory import EXPLAINED as MEMORY_EXPLAINED
from benchmarks.memory import QUICK_SIZES, SIZES, measured, memory_table
from benchmarks.surroundings import report
from benchmarks.tables import number, table
from nbstream.document import Document
from nbstream.events import Event
from nbstream.sources import from_any
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.source import Emit
from recordings.player import Recorded, recorded_runs, sdk_event, tell_hook
from sources.burst import burst

TARGET_MICROSECONDS = 5.0
BURST = 20_000
ROUNDS = 40
QUICK_ROUNDS = 2

EXPLAINED = f"""\
Microseconds of this thread's CPU for each event, garbage collection between the rounds. Each
round reads the same events with a bare loop, with the adapter, and with adapter and document.

- bare: the loop alone. Over the recordings it yields objects that are there already; the burst
  goes through the SDK's runner and its queue.
- adapter, with document: what each adds to the bare loop of its round, the median of all rounds;
  best: the difference of the fastest rounds. The target, {TARGET_MICROSECONDS:.0f} µs, is for the
  adapter's median.
- A recording has twenty events, so that what happens once in a run (its fold, its agent, its
  usage) weighs more there than in a long answer, which the burst stands for.
"""

Read = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Cost:
    """What reading the same events took, round by round, in microseconds of CPU for each event.

    Attributes:
        what: What was read.
        events: How many events a round has.
        bare: The bare loop.
        adapter: The adapter.
        document: Adapter and document.
    """

    what: str
    events: int
    bare: Sequence[float]
    adapter: Sequence[float]
    document: Sequence[float]

    @property
    def added(self) -> float:
        """What the adapter adds to the bare loop of its round: the median."""
        return self._beyond(self.adapter)[0]

    @property
    def row(self) -> list[str]:
        """As a row of the table."""
        added = [*self._beyond(self.adapter), *self._beyond(self.document)]
        kept = "yes" if self.added <= TARGET_MICROSECONDS else "NO"
        numbers = [number(value, 2) for value in (median(self.bare), *added)]
        return [self.what, f"{self.events:,}", *numbers, kept]

    def _beyond(self, took: Sequence[float]) -> tuple[float, float]:
        """The median of the rounds' differences, and the difference of the best rounds."""
        rounds = [ours - bare for ours, bare in zip(took, self.bare, strict=True)]
        return median(rounds), min(took) - min(self.bare)


def adapter_table(costs: Sequence[Cost]) -> str:
    """Return the costs as a table."""
    head = ["read", "events", "bare µs", "adapter µs", "best", "with document µs", "best", "≤ 5 µs"]
    return table(head, [cost.row for cost in costs])


def adapter_report(*, quick: bool, say: Callable[[str], None]) -> str:
    """Measure all recordings, and a burst through the SDK, and return the report."""
    say("adapter: recordings, a burst, and what that takes of the kernel's memory")
    rounds = QUICK_ROUNDS if quick else ROUNDS
    return report(
        "What reading a run costs",
        lambda: [
            adapter_table(asyncio.run(_measure(rounds))),
            EXPLAINED,
            memory_table(measured(QUICK_SIZES if quick else SIZES)),
            MEMORY_EXPLAINED,
        ],
    )


async def _measure(rounds: int) -> list[Cost]:
    runs = [(run, _told(run)) for run in recorded_runs()]
    count = sum(len(told) for _, told in runs)

    async def each_run(take: Callable[[Recorded, list[Any]], Awaitable[None]]) -> None:
        for run, told in runs:
            await take(run, told)

    async def bare(run: Recorded, told: list[Any]) -> None:
        async for _ in _stream(told):
            pass

    def folded(*, document: bool) -> Callable[[Recorded, list[Any]], Awaitable[None]]:
        async def read(run: Recorded, told: list[Any]) -> None:
            fold = AgentsFold(_sink(document=document), hooked=True)
            async for event in _stream(told):
                if type(event) is dict:
                    tell_hook(fold, event)
                else:
                    fold.take(event)
            fold.finish()

        return read

    recordings = await _alternated(
        f"all {len(runs)} recordings, with their hooks",
        count,
        rounds,
        [
            lambda: each_run(bare),
            lambda: each_run(folded(document=False)),
            lambda: each_run(folded(document=True)),
        ],
    )
    pieces = [f"{place:04x} " for place in range(BURST)]
    at_once = await _alternated(
        "a burst through the SDK",
        BURST,
        max(3, rounds // 4),
        [
            lambda: _drain(_run(pieces)),
            lambda: _read(_run(pieces), _sink(document=False)),
            lambda: _read(_run(pieces), _sink(document=True)),
        ],
    )
    return [recordings, at_once]


async def _alternated(what: str, count: int, rounds: int, reads: Sequence[Read]) -> Cost:
    """Read in turn: with the bare loop, with the adapter, with adapter and document."""
    # The first round warms up and is not counted.
    took = [[await _timed(read) / count * 1e6 for read in reads] for _ in range(rounds + 1)]
    bare, adapter, document = zip(*took[1:], strict=True)
    return Cost(what, count, bare, adapter, document)


async def _timed(read: Read) -> float:
    gc.collect()
    gc.disable()
    # Of this thread alone: what else the machine does is no part of it.
    began = time.thread_time()
    try:
        await read()
        return time.thread_time() - began
    finally:
        gc.enable()


def _sink(*, document: bool) -> Emit:
    if document:
        shown = Document()

        def show(event: Event) -> None:
            shown.apply(event)

        return show

    def ignore(event: Event) -> None:
        pass

    return ignore


async def _stream(told: list[Any]) -> AsyncIterator[Any]:
    for event in told:
        yield event


def _told(run: Recorded) -> list[Any]:
    """The run's events as the SDK streams them, and what hooks told as it was written down."""
    told: list[Any] = []
    for row in run.rows:
        if row["kind"] == "event":
            told.append(_raw(row["data"]) if "data" in row else sdk_event(row))
        elif row["kind"] == "hook" and row["hook"] in ("on_tool_start", "on_tool_end"):
            told.append(row)
    return told


_EVENTS: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)


def _raw(data: dict[str, Any]) -> Any:
    try:
        return RawResponsesStreamEvent(data=_EVENTS.validate_python(data))
    except ValidationError:
        # The client lets a kind that it does not know pass, whatever is in it.
        return sdk_event({"type": "raw_response_event", "data": data})


async def _drain(run: Any) -> None:
    async for _ in run.stream_events():
        pass


async def _read(run: Any, emit: Emit) -> None:
    await from_any(run).read(emit)


def _run(pieces: Sequence[str]) -> Any:
    agent = Agent(name="A", model=ScriptedModel([burst(pieces)]))
    return Runner.run_streamed(agent, "x", run_config=RunConfig(tracing_disabled=True))
