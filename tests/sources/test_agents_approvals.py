"""What many pages say about many questions, in any order: each is decided once, by who saw it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbstream.events import ApprovalDecided, ApprovalRequested, Event
from nbstream.sources.agents_approvals import Approvals, Decision, digest
from nbstream.sources.response_calls import Call

BLOCKS = ["a", "b", "c"]

answers = st.tuples(
    st.sampled_from([*BLOCKS, "elsewhere"]),
    st.sampled_from(["now", "before", "made up"]),
    st.sampled_from(["what would run", "something else"]),
    st.builds(Decision, st.booleans(), st.none() | st.text(), st.booleans()),
)


def asked(emit: Any) -> Approvals:
    numbers = iter(range(10_000))
    approvals = Approvals(lambda: f"nonce{next(numbers)}")
    approvals.begin(emit)
    approvals.ask([(interruption(block), Call(block, "wipe", block)) for block in BLOCKS])
    return approvals


def interruption(block: str) -> Any:
    raw = {"type": "function_call", "name": "wipe", "call_id": block, "arguments": "{}"}
    return SimpleNamespace(raw_item=raw, tool_lookup_key=f"wipe {block}")


@given(st.lists(answers, max_size=30))
def test_each_question_is_decided_once_by_the_first_who_saw_what_would_run(
    said: list[tuple[str, str, str, Decision]],
) -> None:
    events: list[Event] = []
    approvals = asked(events.append)
    first = {question.block: question.nonce for question in approvals.questions}
    expected: dict[str, bool] = {}
    for block, which, shown, decision in said:
        open_now = {question.block: question.nonce for question in approvals.questions}
        nonces = {"now": open_now.get(block, ""), "before": first.get(block, ""), "made up": "x"}
        seen = digest("wipe", "{}" if shown == "what would run" else "{ }")
        fits = block in open_now and nonces[which] == open_now[block]
        counts = fits and shown == "what would run"
        assert approvals.answer(block, nonces[which], seen, decision) is counts
        if counts:
            expected[block] = decision.approved
    decided = [event for event in events if isinstance(event, ApprovalDecided)]
    assert {event.block: event.approved for event in decided} == expected
    assert len(decided) == len(expected)
    assert {question.block for question in approvals.questions} == set(BLOCKS) - expected.keys()


@given(st.lists(answers, max_size=10))
def test_what_is_over_takes_no_answer(said: list[tuple[str, str, str, Decision]]) -> None:
    events: list[Event] = []
    approvals = asked(events.append)
    nonces = {question.block: question.nonce for question in approvals.questions}
    approvals.end()
    for block, _, _, decision in said:
        right = digest("wipe", "{}")
        assert not approvals.answer(block, nonces.get(block, "x"), right, decision)
    assert all(isinstance(event, ApprovalRequested) for event in events)


def test_a_question_that_stands_keeps_its_name_when_the_run_stops_again() -> None:
    events: list[Event] = []
    approvals = asked(events.append)
    before = approvals.questions
    approvals.decide(before[0], Decision(approved=True))
    approvals.ask([(interruption(block), Call(block, "wipe", block)) for block in BLOCKS[1:]])
    assert approvals.questions == before[1:]
    assert sum(isinstance(event, ApprovalRequested) for event in events) == len(BLOCKS)
