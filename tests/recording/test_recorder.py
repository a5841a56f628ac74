"""A run that is written down while it happens."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import nbstream
from nbstream.errors import OptionError
from nbstream.events import Ended, Event, TextDelta, ToolCalled, ToolReturned
from nbstream.recording import RecordedError, load

RUN: list[Event] = [
    TextDelta("t", "Hello"),
    ToolCalled("c", "look_up"),
    ToolReturned("c", "sunny"),
    TextDelta("u", "It is sunny."),
]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_recorded_run_can_be_shown_again(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    view = nbstream.stream(RUN, record=path).wait()
    again = nbstream.stream(load(path), speed=math.inf).wait()
    assert again.to_markdown() == view.to_markdown()
    assert load(path).events[-1][1] == Ended("done")


async def test_what_has_happened_is_on_disk_while_the_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    go_on = asyncio.Event()

    async def source() -> AsyncIterator[Event]:
        for event in RUN:
            yield event
        await go_on.wait()

    view = nbstream.stream(source(), record=path, show=False)
    while view.text != "Hello\n\nIt is sunny.":
        await asyncio.sleep(0)
    # The header, and all but the piece that may still grow.
    assert len(lines(path)) == 4
    go_on.set()
    await view
    assert len(lines(path)) == 6


def test_a_crash_costs_the_last_line_and_the_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    nbstream.stream(RUN, record=path).wait()
    path.write_text(path.read_text()[:-30])
    kept = load(path)
    assert [event for _, event in kept.events] == RUN
    view = nbstream.stream(kept, speed=math.inf)
    with pytest.raises(RecordedError):
        view.wait()
    assert view.text == "Hello\n\nIt is sunny."
    assert "The recording ends here" in view.to_markdown()


@pytest.mark.parametrize("while_it_runs", [True, False])
def test_a_secret_is_taken_out_even_if_it_came_in_pieces(
    tmp_path: Path, while_it_runs: bool
) -> None:
    path = tmp_path / "run.jsonl"
    events = [
        *(TextDelta("t", piece) for piece in ["the key is sk", "-12", "34, keep it"]),
        ToolCalled("c", "f"),
        ToolReturned("c", "", "refused: sk-1234"),
    ]
    redact = lambda text: text.replace("sk-1234", "(a key)")  # noqa: E731
    if while_it_runs:
        nbstream.stream(events, record=path, redact=redact).wait()
    else:
        nbstream.stream(events, redact=redact).wait().save(path)
    assert "1234" not in path.read_text()
    view = nbstream.stream(load(path), speed=math.inf).wait()
    assert view.text == "the key is (a key), keep it"
    assert "refused: (a key)" in view.to_markdown()


def test_a_place_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        nbstream.stream(RUN, record=tmp_path / "nowhere" / "run.jsonl")


def test_one_file_for_all_runs_is_refused() -> None:
    with pytest.raises(OptionError, match="a file of its own"):
        nbstream.configure(record="run.jsonl")


def test_of_two_runs_in_one_file_the_later_one_has_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "run.jsonl"
    earlier = nbstream.stream(RUN, record=path, show=False)
    later = nbstream.stream(RUN, record=path, show=False).wait()
    earlier.wait()
    assert [event for _, event in load(path).events] == [event for _, event in later.events]
    assert "run.jsonl has another run's by now" in caplog.text
    assert len(caplog.records) == 1


def test_what_redacts_into_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with pytest.raises(OptionError, match="redact returned a NoneType: expected a text"):
        nbstream.stream(RUN, record=path, redact=lambda _: None).wait()
    assert "Hello" not in path.read_text()


def test_a_save_that_redacting_breaks_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    view = nbstream.stream(RUN).wait()
    view.save(path)
    before = path.read_text()

    def fail(_text: str) -> str:
        raise LookupError("no key to look for")

    with pytest.raises(LookupError):
        view.save(path, redact=fail)
    assert path.read_text() == before
