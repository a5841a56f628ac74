"""How events become blocks, and what is said of each change."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document.folded import block, folded
from nbstream.document import Append, Change, Close, Document, Open, Retract, Set
from nbstream.errors import EventError
from nbstream.events import (
    AgentChanged,
    ApprovalDecided,
    ApprovalRequested,
    Discarded,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    Retracted,
    StopRequested,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
    ToolStarted,
    Unknown,
    UsageReported,
)


def replayed(changes: list[Change]) -> list[dict[str, Any]]:
    """A reader of the wire: what the page would know after these changes alone."""
    blocks: dict[str, dict[str, Any]] = {"run": Document().snapshot()[0]}
    for change in changes:
        match change:
            case Open(id, kind, parent, props):
                blocks[id] = {
                    "id": id,
                    "kind": kind,
                    "parent": parent,
                    "props": dict(props),
                    "text": "",
                    "closed": False,
                }
            case Append(id, text):
                blocks[id]["text"] += text
            case Set(id, props):
                props = dict(props)
                blocks[id]["text"] = props.pop("text", blocks[id]["text"])
                blocks[id]["props"].update(props)
            case Close(id):
                blocks[id]["closed"] = True
            case Retract(id):
                gone = {id}
                for name, state in list(blocks.items()):
                    if name in gone or state["parent"] in gone:
                        gone.add(name)
                        del blocks[name]
    return list(blocks.values())


def test_the_first_piece_of_a_text_opens_its_block() -> None:
    assert Document().apply(TextDelta("t", "Hi")) == [
        Set("run", {"status": "streaming"}),
        Open("t", "text", "run", {"role": "answer"}),
        Append("t", "Hi"),
        Set("run", {"first_token": 0.0}),
    ]


def test_the_run_knows_how_long_the_model_wrote_without_its_waits() -> None:
    document = Document()
    story: list[tuple[Event, float]] = [
        (TextDelta("t", "One"), 1.0),
        (TextDelta("t", " two"), 1.5),
        (ToolCalled("c", "f"), 2.0),
        (ToolArgumentsDelta("c", "{}"), 2.0),
        (UsageReported(input_tokens=1, output_tokens=2), 2.1),
        (ToolStarted("c"), 2.1),
        (ToolReturned("c"), 9.0),
        (TextDelta("u", "Three"), 10.0),
        (TextDelta("u", " four"), 10.25),
        (Ended(), 11.0),
    ]
    for event, at in story:
        document.apply(event, at)
    assert document.run.props["first_token"] == 1.0
    assert document.run.props["writing"] == 1.25


def test_an_empty_piece_shows_nothing() -> None:
    document = Document()
    assert document.apply(TextDelta("t", "")) == []
    assert document.run.props["status"] == "waiting"


def test_the_answer_is_its_texts_with_a_blank_line_between() -> None:
    document = folded(TextDelta("a", "One"), TextEnded("a"), TextDelta("b", "Two"))
    assert document.text == "One\n\nTwo"


def test_the_providers_own_text_completes_the_pieces() -> None:
    document = folded(TextDelta("t", "Hel"))
    assert document.apply(TextEnded("t", "Hello")) == [Append("t", "lo"), Close("t")]


def test_the_providers_own_text_overrules_the_pieces() -> None:
    document = folded(TextDelta("t", "Helo"))
    assert document.apply(TextEnded("t", "Hello")) == [Set("t", {"text": "Hello"}), Close("t")]
    assert document.text == "Hello"


def test_a_text_that_comes_only_whole_is_shown() -> None:
    assert folded(TextEnded("t", "All at once")).text == "All at once"


def test_text_after_the_end_of_its_block_is_refused() -> None:
    document = folded(TextDelta("t", "x"), TextEnded("t"))
    with pytest.raises(EventError, match="after it had ended"):
        document.apply(TextDelta("t", "y"))


def test_nothing_follows_the_end_of_the_run() -> None:
    with pytest.raises(EventError, match="after the end of the run"):
        folded(Ended(), TextDelta("t", "x"))


def test_a_surrogate_pair_in_two_pieces_becomes_its_character() -> None:
    assert folded(TextDelta("t", "a\ud83d"), TextDelta("t", "\ude00b")).text == "a😀b"


def test_half_a_pair_at_the_end_becomes_the_replacement_character() -> None:
    assert folded(TextDelta("t", "a\ud83d"), Ended()).text == "a\ufffd"


def test_a_tool_goes_through_its_states() -> None:
    document = Document()
    states = []
    story: list[Event] = [
        ToolCalled("c", "weather", "call_1"),
        ToolArgumentsDelta("c", '{"city":'),
        ToolArgumentsDelta("c", ' "Rome"}'),
        ToolArgumentsEnded("c", '{"city": "Rome"}'),
        ToolStarted("c"),
        ToolReturned("c", "sunny"),
    ]
    for event in story:
        document.apply(event, 1.0)
        states.append(block(document, "c")["props"]["status"])
    assert states == ["writing", "writing", "writing", "ready", "running", "done"]
    assert block(document, "c")["text"] == '{"city": "Rome"}'
    assert block(document, "c")["props"]["output"] == "sunny"


def test_a_tools_time_is_from_its_start_to_its_return() -> None:
    document = Document()
    document.apply(ToolCalled("c", "f"), 1.0)
    document.apply(ToolStarted("c"), 2.0)
    document.apply(ToolReturned("c"), 4.5)
    assert block(document, "c")["props"]["seconds"] == 2.5


def test_a_failed_tool_says_why() -> None:
    document = folded(ToolCalled("c", "f"), ToolReturned("c", "", "ValueError: no such city"))
    assert block(document, "c")["props"]["status"] == "failed"
    assert block(document, "c")["props"]["error"] == "ValueError: no such city"


def test_a_return_that_is_told_twice_counts_once() -> None:
    document = folded(ToolCalled("c", "f"), ToolReturned("c", "first", seconds=1.0))
    assert document.apply(ToolReturned("c", "second"), 9.0) == []


def test_a_run_that_stops_stops_its_tools() -> None:
    document = folded(
        ToolCalled("a", "f"), ToolCalled("b", "g"), ToolStarted("b"), Ended("stopped")
    )
    assert [block(document, name)["props"]["status"] for name in "ab"] == ["stopped", "stopped"]
    assert document.run.props["status"] == "stopped"


def test_a_call_that_nobody_ran_stays_a_call() -> None:
    document = folded(ToolCalled("a", "f"), ToolArgumentsEnded("a", "{}"), Ended())
    assert block(document, "a")["props"]["status"] == "ready"


def test_a_failure_stands_under_what_had_arrived() -> None:
    document = folded(TextDelta("t", "half"), Ended("failed", "APIError", "gone", "try again"))
    assert [state["kind"] for state in document.snapshot()] == ["run", "text", "error"]
    assert block(document, "error")["props"] == {
        "error": "APIError",
        "message": "gone",
        "hint": "try again",
    }


def test_a_retry_takes_the_open_parts_back() -> None:
    document = folded(ToolCalled("c", "f"), TextDelta("in", "nested", parent="c"))
    assert document.apply(Discarded(("c", "never-seen"))) == [Retract("c")]
    assert [state["id"] for state in document.snapshot()] == ["run"]


def test_a_retracted_text_is_kept_but_is_not_the_answer() -> None:
    document = folded(TextDelta("t", "secret"), TextEnded("t"), Retracted(("t",), "policy"))
    assert document.text == ""
    assert block(document, "t")["props"]["retracted"] == "policy"


def test_the_first_agent_is_not_announced_and_the_next_one_is() -> None:
    document = folded(AgentChanged("A"), AgentChanged("A"), AgentChanged("B"))
    assert [state["kind"] for state in document.snapshot()] == ["run", "agent"]
    assert document.run.props["agent"] == "B"


def test_a_handoff_announces_the_agent_it_names() -> None:
    document = folded(AgentChanged("A"), HandedOff("h", "A", "B"), AgentChanged("B"))
    assert [state["kind"] for state in document.snapshot()] == ["run", "handoff"]
    assert document.run.props["agent"] == "B"


def test_usage_adds_up_over_requests() -> None:
    document = folded(UsageReported(10, 5), UsageReported(20, 7, cached_tokens=3))
    assert document.run.props["usage"] == {
        "requests": 2,
        "input_tokens": 30,
        "output_tokens": 12,
        "cached_tokens": 3,
        "reasoning_tokens": 0,
    }


def test_what_nobody_knows_is_kept_and_named() -> None:
    document = folded(Unknown("u", "response.hologram.delta", "42 bytes"))
    assert block(document, "u")["props"]["name"] == "response.hologram.delta"


def test_a_parent_must_have_opened() -> None:
    with pytest.raises(EventError, match="never opened"):
        folded(TextDelta("t", "x", parent="nowhere"))


def test_a_block_keeps_its_kind() -> None:
    with pytest.raises(EventError, match="is a block of text"):
        folded(TextDelta("t", "x"), ToolStarted("t"))


def test_asking_to_stop_is_shown_at_once() -> None:
    assert Document().apply(StopRequested()) == [Set("run", {"status": "stopping"})]


TEXT = st.text(st.characters(codec=None), max_size=8)


def happenings(tool: str) -> st.SearchStrategy[Event]:
    """What happens to a call before it returns, told any number of times in any order."""
    channels = st.sampled_from(["stdout", "stderr"])
    fractions = st.none() | st.floats()
    return st.one_of(
        st.builds(ToolNoted, st.just(tool), TEXT, st.lists(TEXT, max_size=2).map(tuple)),
        st.builds(ToolOutputDelta, st.just(tool), TEXT, channels),
        st.builds(ToolProgressed, st.just(tool), fractions, TEXT),
        st.builds(ApprovalRequested, st.just(tool)),
        st.builds(ApprovalDecided, st.just(tool), st.booleans(), TEXT),
        st.builds(
            ImageShown,
            st.just(f"{tool}.image"),
            st.just("image/png"),
            st.sampled_from(["", "aGVs", "no!"]),
            st.booleans(),
            parent=st.just(tool),
        ),
    )


@st.composite
def stories(draw: st.DrawFn) -> list[Event]:
    """Runs that make sense: texts, thoughts and tools in any order and any pieces."""
    told: list[Event] = []
    for number in range(draw(st.integers(0, 5))):
        name = f"b{number}"
        pieces = draw(st.lists(TEXT, max_size=4))
        match draw(st.sampled_from(["text", "reasoning", "tool", "other"])):
            case "text":
                told += [TextDelta(name, piece) for piece in pieces]
                told += draw(st.sampled_from([[], [TextEnded(name)], [TextEnded(name, "whole")]]))
            case "reasoning":
                told += [ReasoningDelta(name, piece) for piece in pieces]
            case "tool":
                told.append(ToolCalled(name, draw(TEXT)))
                told += [ToolArgumentsDelta(name, piece) for piece in pieces]
                told.append(ToolArgumentsEnded(name, draw(st.none() | TEXT)))
                told += draw(st.lists(happenings(name), max_size=4))
                told += draw(st.sampled_from([[], [ToolStarted(name), ToolReturned(name, "out")]]))
            case _:
                others: list[Event] = [
                    HandedOff(name, "A", "B"),
                    AgentChanged("C"),
                    Unknown(name, "x"),
                    Discarded(("b0",)),
                    Retracted(("b0",), "why"),
                    UsageReported(1, 2),
                ]
                told.append(draw(st.sampled_from(others)))
    if draw(st.booleans()):
        told.append(Ended(draw(st.sampled_from(["done", "failed", "stopped"]))))
    return told


@given(stories())
def test_the_changes_alone_tell_the_whole_document(story: list[Event]) -> None:
    document = Document()
    changes: list[Change] = []
    for event in story:
        changes += document.apply(event, 1.0)
    assert replayed(changes) == document.snapshot()


@given(st.text(st.characters(codec=None)), st.lists(st.integers(0, 50)))
def test_a_text_reads_the_same_wherever_it_was_cut(text: str, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in itertools.pairwise(places)]
    cut = folded(*[TextDelta("t", piece) for piece in pieces], Ended())
    whole = folded(TextDelta("t", text), Ended())
    assert cut.text == whole.text
    cut.text.encode()
