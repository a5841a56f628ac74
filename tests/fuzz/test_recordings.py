"""A recording is data: a hostile one is refused or shown, and nothing else comes of it."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from fuzz.fuzzing import try_any
from nbstream.bounds import MAX_RECORDED_SECONDS
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
