"""A stream in a script: no kernel, no page, the same handle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

import nbstream
from loops import run_whole
from nbstream.errors import NbstreamError, SourceError
from nbstream.events import TextDelta, ToolCalled, ToolReturned


async def words(*texts: str, pause: float = 0.0) -> AsyncIterator[str]:
    for text in texts:
        await asyncio.sleep(pause)
        yield text


class Forever:
    """A source that never ends, and says when it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            while True:
                yield "more "
                await asyncio.sleep(0.001)
        finally:
            self.closed += 1


def blocks(view: nbstream.StreamView) -> list[str]:
    return [block.kind for block in view.document.blocks]


def test_a_script_waits_for_its_stream() -> None:
    view = nbstream.stream(words("Hello", " there"))
    assert view.status == "waiting"
    assert view.wait() is view
    assert (view.status, view.text, view.result) == ("done", "Hello there", "Hello there")


async def test_awaiting_returns_the_view() -> None:
    view = nbstream.stream(words("a"))
    assert await view is view
    assert await view is view


async def test_it_starts_before_anybody_awaits_it() -> None:
    view = nbstream.stream(words("a", "b"))
    await asyncio.sleep(0.05)
    assert view.status == "done"


def test_waiting_inside_a_running_loop_works_too() -> None:
    async def cell() -> str:
        return nbstream.stream(words("nested", pause=0.01)).wait().text

    assert run_whole(cell()) == "nested"


def test_two_waits_of_a_script_share_what_is_bound_to_a_loop() -> None:
    lock = asyncio.Lock()

    async def locked() -> AsyncIterator[str]:
        # Contended, a lock binds itself to the loop that it is used on.
        async with lock:
            waiting = asyncio.ensure_future(lock.acquire())
            await asyncio.sleep(0)
            waiting.cancel()
            yield "held"

    assert [nbstream.stream(locked()).wait().text for _ in range(2)] == ["held", "held"]


async def test_an_empty_stream_is_a_finished_one() -> None:
    view = await nbstream.stream(words())
    assert (view.status, view.text, blocks(view)) == ("done", "", ["run"])


async def test_a_stream_of_empty_strings_is_empty() -> None:
    view = await nbstream.stream(words("", "", ""))
    assert (view.status, view.text, blocks(view)) == ("done", "", ["run"])


@pytest.mark.parametrize("count", [0, 1, 7])
async def test_a_failure_keeps_what_had_arrived_and_is_raised(count: int) -> None:
    async def breaking() -> AsyncIterator[str]:
        for _ in range(count):
            yield "x"
        raise RuntimeError("the line went dead")

    view = nbstream.stream(breaking())
    with pytest.raises(RuntimeError, match="the line went dead"):
        await view
    assert (view.status, view.text) == ("failed", "x" * count)
    assert blocks(view)[-1] == "error"


@pytest.mark.parametrize("threaded", [False, True])
@pytest.mark.parametrize(
    ("raised", "status"), [(SystemExit(3), "failed"), (KeyboardInterrupt(), "stopped")]
)
def test_a_source_that_exits_ends_its_own_run_and_no_other(
    threaded: bool, raised: BaseException, status: str
) -> None:
    def breaking() -> Iterator[str]:
        yield "x"
        raise raised

    async def breaking_too() -> AsyncIterator[str]:
        for piece in breaking():
            yield piece

    view = nbstream.stream(breaking() if threaded else breaking_too())
    with pytest.raises(type(raised)):
        view.wait()
    assert (view.status, view.text) == (status, "x")
    assert nbstream.stream(words("next")).wait().text == "next"


async def test_a_source_that_exits_does_not_end_the_loop_it_is_read_on() -> None:
    async def breaking() -> AsyncIterator[str]:
        yield "x"
        raise SystemExit(3)

    view = nbstream.stream(breaking())
    await asyncio.sleep(0.05)
    assert (view.status, blocks(view)[-1]) == ("failed", "error")


async def test_stopping_closes_the_source_and_keeps_the_text() -> None:
    source = Forever()
    view = nbstream.stream(source)
    await asyncio.sleep(0.05)
    view.stop()
    assert await view is view
    assert (view.status, source.closed) == ("stopped", 1)
    assert view.text.startswith("more ")


async def test_stopping_before_the_first_step_closes_the_source_too() -> None:
    view = nbstream.stream(Forever())
    view.stop()
    await view
    assert view.status == "stopped"


async def test_stopping_works_from_another_thread() -> None:
    view = nbstream.stream(Forever())
    await asyncio.sleep(0.02)
    threading.Thread(target=view.stop).start()
    await asyncio.wait_for(view._finished(), 5)
    assert view.status == "stopped"


async def test_stopping_what_is_over_changes_nothing() -> None:
    view = await nbstream.stream(words("a"))
    view.stop()
    view.stop()
    assert view.status == "done"


async def test_cancelling_who_awaits_cancels_the_run() -> None:
    source = Forever()
    view = nbstream.stream(source)
    waiting = asyncio.ensure_future(view._finished())
    await asyncio.sleep(0.02)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (view.status, source.closed) == ("stopped", 1)


async def test_of_two_who_await_a_run_one_may_cancel_it_and_the_other_is_told() -> None:
    view = nbstream.stream(Forever())
    first, second = (asyncio.ensure_future(view._finished()) for _ in range(2))
    await asyncio.sleep(0.02)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (await second).status == "stopped"


