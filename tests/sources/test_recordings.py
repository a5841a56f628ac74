"""Every recorded run, played to the adapter: what it tells is what a person has approved.

With NBSTREAM_APPROVE=1 the files in tests/golden are written anew: read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from nbstream.document import Document
from nbstream.events import (
    Event,
    HandedOff,
    TextDelta,
    TextEnded,
    ToolCalled,
    ToolReturned,
    Unknown,
)
from recordings.player import Recorded, fold_recorded, recorded_runs
from sources.told import told

GOLDEN = Path(__file__).parents[1] / "golden"
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


@every_run
def test_a_run_is_told_as_approved(run: Recorded) -> None:
    events, _ = documented(run)
    path = GOLDEN / f"{run.name}.txt"
    if os.environ.get("NBSTREAM_APPROVE") == "1":
        path.write_text(told(events), "utf-8")
    assert told(events) == path.read_text("utf-8")


def test_every_approved_file_has_its_run() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(run.name for run in RUNS)


@every_run
@pytest.mark.parametrize("hooked", [True, False], ids=["with hooks", "without hooks"])
def test_the_text_is_that_of_the_final_items(run: Recorded, *, hooked: bool) -> None:
    _, document = documented(run, hooked=hooked)
    shown = [block.text for block in document.blocks if block.kind == "text"]
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
    known = {"message", "reasoning", "mcp_call"}
    others = [
        i["type"] for i in final_items(run) if i["type"] not in known and not i.get("call_id")
    ]
    lines = [event.name for event in events if isinstance(event, Unknown)]
    assert [name for name in lines if name in others] == others


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
