"""What waits, merges; and how long it waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.delivery import Pacer
from nbstream.delivery.outbox import Outbox
from nbstream.delivery.pacer import MESSAGES_PER_SECOND
from nbstream.document import Append, Change, Close, Set


def test_neighbouring_pieces_of_one_block_leave_as_one() -> None:
    outbox = Outbox()
    outbox.put([Append("t1", "a"), Append("t1", "b"), Append("t2", "c")])
    assert outbox.take(1000) == [Append("t1", "ab"), Append("t2", "c")]
    assert not outbox


def test_nothing_merges_across_another_change() -> None:
    outbox = Outbox()
    outbox.put([Append("t", "a"), Set("t", {"text": "A"}), Append("t", "b")])
    assert outbox.take(1000) == [Append("t", "a"), Set("t", {"text": "A"}), Append("t", "b")]


def test_a_long_text_leaves_in_parts() -> None:
    outbox = Outbox()
    outbox.put([Append("t", "x" * 2500), Close("t")])
    taken = [outbox.take(1000), outbox.take(1000), outbox.take(1000)]
    assert taken == [
        [Append("t", "x" * 1000)],
        [Append("t", "x" * 1000)],
        [Append("t", "x" * 500), Close("t")],
    ]
    assert not outbox


CHANGES = st.lists(
    st.builds(Append, st.sampled_from("ab"), st.text(min_size=1, max_size=200))
    | st.builds(Close, st.sampled_from("ab")),
    max_size=20,
)


def spelled(changes: list[Change]) -> list[tuple[str, str]]:
    """Every character and every close, in order: what a reader would see happen."""
    return [
        (change.id, part)
        for change in changes
        for part in (change.text if isinstance(change, Append) else ["closed"])
    ]


@given(st.lists(CHANGES, max_size=5), st.integers(1, 300))
def test_whatever_merges_or_is_cut_nothing_is_lost_or_reordered(
    puts: list[list[Change]], limit: int
) -> None:
    outbox = Outbox()
    left: list[Change] = []
    for changes in puts:
        outbox.put(changes)
    while outbox:
        taken = outbox.take(limit)
        assert taken
        left += taken
    assert spelled(left) == spelled([change for changes in puts for change in changes])
    assert outbox.size == 0


def test_a_piece_after_a_pause_is_due_at_once() -> None:
    pacer = Pacer(0.06)
    assert pacer.due(5.0) == 5.0
    pacer.sent(5.0)
    assert pacer.due(5.01) == pytest.approx(5.04)
    assert pacer.due(9.0) == 9.0


def test_a_few_words_wait_half_as_long_again_as_more() -> None:
    pacer = Pacer(0.06)
    pacer.sent(0.0)
    assert pacer.due(0.01, few=True) == 0.06
    assert pacer.due(0.01) == pytest.approx(0.04)
    assert pacer.due(9.0, few=True) == 9.0


def test_a_slow_page_gets_as_long_for_everything_else() -> None:
    pacer = Pacer(0.06)
    pacer.sent(0.0)
    pacer.drawn(0.045, hidden=False)
    assert pacer.due(0.0) == 0.09
    pacer.drawn(60.0, hidden=False)
    assert pacer.due(0.0) == 0.1
    pacer.drawn(0.001, hidden=False)
    assert pacer.due(0.0) == pytest.approx(0.04)


def test_a_hidden_page_is_told_twice_a_second() -> None:
    pacer = Pacer(0.06)
    pacer.sent(0.0)
    pacer.drawn(0.001, hidden=True)
    assert pacer.due(0.0) == 0.5


@given(st.integers(1, 500), st.booleans())
def test_all_streams_together_stay_under_the_limit(streams: int, full: bool) -> None:
    pacer = Pacer(0.0)
    pacer.sent(0.0)
    seconds = pacer.due(0.0, streams, full=full)
    assert streams / seconds <= MESSAGES_PER_SECOND * 1.0001


def test_a_stream_that_is_not_to_stream_is_never_due() -> None:
    assert Pacer(enabled=False).due(0.0, full=True) == float("inf")
