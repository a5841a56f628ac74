"""Every recorded run, played to the adapter: what it tells is what a person has approved.

`tests/golden/documents` has what a reader is shown of each when it is over, `tests/golden` the
events by which it came to that. With NBSTREAM_APPROVE=1 they are written anew: read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from document.written import written
from nbstream.document import RUN, Document
from nbstream.events import (
    Ended,
    Event,
    HandedOff,
    TextDelta,
    TextEnded,
    ToolCalled,
    ToolReturned,
    Unknown,
)
from nbstream.sources.response_items import is_call
from recordings.player import Recorded, fold_recorded, recorded_runs
from sources.told import told

GOLDEN = Path(__file__).parents[1] / "golden"
DOCUMENTS = GOLDEN / "documents"
RUNS = recorded_runs()
every_run = pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)


def documented(run: Recorded, *, hooked: bool = True) -> tuple[list[Event], Document]:
    """Fold a run into events and, so that none of them makes no sense, into a document."""
    document = Document()
    return fold_recorded(run, hooked=hooked, also=document.apply), document


def final_items(run: Recorded) -> list[dict[str, Any]]:
    """The items of every response that ended."""
    ends = [data["response"] for data in run.raw() if data["type"] == "response.completed"]
    return [item for response in ends for item in response["output"]]


def texts_of(items: list[dict[str, Any]]) -> list[str]:
    parts = [part for item in items if item["type"] == "message" for part in item["content"]]
    return [text for part in parts if (text := part.get("text") or part.get("refusal"))]


def test_there_are_recordings_of_all_kinds() -> None:
    assert len(RUNS) >= 53


def ending(run: Recorded) -> Ended:
    """How the run ended, by what its stream raised and what became of its result."""
    for row in run.rows:
        if row["kind"] == "error":
            if row["exc"] == "CancelledError":
                return Ended("stopped")
            return Ended("failed", row["exc"], row["msg"])
    return Ended("stopped" if run.end.get("cancel_mode", "none") != "none" else "done")


def assert_approved(path: Path, said: str) -> None:
    if os.environ.get("NBSTREAM_APPROVE") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, "utf-8")
    assert said == path.read_text("utf-8")


@every_run
def test_a_run_is_told_as_approved(run: Recorded) -> None:
    events, _ = documented(run)
    assert_approved(GOLDEN / f"{run.name}.txt", told(events))


@every_run
def test_a_run_is_shown_as_approved(run: Recorded) -> None:
    _, document = documented(run)
    document.apply(ending(run), run.rows[-1]["t_ms"] / 1000)
    assert_approved(DOCUMENTS / f"{run.name}.txt", written(document))


@pytest.mark.parametrize("folder", [GOLDEN, DOCUMENTS], ids=["events", "documents"])
def test_every_approved_file_has_its_run(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.txt")) == sorted(run.name for run in RUNS)


@every_run
@pytest.mark.parametrize("hooked", [True, False], ids=["with hooks", "without hooks"])
def test_the_text_is_that_of_the_final_items(run: Recorded, *, hooked: bool) -> None:
    _, document = documented(run, hooked=hooked)
    shown = [b.text for b in document.blocks if b.kind == "text" and b.parent == RUN]
    final = texts_of(final_items(run))
    assert shown[: len(final)] == final
    if run.name not in BROKEN_OFF:
        assert shown == final


BROKEN_OFF = {
    "break_out_of_loop",
    "cancel_immediate",
    "consumer_task_cancelled",
    "drop_midstream",
    "drop_midstream_chat",
    "error_event",
    "input_guardrail_parallel",
    "response_failed",
    "response_incomplete",
}


@every_run
@pytest.mark.parametrize("hooked", [True, False], ids=["with hooks", "without hooks"])
def test_every_output_finds_its_call(run: Recorded, *, hooked: bool) -> None:
    events, _ = documented(run, hooked=hooked)
    calls = {event.block: event.call_id for event in events if isinstance(event, ToolCalled)}
    returned = [calls[event.block] for event in events if isinstance(event, ToolReturned)]
    expected = [row["raw_item"]["call_id"] for row in run.items("tool_output")]
    assert len(returned) == len(set(returned))
    assert set(expected) <= set(returned)


@every_run
def test_every_call_of_the_final_items_is_shown(run: Recorded) -> None:
    events, _ = documented(run)
    shown = [event.call_id for event in events if isinstance(event, ToolCalled)]
    handed = [row["raw_item"]["call_id"] for row in run.items("handoff_occured")]
    final = [item["call_id"] for item in final_items(run) if item.get("call_id")]
    assert [call for call in final if call not in handed] == [
        call for call in shown if call in final and call not in handed
    ]
    assert sum(isinstance(event, HandedOff) for event in events) == len(handed)


@every_run
def test_no_item_is_dropped(run: Recorded) -> None:
    events, _ = documented(run)
    others = [item for item in final_items(run) if item["type"] not in ("message", "reasoning")]
    handed = [row["raw_item"]["call_id"] for row in run.items("handoff_occured")]
    shown = [item.get("call_id") or item["id"] for item in others if is_call(item)]
    calls = [e.call_id for e in events if isinstance(e, ToolCalled) and e.parent is None]
    final = [call for call in shown if call not in handed]
    assert [call for call in calls if call in final] == final
    lines = [event.name for event in events if isinstance(event, Unknown)]
    unknown = [item["type"] for item in others if not is_call(item)]
    assert [name for name in lines if name in unknown] == unknown


@every_run
def test_reasoning_is_that_of_the_final_items(run: Recorded) -> None:
    _, document = documented(run)
    thoughts = [item for item in final_items(run) if item["type"] == "reasoning"]
    parts = [p for item in thoughts for p in [*item["summary"], *(item.get("content") or ())]]
    shown = [block.text for block in document.blocks if block.kind == "reasoning"]
    assert shown == [part["text"] for part in parts]


@every_run
def test_the_deltas_alone_were_the_text(run: Recorded) -> None:
    events, _ = documented(run)
    pieces: dict[str, str] = {}
    for event in events:
        if isinstance(event, TextDelta):
            pieces[event.block] = pieces.get(event.block, "") + event.text
        elif isinstance(event, TextEnded) and event.block in pieces and event.text is not None:
            assert event.text == pieces[event.block]
