"""A stream has one reader: a second one is told so, and no reader waits for what cannot come."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from agents import Agent, Runner, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call

import nbstream
from loops import run_whole
from nbstream.errors import SourceError
from sources.reading import begin, read


def started_run(begun: asyncio.Event | None = None) -> Any:
    """A run with a tool: a quick one, or one that says that it has begun and never ends."""

    @function_tool
    async def work() -> str:
        """Work."""
        await asyncio.sleep(0.05)
        if begun:
            begun.set()
            await asyncio.Event().wait()
        return "worked"

    turns = [[function_call("work", {}, call_id="c")], [assistant_message("Done.")]]
    return Runner.run_streamed(Agent("A", model=ScriptedModel(turns), tools=[work]), "go")


async def words() -> AsyncIterator[str]:
    for word in ("a", "b", "c"):
        await asyncio.sleep(0.01)
        yield word


async def request() -> AsyncIterator[str]:
    await asyncio.sleep(0.01)
    return words()


@pytest.mark.parametrize("make", [started_run, words, request])
async def test_a_second_reader_of_a_stream_is_refused_and_the_first_gets_it_all(make: Any) -> None:
    given = make()
    first, reading = begin(given)
    async with asyncio.timeout(10):
        await asyncio.sleep(0)
        with pytest.raises(SourceError, match=r"is being read already|awaited already"):
            await read(given)
        await reading
    assert first.text == ("Done." if make is started_run else "abc")


async def test_a_second_reader_of_a_generator_in_its_thread_is_refused_too() -> None:
    go_on = threading.Event()

    def slow() -> Iterator[str]:
        yield "a"
        go_on.wait()
        yield "b"

    given = slow()
    first, reading = begin(given)
    await first.until(lambda: first.text == "a")
    with pytest.raises(SourceError, match=r"generator is being read already.*display\(view\)"):
        await read(given)
    go_on.set()
    await reading
    assert first.text == "ab"


async def test_what_begins_anew_each_time_has_as_many_readers_as_it_likes() -> None:
    given = ["a", "b"]
    first, reading = begin(given)
    assert (await read(given)).text == "ab"
    await reading
    assert first.text == "ab"


async def test_a_run_whose_last_event_somebody_else_took_is_not_waited_for_for_ever() -> None:
    run = started_run()
    _, task = begin(run)

    async def read_too() -> None:
        async for _ in run.stream_events():
            pass

    beside = asyncio.create_task(read_too())
    ends = await asyncio.wait_for(asyncio.gather(task, beside, return_exceptions=True), 10)
    # Which of the two got the last event is not for us to say.
    refusals = [end for end in ends if isinstance(end, SourceError)]
    assert all("somebody else reads the events" in str(end) for end in refusals)
    assert task.done()


@pytest.mark.parametrize(("early", "blocks"), [(True, ["run"]), (False, ["run", "tool"])])
async def test_a_run_that_ended_with_its_loop_says_so_under_what_came(
    early: bool, blocks: list[str]
) -> None:
    made: list[Any] = []

    async def elsewhere() -> None:
        begun = asyncio.Event()
        made.append(started_run(begun))
        if not early:
            await begun.wait()

    await asyncio.to_thread(run_whole, elsewhere())
    reading, task = begin(made[0])
    with pytest.raises(SourceError, match=r"event loop that it was started on has ended.*nbstream"):
        await asyncio.wait_for(task, 10)
    assert [block.kind for block in reading.document.blocks] == blocks


async def test_a_failed_run_of_another_loop_fails_here_too() -> None:
    made: list[Any] = []

    async def elsewhere() -> None:
        made.append(Runner.run_streamed(Agent("A", model=ScriptedModel([])), "go"))
        await asyncio.wait({made[0].run_loop_task})

    await asyncio.to_thread(run_whole, elsewhere())
    _, task = begin(made[0])
    with pytest.raises(Exception, match=r"turn|script|output"):
        await asyncio.wait_for(task, 10)


async def test_a_run_whose_task_was_cancelled_says_so() -> None:
    begun = asyncio.Event()
    run = started_run(begun)
    _, task = begin(run)
    await begun.wait()
    run.run_loop_task.cancel()
    with pytest.raises(SourceError, match="its task has ended"):
        await asyncio.wait_for(task, 10)


async def test_a_run_that_its_caller_cancelled_is_stopped() -> None:
    begun = asyncio.Event()
    run = started_run(begun)
    view = nbstream.stream(run, show=False)
    await begun.wait()
    run.cancel()
    await asyncio.wait_for(view._finished(), 10)
    assert (view.status, view.text) == ("stopped", "")


async def test_a_run_that_its_caller_cancelled_after_its_turn_is_stopped_too() -> None:
    run = started_run()
    view = nbstream.stream(run, show=False)
    run.cancel(mode="after_turn")
    await asyncio.wait_for(view._finished(), 10)
    assert (view.status, view.text) == ("stopped", "")
