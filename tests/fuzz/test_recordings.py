"""A recording is data: a hostile one is refused or shown, and nothing else comes of it."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from fuzz.fuzzing import try_any
from nbstream.bounds import MAX_RECORDED_LINE, MAX_RECORDED_SECONDS
from nbstream.document import Document, plain
from nbstream.errors import NbstreamError, RecordingError
from nbstream.events import EVENT_TYPES
from nbstream.export import to_markdown
from nbstream.recording import load

HEADER = '{"nbstream": "recording", "version": 1}\n'

NAMES = sorted({field.name for kind in EVENT_TYPES.values() for field in fields(kind)})
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["run", "a", "b", "failed", "done", "__class__", "../../x", "builtins.eval"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an event as JSON: often whole, with values of any kind."""
    kind = draw(st.sampled_from(sorted(EVENT_TYPES)))
    own = [field.name for field in fields(EVENT_TYPES[kind])]
    names = draw(st.sets(st.sampled_from(NAMES), max_size=2)) if draw(st.booleans()) else set()
    told = {name: draw(VALUES | st.just("a")) for name in [*own, *names]}
    return {"at": draw(st.just(0.5) | VALUES), "event": kind, **told}


def shown(path: Path) -> None:
    """Load a file and fold what it tells, as whoever shows it does."""
    try:
        recording = load(path)
    except RecordingError:
        return
    document = Document()
    for at, event in recording.events:
        assert 0 <= at <= MAX_RECORDED_SECONDS
        try:
            document.apply(event)
        except NbstreamError:
            continue
    json.dumps(plain(document.snapshot()), allow_nan=False)
    to_markdown(document)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def test_a_recording_of_any_events_is_refused_or_shown(path: Path) -> None:
    def check(told: list[dict[str, Any]]) -> None:
        path.write_text(HEADER + "".join(json.dumps(event) + "\n" for event in told))
        shown(path)

    try_any(st.lists(events(), max_size=6), check)


def test_a_file_of_any_bytes_is_refused_or_shown(path: Path) -> None:
    def check(content: bytes) -> None:
        path.write_bytes(content)
        shown(path)

    try_any(st.binary() | st.binary().map(lambda rest: HEADER.encode() + rest), check)


@pytest.mark.parametrize(
    "at", ["1e999", "-1", "NaN", "1" + "0" * 400, "1" + "0" * 5000, str(MAX_RECORDED_SECONDS + 1)]
)
def test_a_time_that_cannot_be_one_is_refused(path: Path, at: str) -> None:
    path.write_text(HEADER + f'{{"at": {at}, "event": "Ended"}}\n')
    with pytest.raises(RecordingError, match="line 2: expected a timed event"):
        load(path)


def test_a_recording_names_no_code_to_run(path: Path) -> None:
    told = {"at": 0, "event": "os.system", "command": f"touch {path}.ran"}
    path.write_text(HEADER + json.dumps(told) + "\n")
    with pytest.raises(RecordingError, match="unknown event"):
        load(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("length", [MAX_RECORDED_LINE, MAX_RECORDED_LINE + 1])
def test_an_event_up_to_the_bound_is_read(path: Path, length: int) -> None:
    line = '{"at": 0, "event": "TextDelta", "block": "a", "text": "@"}\n'
    text = "x" * (length - len(line) + 1)
    path.write_text(HEADER + line.replace("@", text))
    if length > MAX_RECORDED_LINE:
        with pytest.raises(RecordingError, match="line 2: expected an event, got more than"):
            load(path)
    else:
        assert len(load(path).events) == 1


def test_a_line_far_above_the_bound_is_not_read_to_its_end(path: Path) -> None:
    path.write_text(HEADER)
    with path.open("r+b") as file:
        file.truncate(20 * MAX_RECORDED_LINE)
    tracemalloc.start()
    try:
        with pytest.raises(RecordingError, match="line 2: expected an event, got more than"):
            load(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * MAX_RECORDED_LINE


def test_very_many_small_events_are_read(path: Path) -> None:
    line = '{"at": 0, "event": "TextDelta", "block": "a", "text": "x"}\n'
    path.write_text(HEADER + 100_000 * line)
    assert len(load(path).events) == 100_000


@pytest.mark.parametrize(
    "told",
    [
        '{"at": 0, "at": 1, "event": "Ended", "status": "x", "status": "done"}',
        '{"at": 0, "event": "TextDelta", "block": "a", "text": "\\ud800"}',
        '{"at": 0, "event": "ToolReturned", "block": "a", "output": NaN}',
        '{"at": 0, "event": "Usage", "input_tokens": ' + "9" * 4000 + "}",
        "[" * 100_000,
        '{"at": ' * 100_000,
    ],
)
def test_json_that_no_program_of_ours_writes_is_refused_or_shown(path: Path, told: str) -> None:
    path.write_text(HEADER + told + "\n")
    shown(path)
