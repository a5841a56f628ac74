"""A run written down as a person would have."""

from __future__ import annotations

import pytest

from nbstream.bounds import MAX_CITATIONS
from nbstream.document import Document
from nbstream.events import (
    AgentChanged,
    ApprovalDecided,
    ApprovalRequested,
    Cited,
    Ended,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    Retracted,
    SourceFound,
    TextDelta,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolReturned,
)
from nbstream.export import to_markdown


def written(*events: Event) -> str:
    document = Document()
    for event in events:
        document.apply(event)
    return to_markdown(document)


def test_text_stays_as_it_was() -> None:
    assert written(TextDelta("t", "# Title\n\n- *item*\n")) == "# Title\n\n- *item*"


def test_a_whole_run_reads_in_order() -> None:
    assert written(
        AgentChanged("Scout"),
        ReasoningDelta("r", "They want weather."),
        TextDelta("a", "Let me look."),
        ToolCalled("c", "get_weather"),
        ToolArgumentsDelta("c", '{"city":"Rome"}'),
        ToolReturned("c", "sunny"),
        HandedOff("h", "Scout", "Poet"),
        TextDelta("b", "Sun over Rome."),
        Ended("failed", "APIError", "gone"),
    ) == (
        "> *Thought*\n>\n> They want weather.\n\n"
        "Let me look.\n\n"
        '> **get\\_weather**: done\n>\n> ```json\n> {\n>   "city": "Rome"\n> }\n> ```\n>\n'
        "> ```\n> sunny\n> ```\n\n"
        "*Scout handed over to Poet*\n\n"
        "Sun over Rome.\n\n"
        "> **APIError**: gone"
    )


def test_an_output_cannot_close_its_fence() -> None:
    text = written(ToolCalled("c", "f"), ToolReturned("c", "```\nescaped?\n````"))
    assert "> `````\n> ```\n> escaped?\n> ````\n> `````" in text


def test_a_carriage_return_leads_nothing_out_of_its_quote_or_fence() -> None:
    text = written(
        ReasoningDelta("r", "one\r![two](https://evil.test)"),
        ToolCalled("c", "tool", "1"),
        ToolReturned("c", "one\r\ntwo\r```\r![three](https://evil.test)"),
    )
    assert all(line.startswith(">") for line in text.splitlines() if line)
    assert "> ````\n> one\n> two\n> ```\n> ![three](https://evil.test)\n> ````" in text


def test_names_and_errors_are_literal() -> None:
    text = written(ToolCalled("c", "**x**\n# y"), ToolReturned("c", "", "<b>no</b>"))
    assert "\\*\\*x\\*\\* \\# y" in text
    assert "&lt;b&gt;no&lt;/b&gt;" in text


def test_what_was_retracted_is_not_repeated() -> None:
    text = written(TextDelta("t", "the secret"), Retracted(("t",), "guardrail"))
    assert text == "> *Retracted: guardrail*"


def test_data_is_json_that_can_be_read() -> None:
    text = written(TextDelta("t", '{"city":"Rome"}', role="data"))
    assert text == '```json\n{\n  "city": "Rome"\n}\n```'


def test_sources_are_listed_below_their_text_once() -> None:
    text = written(
        TextDelta("t", "It rains."),
        Cited("t", "Weather [today]", "https://a.it/x", start=0, end=2),
        Cited("t", "Weather [today]", "https://a.it/x", start=3, end=8),
        Cited("t", "", "javascript:alert(1)"),
        Cited("t", file="notes.md"),
    )
    assert text == (
        "It rains.\n\n"
        "\\[1\\] [Weather \\[today\\]](<https://a.it/x>)  \n"
        "\\[2\\] javascript:alert(1)  \n"
        "\\[3\\] notes.md"
    )


def test_a_source_whose_title_names_another_host_tells_its_own() -> None:
    text = written(
        TextDelta("t", "It rains."),
        Cited("t", "\u201cbank.example\u201d", "https://evil.example:8080/x"),
        Cited("t", "a.example", "https://www.a.example/page.html"),
        Cited("t", "", "https://b.example/page.html"),
        Cited("t", "c", "https://c.example/\u202egpj"),
    )
    assert text.split("\n\n")[1] == (
        "\\[1\\] [\u201cbank.example\u201d](<https://evil.example:8080/x>) (evil.example:8080)  \n"
        "\\[2\\] [a.example](<https://www.a.example/page.html>)  \n"
        "\\[3\\] [https://b.example/page.html](<https://b.example/page.html>)  \n"
        "\\[4\\] c"
    )


@pytest.mark.parametrize(
    "title", ["bank\u2060.example", "b\u00adank.example", "bank\u3002example", "localhost:8888"]
)
def test_however_the_title_of_a_source_writes_another_host_its_own_is_told(title: str) -> None:
    text = written(TextDelta("t", "It rains."), Cited("t", title, "https://evil.example/x"))
    assert text.endswith("(<https://evil.example/x>) (evil.example)")


def test_what_is_cited_beyond_the_bound_is_counted() -> None:
    cited = [Cited("t", f"Page {n}") for n in range(MAX_CITATIONS + 3)]
    assert written(TextDelta("t", "It rains."), *cited).endswith("*… 3 more*")


def test_a_tool_has_what_it_said_found_and_showed() -> None:
    text = written(
        ToolCalled("c", "shell", kind="shell", language="bash"),
        ToolArgumentsDelta("c", "ls"),
        ToolNoted("c", "exit", ("2",)),
        ToolOutputDelta("c", "a.py\n", "stdout"),
        SourceFound("s", "A", "https://a.it", parent="c"),
        ImageShown("i", "image/png", "aGVsbG8=", parent="c"),
        ToolReturned("c"),
    )
    assert text == (
        "> **shell**: done\n>\n> exit: 2\n>\n> ```bash\n> ls\n> ```\n>\n"
        "> ```\n> a.py\n> ```\n>\n> - [A](<https://a.it>)\n>\n> *a picture (image/png)*"
    )


def test_a_call_that_nobody_has_decided_about_says_so() -> None:
    text = written(ToolCalled("c", "rm"), ToolArgumentsEnded("c"), ApprovalRequested("c"), Ended())
    assert text == "> **rm**: waits for approval"


def test_a_call_says_what_a_person_decided_about_it() -> None:
    said = written(
        ToolCalled("c", "rm"),
        ApprovalRequested("c"),
        ApprovalDecided("c", approved=True, always=True),
        ToolReturned("c", "gone"),
        ToolCalled("d", "rm"),
        ApprovalRequested("d"),
        ApprovalDecided("d", approved=False, message="no"),
    )
    assert "**rm**: done (approved by a person, and all of its calls in this run)" in said
    assert "**rm**: rejected (by a person)" in said
