"""A run at rest as HTML, rendered by the page's own code."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nbstream
from nbstream.errors import ExportError
from nbstream.events import (
    Displayed,
    Event,
    ImageShown,
    TextDelta,
    ToolArgumentsDelta,
    ToolCalled,
    ToolReturned,
)
from nbstream.export.engine import call

PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def page(*events: Event, standalone: bool = False) -> str:
    return nbstream.stream(list(events)).wait().to_html(standalone=standalone)


def body(html: str) -> str:
    return html.partition("</style>")[2]


class Tags(HTMLParser):
    """Collects what an HTML reader would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_and_tools_are_there() -> None:
    html = page(
        TextDelta("t", "# Title\n\n**bold**"),
        ToolCalled("c", "get_weather"),
        ToolArgumentsDelta("c", '{"city": "Rome"}'),
        ToolReturned("c", "sunny"),
    )
    assert "<strong>bold</strong>" in html
    assert re.search(r"<h1[^>]*>Title</h1>", html)
    assert re.search(r"<details[^>]*><summary.*get_weather.*done", html)
    assert "sunny" in html


def test_a_failed_tool_stands_open_and_says_so() -> None:
    html = page(ToolCalled("c", "f"), ToolReturned("c", "", "ValueError: no"))
    assert re.search(r"<details[^>]* open", html)
    assert "ValueError: no" in html


def test_a_whole_page_asks_for_nothing() -> None:
    html = page(TextDelta("t", "x"), standalone=True)
    assert html.startswith("<!doctype html>")
    assert "default-src 'none'" in html
    assert "<script" not in html


def test_hosts_are_told_that_dollars_are_no_formulas() -> None:
    html = page(TextDelta("t", "$5 and $6"))
    assert 'class="nbs nbs-static tex2jax_ignore mathjax_ignore"' in html


PIECES = st.sampled_from([*"<>&\"'/=ab`*_[]()!\n ", "<script>", "onclick=", "javascript:"])


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, min_size=1).map("".join))
def test_text_becomes_text_and_nothing_else(text: str) -> None:
    tags = Tags(body(page(TextDelta("t", text))))
    assert not {"script", "style", "iframe", "img", "form", "a", "button"} & set(tags.tags)
    assert not [name for name in tags.names if name.startswith("on") or name == "id"]


def test_a_rendering_that_fails_says_so_and_the_next_one_works() -> None:
    with pytest.raises(ExportError, match="could not be rendered"):
        call("render", "this is no snapshot", "{}")
    assert "fine" in page(TextDelta("t", "fine"))


def test_what_a_tool_returned_is_there_as_a_table_a_picture_and_text() -> None:
    table = '{"head": [], "body": [["<b>Oslo</b>", "3"]], "left_out": 3200}'
    html = body(
        page(
            ToolCalled("c", "load"),
            Displayed("t", "table", table, "c"),
            Displayed("h", "html", "<script>alert(1)</script>", "c"),
            ImageShown("i", "image/gif", PIXEL, parent="c"),
            ToolReturned("c", "the text of it", traceback="not shown of what did not fail"),
        )
    )
    assert "<td>&lt;b&gt;Oslo&lt;/b&gt;</td>" in html
    assert "… 3,200 more rows" in html
    assert f'src="data:image/gif;base64,{PIXEL}"' in html
    assert "the text of it" in html
    assert not {"iframe", "script", "button"} & set(Tags(html).tags)
    assert "alert" not in html


def test_a_short_page_does_not_pay_for_collecting_all_of_the_engines_garbage() -> None:
    page(TextDelta("t", "short"))
    began = time.process_time()
    for _ in range(100):
        call("styles")
    assert time.process_time() - began < 0.5


def test_two_thousand_calls_of_tools_are_rendered_within_the_engines_time() -> None:
    calls = (
        (ToolCalled(f"c{n}", f"tool_{n}"), ToolReturned(f"c{n}", f"result {n}"))
        for n in range(2000)
    )
    html = page(*(event for call in calls for event in call))
    assert "2,000 tool calls" in html
    assert html.count("nbs-tool-line") >= 2000
    assert "result 1999" in html
