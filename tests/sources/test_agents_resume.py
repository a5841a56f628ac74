"""Streams that drop and go on, through the real client and the SDK's own model."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from agents import (
    Agent,
    ModelBehaviorError,
    ModelSettings,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    OpenAIResponsesWSModel,
    Runner,
    function_tool,
)
from agents.testing import ScriptedModel

import nbstream
from nbstream.document import Document
from nbstream.errors import OptionError, ProviderError, UnknownSourceError
from nbstream.events import Discarded
from nbstream.sources.agents_sdk import run_source
from servers.background import BackgroundServer
from servers.model_server import ModelServer
from servers.models import async_client
from servers.script import Break, Drop, EndEarly, Refuse, Turn, Wait, call, say
from sources.reading import Read, begin, read


@function_tool
async def look(at: str) -> str:
    """Look at something."""
    return f"{at} is fine"


def model_on(server: ModelServer, **given: Any) -> OpenAIResponsesModel:
    model = OpenAIResponsesModel("scripted", async_client(server))
    return nbstream.resumable(model, **given)


def run(server: ModelServer, *, settings: Any = None, **given: Any) -> Any:
    agent = Agent(name="A", model=model_on(server, **given), tools=[look])
    agent.model_settings = settings or ModelSettings()
    return run_source(agent, "hello", run_config=None, hooks=None)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks[1:]]


async def test_a_dropped_stream_goes_on_where_it_was() -> None:
    async with BackgroundServer([[say("one two three"), Drop(), say("four five")]]) as server:
        reading = await read(run(server))
    assert blocks(reading.document) == [("text", "one two three"), ("text", "four five")]
    assert not [event for event in reading.events if isinstance(event, Discarded)]
    assert reading.source.result.final_output == "four five"
    assert len(server.exchanges) == len(server.asked_after) == 1
    body = server.exchanges[0].body
    assert (body["background"], body["store"], body["stream"]) == (True, True, True)


async def test_a_stream_that_drops_again_and_again_still_loses_and_repeats_nothing() -> None:
    words = [f"w{number} " for number in range(40)]
    first: Turn = [
        *(step for word in words for step in (say(word), Drop())),
        call("look", '{"at": "it"}', call_id="c"),
        Drop(),
    ]
    second: Turn = [Drop(), say("That"), EndEarly(), say("is all.")]
    async with BackgroundServer([first, second]) as server:
        reading = await read(run(server, attempts=1))
    shown = blocks(reading.document)
    assert [text for _, text in shown[:40]] == words
    assert shown[40:] == [("tool", '{"at": "it"}'), ("text", "That"), ("text", "is all.")]
    assert len(server.exchanges) == 2
    assert len(server.asked_after) == 43


async def test_events_that_the_provider_tells_again_come_once() -> None:
    turn: Turn = [say("one two three"), Drop(), say("four five")]
    async with BackgroundServer([turn], repeats=4) as server:
        result = Runner.run_streamed(Agent(name="A", model=model_on(server)), "hello")
        events = [event async for event in result.stream_events()]
    numbers = [e.data.sequence_number for e in events if e.type == "raw_response_event"]
    assert numbers == list(range(len(numbers)))


async def test_usage_is_that_of_the_whole_response() -> None:
    async with BackgroundServer([[say("one"), Drop(), say("two")]]) as server:
        reading = await read(run(server))
    usage = reading.source.result.context_wrapper.usage
    assert (usage.requests, usage.input_tokens, usage.output_tokens) == (1, 12, 34)


async def test_what_refuses_for_a_moment_is_asked_again() -> None:
    turn: Turn = [say("one"), Drop(), Refuse(503), Refuse(429), say("two")]
    async with BackgroundServer([turn]) as server:
        reading = await read(run(server))
    assert [text for _, text in blocks(reading.document)] == ["one", "two"]
    assert len(server.asked_after) == 3


async def test_it_gives_up_when_nothing_new_comes_and_says_so() -> None:
    async with BackgroundServer([[say("one"), *[Drop()] * 3, say("two")]]) as server:
        reading, task = begin(run(server, attempts=2))
        with pytest.raises(Exception, match="Connection error") as caught:
            await task
    assert [text for _, text in blocks(reading.document)] == ["one"]
    note = caught.value.__notes__[0]
    assert "could not go on with resp_0 after its event" in note
    assert "2 attempts brought nothing new" in note
    assert "client.responses.retrieve('resp_0')" in note
    assert server.asked_after[0] == server.asked_after[1]


async def test_it_gives_up_at_once_when_the_provider_no_longer_has_it() -> None:
    async with BackgroundServer(
        [[say("one"), Drop(), Refuse(404, "expired"), say("two")]]
    ) as server:
        with pytest.raises(Exception, match="Connection error") as caught:
            await read(run(server))
    assert "the provider refused" in caught.value.__notes__[0]
    assert "expired" in caught.value.__notes__[0]
    assert len(server.asked_after) == 1


async def test_a_provider_that_knows_no_background_raises_the_drop_as_it_was() -> None:
    async with ModelServer([[say("one two"), Drop()]]) as server:
        reading, task = begin(run(server))
        with pytest.raises(Exception, match="Connection error") as caught:
            await task
    assert reading.text == "one two"
    assert "could not go on" in caught.value.__notes__[0]


async def test_a_stream_that_only_ends_early_is_an_error_when_nothing_follows() -> None:
    async with BackgroundServer([[say("one"), EndEarly(), EndEarly(), say("two")]]) as server:
        with pytest.raises(ProviderError, match="ended before its response"):
            await read(run(server, attempts=1))


async def test_a_failure_of_the_provider_after_a_drop_is_a_failure_and_no_drop() -> None:
    async with BackgroundServer([[say("one"), Drop(), say("two"), Break("out of luck")]]) as server:
        reading, task = begin(run(server))
        with pytest.raises(ModelBehaviorError):
            await task
    assert [text for _, text in blocks(reading.document)] == ["one", "two"]
    assert len(server.asked_after) == 1


async def test_an_error_before_the_response_has_begun_is_the_clients_own() -> None:
    async with BackgroundServer([[Refuse(500, "out of order")]]) as server:
        with pytest.raises(Exception, match="out of order") as caught:
            await read(run(server))
    assert type(caught.value).__name__ == "InternalServerError"


@pytest.mark.parametrize("dropped", [False, True], ids=["at first", "after a drop"])
async def test_a_run_that_is_stopped_stops_at_the_provider_too(*, dropped: bool) -> None:
    turn: Turn = [say("one"), *([Drop()] if dropped else []), say("two"), Wait(gate="never")]
    async with BackgroundServer([turn]) as server:
        reading, task = begin(run(server))
        await reading.until(lambda: len(blocks(reading.document)) == 2)
        task.cancel()
        await asyncio.wait({task})
        await reading.until(lambda: server.responses["resp_0"].cancelled)
        if not dropped:
            await reading.until(lambda: server.exchanges[0].closed_at is not None)


async def test_a_response_that_ended_is_not_cancelled() -> None:
    async with BackgroundServer([[say("one")]]) as server:
        await read(run(server))
    assert not server.responses["resp_0"].cancelled


async def test_what_is_not_to_be_kept_cannot_be_resumed() -> None:
    async with BackgroundServer([[say("one")]]) as server:
        with pytest.raises(OptionError, match="store=True"):
            await read(run(server, settings=ModelSettings(store=False)))


async def test_other_settings_and_the_given_model_stay_as_they_are() -> None:
    async with BackgroundServer([[say("one")]]) as server:
        given = OpenAIResponsesModel("scripted", async_client(server))
        resumed = nbstream.resumable(given)
        assert type(given) is OpenAIResponsesModel
        assert isinstance(resumed, OpenAIResponsesModel)
        agent: Agent[Any] = Agent(name="A", model=resumed)
        agent.model_settings = ModelSettings(temperature=0.5, extra_args={"user": "me"})
        reading: Read = await read(run_source(agent, "hello", run_config=None, hooks=None))
    body = server.exchanges[0].body
    assert (body["temperature"], body["user"], body["background"]) == (0.5, "me", True)
    assert reading.text == "one"


async def test_what_cannot_be_resumed_is_refused_by_name() -> None:
    async with ModelServer([]) as server:
        client = async_client(server)
        for model, why in [
            (OpenAIChatCompletionsModel("m", client), "no other API numbers its events"),
            (OpenAIResponsesWSModel("m", client), "over a WebSocket"),
            (ScriptedModel([]), "cannot resume a ScriptedModel"),
            ("gpt-5", "cannot resume a str"),
        ]:
            with pytest.raises(UnknownSourceError, match=why):
                nbstream.resumable(model)  # type: ignore[arg-type]
        with pytest.raises(OptionError, match="at least 1"):
            nbstream.resumable(OpenAIResponsesModel("m", client), attempts=0)
