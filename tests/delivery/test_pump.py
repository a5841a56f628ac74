"""From events to batches, with a clock and an alarm that the test moves by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from hypothesis import given
from hypothesis import strategies as st

from nbstream.delivery import Pacer, Pump
from nbstream.document import Document
from nbstream.events import Ended, TextDelta, ToolCalled, ToolReturned


class Hands:
    """The time, and the one call that has been put off."""

    def __init__(self) -> None:
        self.now = 100.0
        self._calls: list[tuple[float, Callable[[], None], list[bool]]] = []

    def __call__(self) -> float:
        return self.now

    def alarm(self, delay: float, callback: Callable[[], None], /) -> Any:
        cancelled: list[bool] = []

        class Put:
            def cancel(self) -> None:
                cancelled.append(True)

        self._calls.append((self.now + delay, callback, cancelled))
        return Put()

    def move(self, seconds: float) -> None:
        target = self.now + seconds
        while due := sorted(
            (call for call in self._calls if call[0] <= target), key=lambda call: call[0]
        ):
            call = due[0]
            self._calls.remove(call)
            self.now = max(self.now, call[0])
            if not call[2]:
                call[1]()
        self.now = target


def pump(interval: float = 0.05, **options: Any) -> tuple[Pump, Hands, list[dict[str, Any]]]:
    hands, sent = Hands(), list[dict[str, Any]]()
    pacer = Pacer(interval, enabled=options.pop("enabled", True))
    made = Pump(Document(), sent.append, pacer, hands.alarm, wire=WeakSet(), clock=hands, **options)
    return made, hands, sent


def text(sent: list[dict[str, Any]]) -> str:
    return "".join(
        change["text"] for batch in sent for change in batch["changes"] if change["op"] == "append"
    )


def test_the_first_token_leaves_at_once_and_the_next_ones_together() -> None:
    carrier, hands, sent = pump()
    carrier.take(TextDelta("t", "one"))
    assert text(sent) == "one"
    carrier.take(TextDelta("t", " two"))
    carrier.take(TextDelta("t", " three"))
    assert len(sent) == 1
    hands.move(0.049)
    assert len(sent) == 1
    hands.move(0.001)
    assert text(sent) == "one two three"


def test_words_that_gather_behind_a_few_do_not_wait_as_long_as_those() -> None:
    carrier, hands, sent = pump()
    carrier.take(TextDelta("t", "one"))
    hands.move(0.01)
    carrier.take(TextDelta("t", " two"))
    hands.move(0.01)
    carrier.take(TextDelta("t", " and so many that they are a line"))
    assert text(sent) == "one"
    hands.move(0.014)
    assert text(sent) == "one two and so many that they are a line"
    hands.move(1)
    assert len(sent) == 2


def test_a_token_after_a_pause_leaves_at_once() -> None:
    carrier, hands, sent = pump()
    carrier.take(TextDelta("t", "one"))
    hands.move(1)
    carrier.take(TextDelta("t", " two"))
    assert text(sent) == "one two"


def test_batches_are_numbered_without_gaps() -> None:
    carrier, hands, sent = pump()
    for _ in range(50):
        carrier.take(TextDelta("t", "x"))
        hands.move(0.01)
    carrier.take(Ended())
    assert [batch["seq"] for batch in sent] == list(range(1, len(sent) + 1))
    # Half a second at one batch a 50 ms, the first and the last.
    assert len(sent) <= 12


def test_the_end_sends_everything_before_it_says_so() -> None:
    carrier, _, sent = pump()
    carrier.take(TextDelta("t", "one"))
    carrier.take(TextDelta("t", " two"))
    carrier.take(Ended("failed", "ValueError", "broken"))
    assert text(sent) == "one two"
    kinds = [change.get("kind") for change in sent[-1]["changes"] if change["op"] == "open"]
    assert kinds == ["error"]


def test_a_snapshot_holds_what_is_pending_and_it_does_not_come_twice() -> None:
    carrier, hands, sent = pump()
    carrier.take(TextDelta("t", "one"))
    carrier.take(TextDelta("t", " two"))
    hands.move(0.01)
    snapshot = carrier.snapshot()
    assert snapshot["time"] == 0.01
    assert snapshot["seq"] == 2
    assert snapshot["blocks"][1]["text"] == "one two"
    hands.move(1)
    assert [batch["seq"] for batch in sent] == [1, 2]


def test_many_pieces_do_not_wait_when_the_batch_is_said_to_be_full() -> None:
    carrier, hands, sent = pump(interval=5.0, batch_size=3)
    carrier.take(TextDelta("t", "a"))
    hands.move(0.1)
    for piece in "bcd":
        carrier.take(TextDelta("t", piece))
    assert text(sent) == "abcd"


def test_a_huge_token_leaves_in_batches_of_the_buffers_size() -> None:
    carrier, _, sent = pump(buffer_size=1000)
    carrier.take(TextDelta("t", "x" * 5000))
    assert text(sent) == "x" * 5000
    assert max(len(str(batch)) for batch in sent) < 1500


def test_a_stream_that_is_not_to_stream_comes_whole_at_the_end() -> None:
    carrier, hands, sent = pump(enabled=False)
    carrier.take(TextDelta("t", "one"))
    hands.move(10)
    assert sent == []
    carrier.take(Ended())
    assert text(sent) == "one"


def test_a_change_that_is_not_text_does_not_use_up_the_first_tokens_turn() -> None:
    carrier, hands, sent = pump()
    carrier.take(ToolCalled("c", "f"))
    hands.move(0.01)
    carrier.take(TextDelta("t", "now"))
    assert text(sent) == "now"


def test_statistics_say_when_the_first_text_came() -> None:
    carrier, hands, _ = pump()
    hands.move(0.5)
    carrier.take(TextDelta("t", "Hello"))
    hands.move(1)
    carrier.take(TextDelta("t", " you"))
    carrier.take(Ended())
    hands.move(60)
    stats = carrier.stats
    assert (stats.first_token_seconds, stats.seconds) == (0.5, 1.5)
    assert (stats.pieces, stats.characters, stats.tokens_per_second) == (2, 9, 2.0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(min_size=1), st.floats(0, 0.1))))
def test_every_text_arrives_whole_whatever_the_pace(
    pieces: list[tuple[str, str, float]],
) -> None:
    carrier, hands, sent = pump()
    for block, piece, pause in pieces:
        carrier.take(TextDelta(block, piece))
        hands.move(pause)
    carrier.take(Ended())
    for block in "abc":
        arrived = "".join(
            change["text"]
            for batch in sent
            for change in batch["changes"]
            if change["op"] == "append" and change["id"] == block
        )
        assert arrived == "".join(piece for each, piece, _ in pieces if each == block)


def test_what_was_sent_is_json_as_the_wire_describes_it() -> None:
    carrier, _, sent = pump()
    carrier.take(ToolCalled("c", "f"))
    carrier.take(ToolReturned("c", "out", seconds=0.25))
    carrier.take(Ended())
    changes = [change for batch in sent for change in batch["changes"]]
    assert changes[1] == {
        "op": "open",
        "id": "c",
        "kind": "tool",
        "parent": "run",
        "props": {"name": "f", "call_id": "", "status": "writing"},
    }
    assert {"op": "close", "id": "c"} in changes
