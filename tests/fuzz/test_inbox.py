"""What a page says is data from outside: nothing that it can say raises, stalls or runs a thing."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from hypothesis import strategies as st

from fuzz.fuzzing import try_any
from nbstream.bounds import MAX_DRAWN_MS, MAX_TYPED, MAX_WAITING, MAX_WAITING_HINTS
from nbstream.chat.inbox import Inbox as ChatInbox
from nbstream.widget.inbox import Inbox

WORDS = ["drawn", "resync", "stop", "here", "page", "approve", "reject", "submit", "__class__", ""]
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), True, MAX_DRAWN_MS])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.binary() | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
MESSAGES = VALUES | st.fixed_dictionaries(
    {"type": st.sampled_from(WORDS) | VALUES},
    optional={
        "ms": NUMBERS | VALUES,
        "hidden": st.booleans() | VALUES,
        "seq": NUMBERS | VALUES,
        "id": VALUES,
        "nonce": VALUES,
        "digest": VALUES,
        "always": VALUES,
        "message": VALUES,
    },
)


class Desk:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def on_drawn(self, seconds: float, *, hidden: bool) -> None:
        self.asked.append(("drawn", seconds, hidden))

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("on_"):
            raise AttributeError(name)
        return lambda *given: self.asked.append((name, *given))


def test_nothing_that_a_page_says_raises(caplog: pytest.LogCaptureFixture) -> None:
    def check(messages: list[Any]) -> None:
        caplog.clear()
        desk = Desk()
        inbox = Inbox(desk, lambda: None)
        for message in messages:
            inbox.receive(message)
        assert len(caplog.records) <= 1
        for kind, *given in desk.asked:
            if kind == "drawn":
                assert isinstance(given[0], float)
                assert 0 <= given[0] <= MAX_DRAWN_MS / 1000
                assert isinstance(given[1], bool)

    try_any(st.lists(MESSAGES, max_size=5), check)


def test_nothing_that_a_page_says_to_a_chat_raises(caplog: pytest.LogCaptureFixture) -> None:
    told = st.fixed_dictionaries(
        {"type": st.sampled_from(["submit", "edit", "retry", "choose", "clear", "resync", "x"])},
        optional={
            "text": st.text() | VALUES,
            "nonce": st.text() | VALUES,
            "turn": st.text() | VALUES,
            "files": st.lists(st.fixed_dictionaries({"name": st.text() | VALUES}), max_size=2),
        },
    )

    def check(messages: list[tuple[Any, list[bytes]]]) -> None:
        caplog.clear()
        desk = Desk()
        inbox = ChatInbox(desk, lambda: None)
        for content, buffers in messages:
            inbox.receive(content, buffers)
        assert len(caplog.records) <= 1
        for kind, *given in desk.asked:
            if kind == "on_submit":
                given[0].encode()

    try_any(st.lists(st.tuples(told | VALUES, st.lists(st.binary(), max_size=2))), check)


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False), (MAX_TYPED, False)])
def test_a_question_up_to_the_bound_is_taken(more: int, taken: bool) -> None:
    desk = Desk()
    text = "x" * (MAX_TYPED + more)
    ChatInbox(desk, lambda: None).receive(
        {"type": "submit", "text": text, "nonce": "n", "files": []}, []
    )
    assert [kind for kind, *_ in desk.asked] == ["on_submit" if taken else "on_refused"]


def test_something_huge_is_not_written_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox(Desk(), lambda: None)
    inbox.receive({"type": "x" * 50_000_000, "more": [["y" * 1_000_000] * 100] * 100})
    inbox.receive({"type": "again"})
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert len(record.getMessage()) < 1_000


@pytest.mark.parametrize("ms", [-1, MAX_DRAWN_MS + 1, 10**400, float("nan"), True, "1", None])
def test_a_time_that_cannot_be_one_is_ignored(ms: Any) -> None:
    desk = Desk()
    Inbox(desk, lambda: None).receive({"type": "drawn", "ms": ms, "hidden": False})
    assert desk.asked == []


@pytest.mark.parametrize("ms", [0, 1.5, MAX_DRAWN_MS])
def test_a_time_up_to_the_bound_is_heard(ms: float) -> None:
    desk = Desk()
    Inbox(desk, lambda: None).receive({"type": "drawn", "ms": ms, "hidden": True})
    assert desk.asked == [("drawn", ms / 1000, True)]


async def test_a_flood_of_messages_does_not_stall_the_loop_and_stop_still_comes_through(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    inbox = Inbox(desk, asyncio.get_running_loop)
    for _ in range(200_000):
        inbox.receive({"type": "drawn", "ms": 1, "hidden": False})
    inbox.receive({"type": "stop"})
    for _ in range(200_000):
        inbox.receive({"type": "stop"})
    await asyncio.sleep(0)
    kinds = [kind for kind, *_ in desk.asked]
    assert kinds.count("drawn") == MAX_WAITING_HINTS
    assert kinds.count("on_stop") == MAX_WAITING - MAX_WAITING_HINTS
    assert len(caplog.records) == 1
    # The flood over, everything is heard again.
    desk.asked.clear()
    inbox.receive({"type": "drawn", "ms": 1, "hidden": False})
    await asyncio.sleep(0)
    assert desk.asked == [("drawn", 0.001, False)]