@pytest.mark.parametrize("blocking", [False, True])
def test_a_run_of_another_loop_can_be_awaited(blocking: bool) -> None:
    made: list[nbstream.StreamView] = []
    begun, over = threading.Event(), threading.Event()

    async def elsewhere() -> None:
        made.append(nbstream.stream(words("a", "b", pause=0.05), show=False))
        begun.set()
        await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=run_whole, args=(elsewhere(),))
    thread.start()
    begun.wait()
    try:
        if blocking:
            made[0].wait()
        else:
            run_whole(asyncio.wait_for(made[0]._finished(), 10))
        assert (made[0].status, made[0].text) == ("done", "ab")
    finally:
        over.set()
        thread.join()


def test_a_run_whose_loop_has_ended_is_stopped_and_can_be_waited_for() -> None:
    async def elsewhere() -> nbstream.StreamView:
        view = nbstream.stream(Forever(), show=False)
        await asyncio.sleep(0.02)
        return view

    view = run_whole(elsewhere())
    assert view.status == "stopped"
    assert view.wait() is view


def test_a_run_whose_loop_stands_still_says_so() -> None:
    loop = asyncio.new_event_loop()

    async def begin() -> nbstream.StreamView:
        return nbstream.stream(Forever(), show=False)

    view = loop.run_until_complete(begin())
    with pytest.raises(SourceError, match=r"another event loop, which stands still: await it"):
        view.wait()
    loop.run_until_complete(asyncio.wait_for(stopped(view), 10))
    loop.close()


async def stopped(view: nbstream.StreamView) -> None:
    view.stop()
    await view


async def test_closing_the_widget_stops_the_run() -> None:
    source = Forever()
    view = nbstream.stream(source)
    await asyncio.sleep(0.02)
    view.close()
    await asyncio.wait_for(view._finished(), 5)
    assert source.closed == 1


async def test_five_megabytes_in_one_token_arrive_whole() -> None:
    view = await nbstream.stream(words("é" * 5_000_000))
    assert len(view.text) == 5_000_000


async def test_lone_surrogates_are_repaired_wherever_they_come() -> None:
    view = await nbstream.stream(words("a\ud83d", "\ude00", "\udc80", "b\ud83d"))
    assert view.text == "a😀\ufffdb\ufffd"


@pytest.mark.parametrize("thing", [42, None, b"bytes", 3.5, object(), {"a": 1}])
def test_what_cannot_be_streamed_is_refused_with_what_can(thing: Any) -> None:
    with pytest.raises(
        nbstream.errors.UnknownSourceError, match="None" if thing is None else type(thing).__name__
    ):
        nbstream.stream(thing)


@pytest.mark.parametrize("item", [None, b"bytes", 7])
async def test_an_item_that_is_no_text_fails_the_run_by_name(item: Any) -> None:
    async def mixed() -> AsyncIterator[Any]:
        yield "before"
        yield item

    view = nbstream.stream(mixed())
    with pytest.raises(
        (NbstreamError, TypeError), match="is None" if item is None else type(item).__name__
    ):
        await view
    assert (view.status, view.text) == ("failed", "before")


def test_the_state_holds_the_whole_document_at_any_time() -> None:
    view = nbstream.stream(words("# Title\n", "text")).wait()
    snapshot = view.get_state()["snapshot"]
    assert [block["kind"] for block in snapshot["blocks"]] == ["run", "text"]
    assert snapshot["blocks"][1]["text"] == "# Title\ntext"
    assert snapshot["seq"] == view.stats.batches


def test_the_state_holds_a_long_document_whole_too() -> None:
    text = "word " * 200_000
    view = nbstream.stream([text]).wait()
    snapshot = view.get_state()["snapshot"]
    assert snapshot["blocks"][1]["text"] == text
    assert "parts" not in snapshot


def test_the_page_cannot_write_what_the_kernel_says() -> None:
    view = nbstream.stream(words("true")).wait()
    before = view.get_state("batch")
    view.set_state({"batch": {"seq": 99, "changes": []}, "runtime": "other", "_esm": "alert(1)"})
    assert view.get_state("batch") == before
    assert view.runtime != "other"
    assert view._esm != "alert(1)"


# A recording


def test_a_saved_run_shows_the_same_again(tmp_path: Any) -> None:
    def events() -> Iterator[Any]:
        yield TextDelta("t", "Hello ")
        yield TextDelta("t", "again")
        yield ToolCalled("c", "f")
        yield ToolReturned("c", "out", seconds=0.5)

    first = nbstream.stream(events()).wait()
    first.save(tmp_path / "run.jsonl")
    again = nbstream.stream(nbstream.load(tmp_path / "run.jsonl"), speed=float("inf")).wait()
    assert again.text == "Hello again"
    assert blocks(again) == blocks(first)


def test_a_saved_failure_fails_again(tmp_path: Any) -> None:
    async def breaking() -> AsyncIterator[str]:
        yield "half"
        raise KeyError("gone")

    first = nbstream.stream(breaking())
    with pytest.raises(KeyError):
        first.wait()
    first.save(tmp_path / "run.jsonl")
    again = nbstream.stream(nbstream.load(tmp_path / "run.jsonl"), speed=float("inf"))
    with pytest.raises(NbstreamError, match="KeyError"):
        again.wait()
    assert again.document.blocks[-1].props == first.document.blocks[-1].props
