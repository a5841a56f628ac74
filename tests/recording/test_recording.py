"""Recordings on disk: what is kept, and how one that is damaged is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nbstream.bounds import MAX_HEADER
from nbstream.document import plain
from nbstream.errors import OptionError, RecordingError
from nbstream.events import EVENT_TYPES, Ended, TextDelta, to_json
from nbstream.recording import Log, Recording, Replay, Timed, load, save

HEADER = '{"nbstream": "recording", "version": 1}\n'


def test_a_recording_is_lines_that_a_person_can_read(tmp_path: Path) -> None:
    save([(0.12345, TextDelta("t", "Héllo")), (2.0, Ended())], tmp_path / "run.jsonl")
    assert (tmp_path / "run.jsonl").read_text() == (
        HEADER + '{"at": 0.1235, "event": "TextDelta", "block": "t", "text": "Héllo"}\n'
        '{"at": 2.0, "event": "Ended"}\n'
    )


def test_pieces_of_one_moment_are_kept_as_one() -> None:
    log = Log()
    log.add(TextDelta("t", "a"), 0.000)
    log.add(TextDelta("t", "b"), 0.010)
    log.add(TextDelta("u", "c"), 0.011)
    log.add(TextDelta("u", "d"), 0.900)
    assert log.events == (
        (0.0, TextDelta("t", "ab")),
        (0.011, TextDelta("u", "c")),
        (0.9, TextDelta("u", "d")),
    )
    log.add(TextDelta("u", "e"), 0.901)
    assert log.events[-1] == (0.901, TextDelta("u", "e"))


def test_what_came_in_a_burst_is_kept_small_and_told_whole() -> None:
    log = Log()
    # Half a character may come last; the document joins it with the next, the log keeps it.
    pieces = [f"word {number} \ud83d" for number in range(5_000)]
    for number, piece in enumerate(pieces):
        log.add(TextDelta("t", piece, role="data"), number / 1e6)
    log.add(Ended("failed"), 1.0)
    whole = (0.0, TextDelta("t", "".join(pieces), role="data"))
    assert log.events == log.events == (whole, (1.0, Ended("failed")))
    log.reopen()
    assert list(log.events) == [whole]


TIMED = st.tuples(
    st.floats(0, 100).map(lambda at: round(at, 4)),
    st.sampled_from(sorted(EVENT_TYPES)).flatmap(lambda name: st.from_type(EVENT_TYPES[name])),
)


@given(st.lists(TIMED))
def test_whatever_happened_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, events: list[Timed]
) -> None:
    # What JSON has no form for is changed on the way out, and that is another promise.
    assume(all(plain(to_json(event)) == to_json(event) for _, event in events))
    path = tmp_path_factory.mktemp("runs") / "run.jsonl"
    save(events, path)
    assert load(path) == Recording(tuple(events))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is not a recording"),
        ("hello\n", "is not a recording"),
        ('{"cells": []}\n', "is not a recording"),
        (HEADER.replace(" ", " " * MAX_HEADER), "is not a recording"),
        ('{"nbstream": "recording", "version": 99}\n', "has version 99"),
        (
            HEADER + '{"at": 0, "event": "TextDelta", "block": "t", "te\n',
            "line 2: expected a timed",
        ),
        (
            HEADER + '{"at": 0, "event": "Ended"}\n\n{"event": "Ended"}\n',
            "line 4: expected a timed",
        ),
        (HEADER + '{"at": 0, "event": "Vanished"}\n', "line 2: unknown event 'Vanished'"),
        (HEADER + "[" * 100_000 + "\n", "line 2: expected a timed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_line(
    tmp_path: Path, content: str, why: str
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(content)
    with pytest.raises(RecordingError, match=why):
        load(path)


def test_a_mark_that_an_editor_left_before_the_first_line_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("\ufeff" + HEADER + '{"at": 0, "event": "Ended"}\r\n')
    assert load(path).events == ((0.0, Ended()),)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8"))
        | st.builds(
            json.dumps,
            st.dictionaries(
                st.sampled_from(["at", "event", "block", "text"]),
                st.none() | st.integers() | st.text(),
            ),
        )
    )
)
def test_a_hostile_file_is_refused_or_is_a_recording(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("runs") / "run.jsonl"
    path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    try:
        load(path)
    except RecordingError:
        return


@pytest.mark.parametrize("speed", [0, -1, "fast", True, float("nan")])
def test_a_speed_that_makes_no_sense_is_refused(speed: float) -> None:
    with pytest.raises(OptionError, match="speed cannot be"):
        Replay(Recording(()), speed)
