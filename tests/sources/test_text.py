"""Plain text, and events among it: `stream()` of whatever yields strings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from nbstream.errors import ProviderError, SourceError
from nbstream.events import (
    AgentChanged,
    Ended,
    ReasoningDelta,
    TextDelta,
    TextEnded,
    ToolArgumentsEnded,
    ToolCalled,
    ToolReturned,
    UsageReported,
)
from nbstream.sources import from_any
from sources.reading import begin, read
from sources.told import told


async def words(*pieces: Any) -> AsyncIterator[Any]:
    for piece in pieces:
        yield piece


async def test_a_string_comes_whole() -> None:
    reading = await read("Hello *there*")
    assert reading.events == [TextDelta("text:1", "Hello *there*"), TextEnded("text:1")]


async def test_an_empty_string_tells_nothing() -> None:
    assert (await read("")).events == []


async def test_empty_pieces_tell_nothing() -> None:
    assert (await read(words("", "", ""))).events == []


async def test_something_of_another_loop_is_told_what_to_do() -> None:
    event = asyncio.Event()

    async def wait_elsewhere() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), 0.01)

    await asyncio.to_thread(asyncio.run, wait_elsewhere())

    async def waits() -> AsyncIterator[str]:
        yield "a"
        await event.wait()

    reading, task = begin(waits())
    with pytest.raises(RuntimeError, match="different event loop") as caught:
        await task
    assert "make a new one where the stream is made" in caught.value.__notes__[0]
    assert reading.text == "a"


async def test_an_empty_stream_ends() -> None:
    assert (await read(words())).events == []
    assert (await read([])).events == []


@pytest.mark.parametrize("given", [["a", "b"], ("a", "b"), iter("ab"), (p for p in "ab")])
async def test_every_kind_of_iterable_is_read(given: Any) -> None:
    assert (await read(given)).text == "ab"


async def test_an_awaitable_of_a_stream_is_awaited() -> None:
    async def ask() -> AsyncIterator[str]:
        return words("a", "b")

    assert (await read(ask())).text == "ab"
    assert (await read(asyncio.ensure_future(ask()))).text == "ab"


async def test_an_awaitable_of_an_awaitable_is_awaited_twice() -> None:
    async def ask() -> str:
        return "there"

    async def ask_twice() -> Any:
        return ask()

    assert (await read(ask_twice())).text == "there"


@hypothesis.given(st.lists(st.text(max_size=8), max_size=30))
async def test_any_pieces_make_the_text_that_they_are(pieces: list[str]) -> None:
    for stream in (words(*pieces), pieces):
        reading = await read(stream)
        came = [event.text for event in reading.events if isinstance(event, TextDelta)]
        assert "".join(came) == "".join(pieces)
        assert reading.source.result is None


async def test_five_megabytes_in_one_token_arrive() -> None:
    big = "x" * 5_000_000
    assert (await read(words(big))).text == big


@pytest.mark.parametrize(
    ("odd", "named"),
    [
        (None, "item 2 of the stream is None"),
        (b"bytes", "item 2 of the stream is of type bytes"),
        (42, "item 2 of the stream is of type int"),
        ({"text": "x"}, "item 2 of the stream is of type dict"),
    ],
)
@pytest.mark.parametrize("make", [words, lambda *pieces: list(pieces)], ids=["async", "sync"])
async def test_an_odd_item_is_named_and_what_came_before_stays(
    odd: object, named: str, make: Any
) -> None:
    reading, task = begin(make("a", "b", odd, "c"))
    with pytest.raises(SourceError, match=named):
        await task
    assert reading.text == "ab"


async def test_a_first_odd_item_is_named_too() -> None:
    with pytest.raises(SourceError, match="item 0 of the stream is of type int"):
        await read([1, 2])


async def test_an_exception_comes_after_all_that_was_before_it() -> None:
    async def fails() -> AsyncIterator[str]:
        yield "a"
        yield "b"
        raise LookupError("no more")

    reading, task = begin(fails())
    with pytest.raises(LookupError, match="no more"):
        await task
    assert reading.text == "ab"


async def test_events_pass_and_text_after_one_stands_below_it() -> None:
    reading = await read(
        [
            "before",
            ToolCalled("t", "look"),
            ToolArgumentsEnded("t", "{}"),
            "after",
            ToolReturned("t", "seen"),
            " still after",
            ReasoningDelta("r", "hm"),
            "end",
        ]
    )
    assert told(reading.events) == (
        "text      text:1    before\n"
        "  ends    text:1\n"
        "call      t         look ()\n"
        "  ends    t         as: {}\n"
        "text      text:2    after\n"
        "  returns t         seen\n"
        "text      text:2     still after\n"
        "  ends    text:2\n"
        "thought   r         hm\n"
        "text      text:3    end\n"
        "  ends    text:3\n"
    )


async def test_a_stream_may_begin_with_an_event() -> None:
    reading = await read(words(AgentChanged("A"), UsageReported(1, 2), "x"))
    assert reading.events[:2] == [AgentChanged("A"), UsageReported(1, 2)]
    assert reading.text == "x"


async def test_the_end_is_told_by_the_reader_alone() -> None:
    assert (await read(["x", Ended("done")])).text == "x"
    with pytest.raises(ProviderError, match="KeyError: gone"):
        await read(["x", Ended("failed", "KeyError", "gone")])


async def test_a_used_up_generator_is_an_error_and_not_an_empty_stream() -> None:
    def some() -> Iterator[str]:
        yield "x"

    used = some()
    list(used)
    with pytest.raises(SourceError, match="already been read"):
        await read(used)
    also_used = words("x")
    async for _ in also_used:
        pass
    with pytest.raises(SourceError, match="already been read"):
        await read(also_used)


async def test_a_coroutine_that_was_awaited_already_is_an_error() -> None:
    async def ask() -> str:
        return "x"

    asked = ask()
    await asked
    with pytest.raises(SourceError, match="awaited already"):
        await read(asked)


class Closing:
    """An async iterator that notes how it was closed."""

    def __init__(self, pieces: int = 3, error: Exception | None = None) -> None:
        self.left = pieces
        self.error = error
        self.closed = 0

    def __aiter__(self) -> Closing:
        return self

    async def __anext__(self) -> str:
        if self.left == 0:
            if self.error:
                raise self.error
            raise StopAsyncIteration
        self.left -= 1
        return "x"

    async def aclose(self) -> None:
        self.closed += 1


async def test_a_stream_is_closed_once_at_its_end() -> None:
    stream = Closing()
    await read(stream)
    assert stream.closed == 1


async def test_a_stream_is_closed_once_when_it_fails() -> None:
    stream = Closing(error=LookupError("x"))
    with pytest.raises(LookupError):
        await read(stream)
    assert stream.closed == 1


async def test_a_stream_is_closed_once_when_its_reader_is_cancelled() -> None:
    stream = Closing(pieces=10**9)
    reading, task = begin(stream)
    await reading.until(lambda: bool(reading.events))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stream.closed == 1


async def test_a_stream_is_closed_once_when_nobody_understands_it() -> None:
    stream = Closing()

    def refuse(event: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await from_any(stream).read(refuse)
    assert stream.closed == 1


@pytest.mark.parametrize("given", ["text", Closing(), ["text"]], ids=["str", "async", "sync"])
async def test_a_reader_who_was_stopped_before_it_began_reads_nothing(given: Any) -> None:
    reading, task = begin(given)
    await asyncio.sleep(0)  # it has been called, and could not read yet
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert reading.events == []
    assert getattr(given, "closed", 1) == 1


async def test_cancelling_runs_a_generators_own_clean_up_first() -> None:
    ends = []

    async def careful() -> AsyncIterator[str]:
        try:
            yield "a"
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ends.append("cleaned up")

    reading, task = begin(careful())
    await reading.until(lambda: reading.text == "a")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ends == ["cleaned up"]


async def test_a_stream_that_never_waits_lets_the_loop_run() -> None:
    async def endless() -> AsyncIterator[str]:
        while True:
            yield "x"

    reading, task = begin(endless())
    await reading.until(lambda: len(reading.events) > 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
