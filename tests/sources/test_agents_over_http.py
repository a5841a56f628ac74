"""Runs over HTTP, through the SDK's own models; and one that comes all at once."""

from __future__ import annotations

from typing import Any

import pytest
from agents import (
    MaxTurnsExceeded,
    function_tool,
)
from openai.types.responses import (
    ResponseTextDeltaEvent,
)

import sdk
from nbstream.events import (
    TextDelta,
    ToolReturned,
)
from servers.model_server import ModelServer
from servers.models import agent_on
from servers.script import Drop, Refuse, Say, Think, Turn, call, say
from sources.burst import burst
from sources.reading import begin, read
from sources.scripted import NO_WAY, fail, of, run, scripted, wait


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
async def test_a_run_over_http_is_told_whole(*, chat: bool) -> None:
    turn: Turn = [
        Think(("First ", "look.")),
        say("Let me look."),
        call("wait", '{"seconds": 0.05}', call_id="slow"),
        call("fail", '{"word": "way"}', call_id="bad"),
    ]
    async with ModelServer([turn, [say("That is all.")]]) as server:
        reading = await read(run(agent_on(server, chat=chat, tools=[wait, fail])))
    kinds = [(block.kind, block.text) for block in reading.document.blocks[1:]]
    assert kinds == [
        ("reasoning", "First look."),
        ("text", "Let me look."),
        ("tool", '{"seconds": 0.05}'),
        ("tool", '{"word": "way"}'),
        ("text", "That is all."),
    ]
    assert {event.output for event in of(ToolReturned, reading)} >= {"waited 0.05"}
    assert sdk.told_by_a_run(NO_WAY) in {event.error for event in of(ToolReturned, reading)}
    assert reading.source.result.final_output == "That is all."


@pytest.mark.parametrize("chat", [False, True], ids=["responses", "chat"])
async def test_nothing_that_arrived_is_lost_when_the_connection_drops(*, chat: bool) -> None:
    pieces = tuple(f"{number} " for number in range(500))
    async with ModelServer([[Say(pieces), Drop()]]) as server:
        reading, task = begin(run(agent_on(server, chat=chat)))
        with pytest.raises(Exception, match="Connection error"):
            await task
    assert reading.text == "".join(pieces)


async def test_an_http_error_is_the_clients_own() -> None:
    async with ModelServer([[Refuse(500, "out of order")]]) as server:
        with pytest.raises(Exception, match="out of order") as caught:
            await read(run(agent_on(server)))
    assert type(caught.value).__name__ == "InternalServerError"


async def test_an_error_that_people_meet_often_says_what_helps() -> None:
    @function_tool
    async def again() -> str:
        return "again"

    turn: Turn = [call("again", "{}", call_id="c")]
    async with ModelServer([turn], repeat=True) as server:
        with pytest.raises(MaxTurnsExceeded) as exceeded:
            await read(run(agent_on(server, tools=[again]), max_turns=2))
        assert exceeded.value.__notes__ == [
            "Allow more: nbstream.run(agent, input, max_turns=...)."
        ]
    async with ModelServer([[say("one"), Drop()]]) as server:
        with pytest.raises(Exception, match="Connection error") as dropped:
            await read(run(agent_on(server)))
    assert "What had arrived is kept" in dropped.value.__notes__[0]


class Undumped(ResponseTextDeltaEvent):
    """A piece of text that nobody may write out as a dictionary: that costs more than all else."""

    def model_dump(self, **_: Any) -> Any:
        raise AssertionError("an event was dumped")

    def model_dump_json(self, **_: Any) -> Any:
        raise AssertionError("an event was dumped")


async def test_20_000_events_at_once_arrive_whole_and_none_is_dumped() -> None:
    pieces = [f"{number} " for number in range(20_000)]
    reading = await read(run(scripted(burst(pieces, Undumped))))
    assert reading.text == "".join(pieces)
    assert len(of(TextDelta, reading)) == 20_000
