"""What stands in a tool's block, what a text cites, and calls that wait for somebody."""

from __future__ import annotations

from typing import Any

import pytest

from document.folded import block, folded
from nbstream.bounds import MAX_CITATIONS, MAX_MADE_PICTURE_BYTES
from nbstream.document import Close, Set
from nbstream.events import (
    ApprovalDecided,
    ApprovalRequested,
    Cited,
    Ended,
    ImageShown,
    SourceFound,
    TextDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolProgressed,
    ToolReturned,
)


def test_a_tool_of_the_usual_kind_does_not_name_it() -> None:
    assert block(folded(ToolCalled("c", "f")), "c")["props"].keys() == {"name", "call_id", "status"}
    shell = folded(ToolCalled("c", "sh", kind="shell", language="bash"))
    assert block(shell, "c")["props"]["language"] == "bash"


def test_output_goes_on_in_its_block_until_the_channel_changes() -> None:
    document = folded(
        ToolCalled("c", "sh"),
        ToolOutputDelta("c", "a", "stdout"),
        ToolOutputDelta("c", "b", "stdout"),
        ToolOutputDelta("c", "!", "stderr"),
        ToolOutputDelta("c", "c", "stdout"),
    )
    outputs = [each for each in document.blocks if each.kind == "output"]
    assert [(o.props["channel"], o.text) for o in outputs] == [
        ("stdout", "ab"),
        ("stderr", "!"),
        ("stdout", "c"),
    ]
    assert [o.closed for o in outputs] == [True, True, False]
    document.apply(ToolReturned("c"))
    assert outputs[2].closed


def test_half_a_character_of_output_waits_for_the_other_half() -> None:
    document = folded(ToolCalled("c", "sh"), ToolOutputDelta("c", "\ud83d"))
    document.apply(ToolOutputDelta("c", "\ude00"))
    assert document.blocks[-1].text == "😀"


def test_notes_add_up_by_their_names() -> None:
    document = folded(
        ToolCalled("c", "f"),
        ToolNoted("c", "server", ("a",)),
        ToolNoted("c", "exit", ("1",)),
        ToolNoted("c", "server", ("b", "c")),
    )
    assert block(document, "c")["props"]["notes"] == {"server": ["b", "c"], "exit": ["1"]}


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(None, None), (0.25, 0.25), (-1, 0.0), (7.5, 1.0), (float("nan"), 0.0), (float("inf"), 1.0)],
)
def test_progress_is_between_nothing_and_all(fraction: float | None, shown: float | None) -> None:
    document = folded(ToolCalled("c", "f"), ToolProgressed("c", fraction, "m"))
    assert block(document, "c")["props"]["progress"] == {"fraction": shown, "message": "m"}


def test_progress_after_the_end_is_no_news() -> None:
    document = folded(ToolCalled("c", "f"), ToolReturned("c"))
    assert document.apply(ToolProgressed("c", 0.5)) == []


def test_a_picture_is_replaced_in_its_place_until_it_is_whole() -> None:
    document = folded(ToolCalled("c", "paint"), ImageShown("i", "image/png", "aGVs", True))
    whole = ImageShown("i", "image/png", "aGVsbG8=")
    assert document.apply(whole) == [
        Set("i", {"media_type": "image/png", "data": "aGVsbG8=", "partial": False}),
        Close("i"),
    ]
    assert document.apply(whole) == []


@pytest.mark.parametrize(
    "data", ["", "<svg>", "aGVs\n", "a" * (MAX_MADE_PICTURE_BYTES // 3 * 4 + 1)]
)
def test_what_is_no_picture_or_too_large_is_named_and_not_kept(data: str) -> None:
    props = block(folded(ImageShown("i", "image/png", data)), "i")["props"]
    assert props["data"] == ""
    assert "a picture" in props["omitted"]


def test_what_a_search_finds_stands_in_its_tool() -> None:
    document = folded(ToolCalled("c", "search"), SourceFound("s", "A", "https://a.it", parent="c"))
    found = block(document, "s")
    assert (found["parent"], found["closed"], found["props"]["title"]) == ("c", True, "A")


def test_the_same_source_has_the_same_number_wherever_it_is_cited() -> None:
    document = folded(
        TextDelta("t", "abc"),
        Cited("t", "A", "https://a.it", start=0, end=1),
        Cited("t", "B", file="b.md"),
        Cited("t", "A again", "https://a.it", start=2, end=3),
    )
    assert [cited["number"] for cited in block(document, "t")["props"]["citations"]] == [1, 2, 1]


@pytest.mark.parametrize("more", [0, 1, 9 * MAX_CITATIONS])
def test_a_text_has_only_so_many_citations_and_counts_the_others(more: int) -> None:
    cited = [Cited("t", url=f"https://a.it/{n}") for n in range(MAX_CITATIONS + more)]
    props = block(folded(TextDelta("t", "x"), *cited), "t")["props"]
    assert len(props["citations"]) == MAX_CITATIONS
    assert props.get("more_citations", 0) == more


# Approvals


def test_a_call_waits_until_somebody_allows_it() -> None:
    document = folded(ToolCalled("c", "rm"), ToolArgumentsEnded("c", "{}"), ApprovalRequested("c"))
    assert block(document, "c")["props"]["status"] == "approval"
    document.apply(ApprovalDecided("c", True, always=True))
    props = block(document, "c")["props"]
    assert props["status"] == "ready"
    assert props["approval"] == {"approved": True, "message": "", "always": True}


def test_a_call_that_is_not_allowed_is_over() -> None:
    document = folded(ToolCalled("c", "rm"), ApprovalRequested("c"))
    document.apply(ApprovalDecided("c", False, "no"))
    document.apply(ToolReturned("c", "no"))
    rejected = block(document, "c")
    assert (rejected["props"]["status"], rejected["props"]["output"]) == ("rejected", "no")
    assert rejected["closed"]


@pytest.mark.parametrize(("end", "status"), [("done", "approval"), ("stopped", "stopped")])
def test_a_call_that_nobody_decided_about_still_waits_at_the_end(end: Any, status: str) -> None:
    document = folded(ToolCalled("c", "rm"), ApprovalRequested("c"), Ended(end))
    assert block(document, "c")["props"]["status"] == status
