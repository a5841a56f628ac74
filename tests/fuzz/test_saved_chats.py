"""A saved conversation is data: a hostile one is refused or read, and nothing else comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from fuzz.fuzzing import try_any
from fuzz.test_recordings import VALUES, events
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
