"""The vocabulary in JSON: everything comes back, nothing else gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.errors import EventError
from nbstream.events import (
    EVENT_TYPES,
    ApprovalRequested,
    Discarded,
    Ended,
    Event,
    TextDelta,
    from_json,
    to_json,
)


def test_an_event_says_only_what_is_not_the_default() -> None:
    assert to_json(TextDelta("t", "Hi")) == {"event": "TextDelta", "block": "t", "text": "Hi"}


@given(st.sampled_from(sorted(EVENT_TYPES)).flatmap(lambda name: st.from_type(EVENT_TYPES[name])))
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    # By their words: no number that is none equals itself.
    assert repr(from_json(json.loads(json.dumps(to_json(event))))) == repr(event)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (None, "expected an event"),
        ({"block": "t"}, "expected an event"),
        ({"event": "Exploded"}, "unknown event 'Exploded'"),
        ({"event": "TextDelta", "block": "t"}, "not complete"),
        ({"event": "TextDelta", "block": "t", "text": 3}, "text cannot be 3"),
        ({"event": "TextDelta", "block": "t", "text": "x", "role": "admin"}, "role cannot be"),
        ({"event": "TextDelta", "block": "t", "text": "x", "html": "<b>"}, "has no 'html'"),
        ({"event": "Discarded", "blocks": [1]}, "blocks cannot be"),
        ({"event": "UsageReported", "input_tokens": True}, "input_tokens cannot be"),
    ],
)
def test_what_is_not_an_event_is_refused_with_the_reason(told: Any, why: str) -> None:
    with pytest.raises(EventError, match=why):
        from_json(told)


def test_lists_in_json_are_tuples_in_events() -> None:
    assert from_json({"event": "Discarded", "blocks": ["a"]}) == Discarded(("a",))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_arbitrary_json_is_an_event_or_is_refused(told: Any) -> None:
    try:
        from_json(told)
    except EventError:
        return
    raise AssertionError("arbitrary JSON passed for an event")


def test_what_goes_for_one_process_alone_is_in_no_file() -> None:
    assert to_json(ApprovalRequested("c", "nonce")) == {"event": "ApprovalRequested", "block": "c"}
    assert "retry" not in to_json(Ended("failed", "E", retry=True))
    for forged in (
        {"event": "ApprovalRequested", "block": "c", "nonce": "n"},
        {"event": "Ended", "status": "failed", "retry": True},
    ):
        with pytest.raises(EventError, match="has no"):
            from_json(forged)
