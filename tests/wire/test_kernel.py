"""What the kernel says of a run, word for word: the page's suite reads the same file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest

from nbstream.delivery import Pacer, Pump
from nbstream.document import Document
from nbstream.events import (
    AgentChanged,
    ApprovalDecided,
    ApprovalRequested,
    Cited,
    Discarded,
    Displayed,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    Retracted,
    SourceFound,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
    ToolStarted,
    Unknown,
    UsageReported,
)

FILE = Path(__file__).with_name("kernel.jsonl")

TABLE = {
    "head": [["", {"text": "°C", "head": True, "columns": 2}]],
    "body": [[{"text": "Oslo", "head": True}, "3", "-4.5"], [{"text": "Rome", "head": True}, "12"]],
    "left_out": 3200,
    "note": "3202 rows × 2 columns",
}

RUNS: dict[str, list[Event]] = {
    "tools that return more than text, and one that fails somewhere": [
        ToolCalled("a", "table", "call_1"),
        ToolArgumentsEnded("a", '{"rows": [1, {"x": null}], "empty": {}}'),
        Displayed("a.1", "table", json.dumps(TABLE), "a"),
        Displayed("a.2", "html", "<b>rich</b>", "a"),
        ToolReturned("a", "      °C\nOslo   3", value=object()),
        ToolCalled("b", "report", "call_2"),
        ToolArgumentsEnded("b", "{}"),
        Displayed("b.1", "markdown", "It is **cold**.", "b"),
        Displayed("b.2", "json", '{"ok": true}', "b"),
        Displayed("b.3", "text", "\x1b[31mred\x1b[0m", "b"),
        ToolReturned("b", "It is **cold**."),
        ToolCalled("c", "broken", "call_3"),
        ToolArgumentsEnded("c", "{}"),
        ToolReturned("c", error="LookupError: no way", traceback="Traceback:\n  File x, line 1"),
        Ended(),
    ],
    "an answer in pieces": [
        AgentChanged("Scout"),
        TextDelta("t", "Hel"),
        TextDelta("t", "lo \ud83d"),
        TextDelta("t", "\ude00"),
        TextEnded("t", "Hello 😀!"),
        UsageReported(12, 3),
        Ended(),
    ],
    "thought, two tools at once, one of them failed, then the answer": [
        ReasoningDelta("r", "I need the weather."),
        TextEnded("r"),
        ToolCalled("a", "weather", "call_1"),
        ToolArgumentsDelta("a", '{"city": "Rome"}'),
        ToolCalled("b", "weather", "call_2"),
        ToolArgumentsDelta("b", '{"city": '),
        ToolArgumentsEnded("a"),
        ToolArgumentsEnded("b", '{"city": "Oslo"}'),
        ToolStarted("a"),
        ToolStarted("b"),
        ToolReturned("b", "", "TimeoutError: Oslo does not answer"),
        ToolReturned("a", "sunny"),
        TextDelta("t", "Sun in Rome."),
        Ended(),
    ],
    "a handoff, and an agent inside a tool": [
        AgentChanged("Triage"),
        HandedOff("h", "Triage", "Poet"),
        AgentChanged("Poet"),
        ToolCalled("c", "research", "call_1"),
        ToolStarted("c"),
        AgentChanged("Researcher", "c"),
        TextDelta("n", "found it", parent="c"),
        ToolReturned("c", "found it", seconds=1.5),
        TextDelta("t", "There."),
        Ended(),
    ],
    "a retry, a refusal, words taken back, and a word nobody knows": [
        TextDelta("x", "first try"),
        Discarded(("x",)),
        TextDelta("y", "I will not.", role="refusal"),
        TextEnded("y", "I cannot."),
        TextDelta("z", "secret"),
        Retracted(("z",), "an output guardrail"),
        Unknown("u", "response.hologram", "42 bytes"),
        Ended(),
    ],
    "a search with its sources, and an answer that cites them": [
        ToolCalled("s", "web_search", "ws_1", kind="web_search"),
        ToolStarted("s"),
        ToolArgumentsEnded("s", '{"query": "rain"}'),
        SourceFound("s.1", "Rain", "https://a.it", text="It rains.", parent="s"),
        SourceFound("s.2", file="notes.md", parent="s"),
        ToolReturned("s"),
        TextDelta("t", "It rains, it pours."),
        Cited("t", "Rain", "https://a.it", start=0, end=8),
        Cited("t", "", "", "notes.md"),
        Cited("t", "Rain", "https://a.it", start=10, end=18),
        TextEnded("t"),
        Ended(),
    ],
    "a shell that talks, a patch, and code that draws": [
        ToolCalled("sh", "shell", "call_1", kind="shell", language="bash"),
        ToolArgumentsDelta("sh", "make"),
        ToolArgumentsEnded("sh"),
        ToolStarted("sh"),
        ToolOutputDelta("sh", "cc \ud83d", "stdout"),
        ToolOutputDelta("sh", "\ude00\n", "stdout"),
        ToolOutputDelta("sh", "\x1b[31mwarning\x1b[0m\n", "stderr"),
        ToolNoted("sh", "exit", ("2",)),
        ToolReturned("sh"),
        ToolCalled("p", "apply_patch", "call_2", kind="apply_patch", language="diff"),
        ToolArgumentsEnded("p", "-x\n+y\n"),
        ToolNoted("p", "operation", ("update file",)),
        ToolNoted("p", "file", ("a.py",)),
        ToolReturned("p", "patched"),
        ToolCalled("i", "image_generation", kind="image_generation", language="text"),
        ImageShown("i.0", "image/png", "iVBORw0KGgo=", partial=True, parent="i"),
        ImageShown("i.0", "image/png", "iVBORw0KGgoAAA==", alt="a word", parent="i"),
        ImageShown("i.1", "image/webp", "<svg>", parent="i"),
        ToolReturned("i"),
        Ended(),
    ],
    "calls that wait, one allowed and one not, and data": [
        ToolCalled("a", "rm", "call_1"),
        ToolArgumentsEnded("a", '{"path": "a"}'),
        ToolCalled("b", "rm", "call_2"),
        ToolArgumentsEnded("b", '{"path": "b"}'),
        ApprovalRequested("a"),
        ApprovalRequested("b"),
        ApprovalDecided("b", approved=False, message="not that one"),
        ApprovalDecided("a", approved=True, always=True),
        ToolStarted("a"),
        ToolProgressed("a", 0.5, "half of it"),
        ToolProgressed("a", message="the rest"),
        ToolReturned("a", "gone"),
        TextDelta("t", '{"gone": ', role="data"),
        TextDelta("t", '["a"]}', role="data"),
        Ended(),
    ],
    "stopped while a tool runs": [
        ToolCalled("c", "slow", "call_1"),
        ToolStarted("c"),
        StopRequested(),
        Ended("stopped"),
    ],
    "failed in the middle of a word": [
        TextDelta("t", "half a w"),
        Ended("failed", "APIConnectionError", "Connection error.", "Check the network."),
    ],
}


def told(name: str, events: list[Event]) -> dict[str, Any]:
    """One run, an event a tenth of a second, every change sent as it comes."""
    now = [0.0]
    batches: list[dict[str, Any]] = []
    pump = Pump(
        Document(),
        batches.append,
        Pacer(),
        lambda _delay, _callback: pytest.fail("nothing was to wait"),
        wire=WeakSet(),
        clock=lambda: round(now[0], 1),
    )
    for event in events:
        now[0] += 0.1
        pump.take(event)
    # When a snapshot was built is no part of what it says of the run.
    snapshot = {key: value for key, value in pump.snapshot().items() if key != "time"}
    return {"name": name, "batches": batches, "snapshot": snapshot}


def test_the_kernel_says_what_the_page_was_tested_with() -> None:
    lines = [json.dumps(told(name, events)) for name, events in RUNS.items()]
    if os.environ.get("NBSTREAM_APPROVE") == "1":
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert FILE.read_text(encoding="utf-8").splitlines() == lines
