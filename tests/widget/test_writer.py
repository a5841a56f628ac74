"""A writer in a script: a loop of one's own writes into it, from any thread."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import json
import sys
import threading
import time
from typing import Any

import pytest

import nbstream
from nbstream.errors import EventError, NbstreamError, StoppedError, WriterClosedError
from nbstream.events import Ended, HandedOff, ToolCalled, ToolReturned


def blocks(view: nbstream.StreamView) -> list[str]:
    return [block.kind for block in view.document.blocks]


def test_a_writer_is_a_file_and_its_end_is_the_end_of_the_block() -> None:
    with nbstream.writer() as out:
        print("one", 2, sep=", ", end="", file=out)
        assert out.write(" three") == 6
        assert out.view.status == "streaming"
    assert (out.view.text, out.view.status) == ("one, 2 three", "done")


def test_a_writer_is_a_file_to_whatever_writes_into_files() -> None:
    with nbstream.writer(show=False) as out:
        with contextlib.redirect_stdout(out):
            sys.stdout.write("printed\n")
            assert not sys.stdout.isatty()
        json.dump({"a": 1}, out)
        out.writelines(["\n", "lines\n"])
        csv.writer(out, lineterminator="\n").writerow(["c", 2])
        assert out.writable()
        assert not out.closed
    assert out.view.text == 'printed\n{"a": 1}\nlines\nc,2\n'
    assert out.closed


def test_a_writer_that_nobody_holds_any_more_has_ended() -> None:
    out = nbstream.writer(show=False)
    view = out.view
    out.write("a")
    del out
    assert (view.status, view.text) == ("done", "a")


async def test_whoever_awaits_a_writer_may_leave() -> None:
    async with nbstream.writer(show=False) as out:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(out.view._finished(), 0.01)
        out.write("still going")
    assert (out.view.status, out.view.text) == ("done", "still going")


async def test_a_writer_works_in_async_code() -> None:
    async with nbstream.writer() as out:
        out.write("a")
        await asyncio.sleep(0)
        out.write("b")
    assert (await out.view).text == "ab"


def test_what_a_writer_is_told_last_leaves_without_another_word() -> None:
    with nbstream.writer() as out:
        out.write("a")
        out.write("b")
        deadline = time.monotonic() + 5
        while out.view.batch["seq"] < 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        assert out.view.batch["seq"] == 2


def test_a_writer_can_say_anything_that_happens_in_a_run() -> None:
    with nbstream.writer() as out:
        out.write("before")
        out.emit(ToolCalled("c", "search"))
        out.emit(ToolReturned("c", "found"))
        out.emit(HandedOff("h", "A", "B"))
        out.write("after")
    assert blocks(out.view) == ["run", "text", "tool", "handoff", "text"]
    assert out.view.text == "before\n\nafter"


def test_an_exception_in_the_block_becomes_its_error_and_goes_on() -> None:
    out = nbstream.writer()

    def block() -> None:
        with out:
            out.write("so far")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        block()
    assert (out.view.status, out.view.text) == ("failed", "so far")
    assert blocks(out.view) == ["run", "text", "error"]


def test_the_readers_stop_ends_the_block_and_nothing_else() -> None:
    with nbstream.writer() as out:
        out.write("a")
        out.view.stop()
        assert out.view.status == "stopping"
        out.write("never")
    assert (out.view.status, out.view.text) == ("stopped", "a")


def test_writing_after_the_block_is_refused() -> None:
    with nbstream.writer() as out:
        pass
    with pytest.raises(WriterClosedError, match="open a new"):
        out.write("late")


def test_a_writer_takes_text_only() -> None:
    with nbstream.writer() as out:
        with pytest.raises(TypeError, match="decode bytes first"):
            out.write(b"bytes")  # type: ignore[arg-type]
        with pytest.raises(EventError):
            out.emit(ToolReturned("never-called"))
    assert issubclass(StoppedError, NbstreamError)


def test_many_threads_can_write_at_once() -> None:
    with nbstream.writer() as out:

        def work(letter: str) -> None:
            for _ in range(500):
                out.write(letter)

        threads = [threading.Thread(target=work, args=(letter,)) for letter in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(out.view.text) == sorted("abcd" * 500)


@pytest.mark.parametrize("event", ["text", None, {"op": "open"}, Ended()])
def test_a_writer_emits_events_only_and_ends_by_its_block(event: Any) -> None:
    with nbstream.writer() as out, pytest.raises(TypeError, match=type(event).__name__):
        out.emit(event)
    assert out.view.status == "done"
