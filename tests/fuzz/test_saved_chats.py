"""A saved conversation is data: a hostile one is refused or read, and nothing else comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from fuzz.fuzzing import try_any
from fuzz.test_recordings import VALUES, events
from nbstream.bounds import MAX_SAVED_BYTES
from nbstream.chat.saved import read
from nbstream.errors import RecordingError

FILES = st.fixed_dictionaries(
    {"name": st.sampled_from(["a.txt", "../../.bashrc", "/etc/passwd"]) | VALUES},
    optional={"content": st.just("YQ==") | VALUES, "preview": st.just("") | VALUES},
)
TURNS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["t1", "t2", "../t3", "__class__"]) | VALUES,
        "parent": st.sampled_from([None, "t1", "t2"]) | VALUES,
        "question": st.just("Why?") | VALUES,
        "files": st.lists(FILES, max_size=2) | VALUES,
        "facts": st.dictionaries(st.sampled_from(["status", "agent", "view"]), VALUES) | VALUES,
        "items": st.just([]) | VALUES,
        "events": st.lists(events(), max_size=3) | VALUES,
    }
)
CHATS = st.fixed_dictionaries(
    {"nbstream": st.just("chat"), "version": st.just(1) | VALUES},
    optional={
        "title": VALUES,
        "path": st.lists(VALUES | st.just("t1"), max_size=3) | VALUES,
        "turns": st.lists(TURNS | VALUES, max_size=3) | VALUES,
    },
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chat.json"


def test_any_saved_chat_is_refused_or_read(path: Path) -> None:
    def check(told: Any) -> None:
        path.write_text(json.dumps(told))
        try:
            read(path)
        except RecordingError:
            return

    try_any(CHATS | VALUES, check)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_any_bytes_is_refused_or_read(path: Path) -> None:
    def check(content: bytes) -> None:
        path.write_bytes(content)
        try:
            read(path)
        except RecordingError:
            return

    try_any(st.binary(), check)


@pytest.mark.parametrize("at", ["1e999", "NaN", "-1", "true", '"0"'])
def test_a_time_that_cannot_be_one_is_refused(path: Path, at: str) -> None:
    path.write_text(
        '{"nbstream": "chat", "version": 1, "turns": [{"id": "t1", "parent": null, '
        '"question": "Why?", "files": [], "facts": {}, "items": [], '
        f'"events": [{{"at": {at}, "event": "Ended"}}]}}]}}'
    )
    with pytest.raises(RecordingError, match="turn 1 is damaged"):
        read(path)


@pytest.mark.parametrize("size", [MAX_SAVED_BYTES + 1, 20 * MAX_SAVED_BYTES])
def test_a_file_that_is_too_large_is_not_read(path: Path, size: int) -> None:
    path.write_text('{"nbstream": "chat", "version": 1, "title": "')
    with path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(RecordingError, match="GB, and a saved chat has 1 GB at most"):
        read(path)
    path.write_text('{"nbstream": "chat", "version": 1}')
    assert read(path).turns == ()


def test_a_file_without_an_end_is_refused() -> None:
    with pytest.raises(RecordingError, match="not a saved chat"):
        read("/dev/zero")


@pytest.mark.parametrize("name", ["t" + "9" * 5_000, "t\u0669", "t\u00b2", "t-1", "t", "T1", "t1 "])
def test_a_turn_with_a_name_that_no_chat_gives_is_refused(path: Path, name: str) -> None:
    turn: dict[str, Any] = {
        "id": name,
        "parent": None,
        "question": "Why?",
        "files": [],
        "facts": {},
        "items": [],
    }
    told = {"nbstream": "chat", "version": 1, "turns": [{**turn, "events": []}]}
    path.write_text(json.dumps(told))
    with pytest.raises(RecordingError, match="its id is"):
        read(path)
