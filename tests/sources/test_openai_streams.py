"""Streams of OpenAI's real client, async and sync, from a model server on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nbstream.errors import ProviderError, SourceError
from nbstream.events import (
    ReasoningDelta,
    TextDelta,
    ToolArgumentsEnded,
    ToolCalled,
    Unknown,
    UsageReported,
)
from nbstream.sources.openai_chat import ChatFold, ChatMessage, ChatToolCall
from servers.model_server import ModelServer
from servers.models import async_client, sync_client
from servers.script import Break, Drop, EndEarly, Refuse, Say, Think, Turn, Wait, call, say
from sources.reading import Read, begin, read

INPUT: Any = {"model": "scripted", "input": "hello"}
MESSAGES: Any = {"model": "scripted", "messages": [{"role": "user", "content": "hello"}]}
TURN: Turn = [
    Think(("Hm, ", "yes.")),
    say("Hello there"),
    call("look", '{"at": "it"}', call_id="c"),
]

Ask = Callable[[ModelServer], Any]

ASYNC: dict[str, Ask] = {
    "responses": lambda s: async_client(s).responses.create(stream=True, **INPUT),
    "responses helper": lambda s: async_client(s).responses.stream(**INPUT),
    "chat": lambda s: async_client(s).chat.completions.create(stream=True, **MESSAGES),
    "chat helper": lambda s: async_client(s).chat.completions.stream(**MESSAGES),
}
SYNC: dict[str, Ask] = {
    "responses, sync": lambda s: sync_client(s).responses.create(stream=True, **INPUT),
    "responses helper, sync": lambda s: sync_client(s).responses.stream(**INPUT),
    "chat, sync": lambda s: sync_client(s).chat.completions.create(stream=True, **MESSAGES),
    "chat helper, sync": lambda s: sync_client(s).chat.completions.stream(**MESSAGES),
}


def each_way(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", names or [*ASYNC, *SYNC])


async def ask(way: str, server: ModelServer) -> Any:
    """Make a request; a synchronous one in a thread, since it blocks until the answer begins."""
    return ASYNC[way](server) if way in ASYNC else await asyncio.to_thread(SYNC[way], server)


def of(kind: type[Any], reading: Read) -> list[Any]:
    return [event for event in reading.events if isinstance(event, kind)]


@each_way()
async def test_an_answer_is_told_whole(way: str) -> None:
    async with ModelServer([TURN]) as server:
        reading = await read(await ask(way, server))
    blocks = [(block.kind, block.text) for block in reading.document.blocks[1:]]
    assert blocks == [
        ("reasoning", "Hm, yes."),
        ("text", "Hello there"),
        ("tool", '{"at": "it"}'),
    ]
    assert [(e.name, e.call_id) for e in of(ToolCalled, reading)] == [("look", "c")]
    assert len(of(ToolArgumentsEnded, reading)) == 1
    assert [e.text for e in of(TextDelta, reading)] == ["Hello", " there"]
    assert [e.text for e in of(ReasoningDelta, reading)] == ["Hm, ", "yes."]
    assert [(e.input_tokens, e.output_tokens) for e in of(UsageReported, reading)] == [(12, 34)]


@each_way("responses", "responses helper", "responses, sync")
async def test_the_result_of_responses_is_the_final_response(way: str) -> None:
    async with ModelServer([TURN]) as server:
        reading = await read(await ask(way, server))
    assert reading.source.result.output_text == "Hello there"
    assert reading.source.result.status == "completed"


@each_way("chat", "chat helper", "chat, sync")
async def test_the_result_of_chat_is_the_message(way: str) -> None:
    async with ModelServer([TURN]) as server:
        reading = await read(await ask(way, server))
    message = reading.source.result
    assert message == ChatMessage(
        content="Hello there",
        reasoning="Hm, yes.",
        tool_calls=[ChatToolCall("c", "look", '{"at": "it"}')],
        finish_reason="tool_calls",
        usage=message.usage,
    )
    assert message.usage.prompt_tokens == 12


@each_way()
async def test_a_refusal_is_told_as_one(way: str) -> None:
    async with ModelServer([[Say(("I can", "not."), refusal=True)]]) as server:
        reading = await read(await ask(way, server))
    assert [(e.text, e.role) for e in of(TextDelta, reading)] == [
        ("I can", "refusal"),
        ("not.", "refusal"),
    ]


@each_way()
async def test_what_came_before_a_drop_is_kept(way: str) -> None:
    pieces = tuple(f"{number} " for number in range(200))
    async with ModelServer([[Say(pieces), Drop()]]) as server:
        reading, task = begin(await ask(way, server))
        with pytest.raises(Exception, match="Connection error"):
            await task
    assert reading.text == "".join(pieces)


@each_way("responses", "responses helper", "responses, sync")
async def test_a_response_that_ends_in_the_middle_is_an_error(way: str) -> None:
    async with ModelServer([[say("Hello there"), EndEarly()]]) as server:
        reading, task = begin(await ask(way, server))
        with pytest.raises(ProviderError, match="in the middle of the response"):
            await task
    assert reading.text == "Hello there"


@each_way("chat", "chat helper", "chat, sync")
async def test_a_completion_that_ends_in_the_middle_says_so(way: str) -> None:
    async with ModelServer([[say("Hello there"), EndEarly()]]) as server:
        reading = await read(await ask(way, server))
    assert reading.text == "Hello there"
    assert [event.name for event in of(Unknown, reading)] == ["finish_reason"]


@each_way()
async def test_an_error_of_the_provider_comes_after_the_text(way: str) -> None:
    async with ModelServer([[say("Hello there"), Break("out of luck")]]) as server:
        reading, task = begin(await ask(way, server))
        with pytest.raises(Exception, match="out of luck"):
            await task
    assert reading.text == "Hello there"


@each_way(*ASYNC)
async def test_an_http_error_is_the_clients_own(way: str) -> None:
    async with ModelServer([[Refuse(500, "out of order")]]) as server:
        with pytest.raises(Exception, match="out of order") as caught:
            await read(ASYNC[way](server))
    assert type(caught.value).__name__ == "InternalServerError"


@each_way()
async def test_a_cancelled_reader_closes_the_connection(way: str) -> None:
    async with ModelServer([[say("one two"), Wait(gate="never")]]) as server:
        reading, task = begin(await ask(way, server))
        await reading.until(lambda: reading.text == "one two")
        assert reading.source.stop() is False
        task.cancel()
        async with asyncio.timeout(1):
            with pytest.raises(asyncio.CancelledError):
                await task
            await reading.until(lambda: server.exchanges[0].closed_at is not None)
    assert reading.text == "one two"
    await reading.until(lambda: "nbstream-reader" not in {t.name for t in threading.enumerate()})


@each_way("responses", "chat", "responses, sync", "chat, sync")
async def test_a_stream_that_was_read_is_an_error_and_not_an_empty_answer(way: str) -> None:
    async with ModelServer([TURN]) as server:
        stream = await ask(way, server)
        stream = await stream if way in ASYNC else stream
        await read(stream)
        with pytest.raises(SourceError, match="read to its end or closed"):
            await read(stream)


async def test_a_stream_that_was_closed_is_an_error() -> None:
    async with ModelServer([TURN]) as server:
        stream = await async_client(server).responses.create(stream=True, **INPUT)
        await stream.close()
        with pytest.raises(SourceError, match="read to its end or closed"):
            await read(stream)


async def test_a_client_that_was_closed_is_an_error_that_says_what_helps() -> None:
    async with ModelServer([TURN]) as server:
        client = async_client(server)
        stream = await client.responses.create(stream=True, **INPUT)
        await client.close()
        with pytest.raises(SourceError, match=r"client of this stream was closed.*keep the client"):
            await read(stream)
        with pytest.raises(RuntimeError, match="closed") as caught:
            await read(client.responses.create(stream=True, **INPUT))
    assert "Keep the client open" in caught.value.__notes__[0]


@each_way("responses helper", "chat helper")
async def test_a_helper_makes_its_one_request_for_one_reader(way: str) -> None:
    async with ModelServer([TURN]) as server:
        given = ASYNC[way](server)
        first, reading = begin(given)
        await asyncio.sleep(0)
        for _ in range(2):
            with pytest.raises(SourceError, match="makes one request"):
                await read(given)
            await reading
    assert first.text == "Hello there"


async def test_a_stream_that_somebody_began_to_read_goes_on() -> None:
    async with ModelServer([TURN]) as server:
        stream = await async_client(server).chat.completions.create(stream=True, **MESSAGES)
        await anext(stream)
        assert (await read(stream)).text == "Hello there"


# Chat completions of other providers


def chunk(finish: str | None = None, *, index: int = 0, **delta: Any) -> Any:
    choice = SimpleNamespace(index=index, delta=SimpleNamespace(**delta), finish_reason=finish)
    return SimpleNamespace(choices=[choice])


def folded(*chunks: Any) -> tuple[Read, ChatMessage]:
    reading = Read(source=SimpleNamespace())
    fold = ChatFold(reading.take)
    for each in chunks:
        fold.take(each)
    fold.finish()
    assert fold.result is not None
    return reading, fold.result


def test_several_choices_have_blocks_of_their_own() -> None:
    reading, message = folded(
        chunk(content="a"),
        chunk(content="1", index=1),
        chunk(content="b"),
        chunk("stop", content="2", index=1),
        chunk("stop"),
    )
    assert [block.text for block in reading.document.blocks[1:]] == ["ab", "12"]
    assert (message.content, [other.content for other in message.others]) == ("ab", ["12"])


def test_text_after_a_call_stands_below_it() -> None:
    function = SimpleNamespace(name="look", arguments="{}")
    called = [SimpleNamespace(index=0, id="c", function=function)]
    reading, message = folded(
        chunk(content="before"), chunk(tool_calls=called), chunk("stop", content="after")
    )
    assert [b.kind for b in reading.document.blocks[1:]] == ["text", "tool", "text"]
    assert message.content == "beforeafter"


def test_calls_without_an_index_or_with_a_late_name_are_understood() -> None:
    first = SimpleNamespace(
        index=None, id="c", function=SimpleNamespace(name=None, arguments='{"a')
    )
    second = SimpleNamespace(index=0, id=None, function=SimpleNamespace(name="f", arguments='":1}'))
    _, message = folded(chunk(tool_calls=[first]), chunk("tool_calls", tool_calls=[second]))
    assert message.tool_calls == [ChatToolCall("c", "f", '{"a":1}')]


def test_custom_tools_and_citations_of_a_completion_are_told() -> None:
    cited = {"type": "url_citation", "url_citation": {"url": "https://a.it", "title": "A"}}
    custom = {"index": 0, "id": "c", "type": "custom", "custom": {"name": "sql", "input": "SELECT"}}
    more = {"index": 0, "custom": {"input": " 1"}}
    reading, _ = folded(
        chunk(content="It rains.", annotations=[cited]),
        chunk(tool_calls=[custom]),
        chunk("tool_calls", tool_calls=[more]),
    )
    text, tool = reading.document.blocks[1:]
    (citation,) = text.props["citations"]
    assert (citation["url"], citation["start"]) == ("https://a.it", None)
    assert (tool.props["name"], tool.props["kind"], tool.text) == ("sql", "custom", "SELECT 1")


def test_content_in_parts_is_text() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert folded(chunk("stop", content=parts))[1].content == "ab"


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_an_answer_that_was_cut_short_says_so(reason: str) -> None:
    reading, message = folded(chunk(reason, content="half an ans"))
    assert message.finish_reason == reason
    assert [reason in event.detail for event in of(Unknown, reading)] == [True]


def test_completions_of_the_old_kind_are_text() -> None:
    choice = SimpleNamespace(index=0, text="once upon", finish_reason="stop")
    assert folded(SimpleNamespace(choices=[choice]))[1].content == "once upon"


def test_a_usage_that_grows_counts_once() -> None:
    chunks = [chunk(content="a"), chunk("stop", content="b")]
    for number, each in enumerate(chunks, 1):
        each.usage = SimpleNamespace(prompt_tokens=5, completion_tokens=number)
    reading, message = folded(*chunks)
    assert of(UsageReported, reading) == [UsageReported(5, 2)]
    assert message.usage.completion_tokens == 2


async def test_an_odd_item_among_chunks_is_named() -> None:
    with pytest.raises(SourceError, match="item 1 of the stream is None"):
        await read([chunk(content="a"), None])


async def test_an_incomplete_response_says_why() -> None:
    response = SimpleNamespace(
        output=[], usage=None, incomplete_details=SimpleNamespace(reason="max_output_tokens")
    )
    delta = SimpleNamespace(
        type="response.output_text.delta", output_index=0, content_index=0, delta="half"
    )
    reading = await read([delta, SimpleNamespace(type="response.incomplete", response=response)])
    assert reading.text == "half"
    assert [e.detail for e in of(Unknown, reading)] == ["max_output_tokens"]


async def test_a_failed_response_is_an_error_after_its_text() -> None:
    error = SimpleNamespace(code="server_error", message="boom")
    response = SimpleNamespace(output=[], usage=None, error=error)
    delta = SimpleNamespace(
        type="response.output_text.delta", output_index=0, content_index=0, delta="half"
    )
    reading, task = begin([delta, SimpleNamespace(type="response.failed", response=response)])
    with pytest.raises(ProviderError, match=r"boom \(server_error\)"):
        await task
    assert reading.text == "half"
