"""A run that is stopped, or that nobody reads any more, does not go on."""

from __future__ import annotations

import asyncio

import pytest
from agents import (
    Agent,
    function_tool,
)
from agents.testing import ScriptedModel, assistant_message, function_call

from nbstream.events import (
    Event,
    TextDelta,
    ToolReturned,
    ToolStarted,
)
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import Turn, Wait, call, say
from sources.reading import begin
from sources.scripted import of, run, scripted, wait


async def test_stop_while_a_tool_runs_lets_it_finish_and_asks_the_model_no_more() -> None:
    model = ScriptedModel(
        [[function_call("wait", {"seconds": 0.2}, call_id="w")], [assistant_message("more")]]
    )
    reading, task = begin(run(Agent(name="A", model=model, tools=[wait])))
    await reading.until(lambda: bool(of(ToolStarted, reading)))
    assert reading.source.stop() is True
    await task
    assert [event.output for event in of(ToolReturned, reading)] == ["waited 0.2"]
    assert reading.text == ""
    assert model.remaining_steps == 1


async def test_a_second_stop_does_not_wait_for_the_tool() -> None:
    agent = scripted([function_call("wait", {"seconds": 30}, call_id="w")])
    reading, task = begin(run(agent))
    await reading.until(lambda: bool(of(ToolStarted, reading)))
    assert reading.source.stop() is True
    assert reading.source.stop() is False
    async with asyncio.timeout(2):
        await asyncio.wait({task})


async def test_stop_before_the_run_began_has_nothing_to_wait_for() -> None:
    assert run(scripted()).stop() is False


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
@pytest.mark.parametrize("way", ["stop", "cancel"])
async def test_stop_while_the_model_speaks_closes_its_connection(way: str, *, chat: bool) -> None:
    async with ModelServer([[say("one two"), Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server, chat=chat)))
        await reading.until(lambda: reading.text == "one two")
        if way == "stop":
            assert reading.source.stop() is False
        else:
            task.cancel()
        async with asyncio.timeout(1):
            await asyncio.wait({task})
            await reading.until(lambda: server.exchanges[0].closed_at is not None)
        assert reading.text == "one two"


async def test_stop_before_the_first_word_closes_the_connection() -> None:
    async with ModelServer([[Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server)))
        await reading.until(lambda: bool(server.exchanges and server.exchanges[0].first_byte_at))
        assert reading.source.stop() is False
        async with asyncio.timeout(1):
            await asyncio.wait({task})
            await reading.until(lambda: server.exchanges[0].closed_at is not None)


async def test_a_run_that_nobody_reads_any_more_does_not_go_on() -> None:
    ran = []

    @function_tool
    async def act() -> str:
        ran.append("acted")
        return "done"

    turn: Turn = [say("one two"), Wait(0.2), call("act", "{}")]
    async with ModelServer([turn, [say("more")]]) as server:
        reading, task = begin(run(agent_on(server, tools=[act])))
        await reading.until(lambda: bool(reading.text))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.5)
        assert ran == []
        assert len(server.exchanges) == 1


async def test_a_run_whose_reader_fails_does_not_go_on() -> None:
    async with ModelServer([[say("one two three"), Wait(gate="never")]]) as server:
        reading, task = begin(run(agent_on(server)))

        def refuse(event: Event) -> None:
            if isinstance(event, TextDelta):
                raise RuntimeError("no more")

        reading.watch = refuse
        async with asyncio.timeout(2):
            with pytest.raises(RuntimeError, match="no more"):
                await task
            await reading.until(lambda: server.exchanges[0].closed_at is not None)
