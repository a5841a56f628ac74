"""A run written down as a person would have."""

from __future__ import annotations

from nbstream.document import Document
from nbstream.events import (
    AgentChanged,
    Ended,
    Event,
    HandedOff,
    ReasoningDelta,
    Retracted,
    TextDelta,
    ToolArgumentsDelta,
    ToolCalled,
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


def test_names_and_errors_are_literal() -> None:
    text = written(ToolCalled("c", "**x**\n# y"), ToolReturned("c", "", "<b>no</b>"))
    assert "\\*\\*x\\*\\* \\# y" in text
    assert "\\<b\\>no\\</b\\>" in text


def test_what_was_retracted_is_not_repeated() -> None:
    text = written(TextDelta("t", "the secret"), Retracted(("t",), "guardrail"))
    assert text == "> *Retracted: guardrail*"
