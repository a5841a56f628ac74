"""An executed notebook, converted: what it streamed is there for whoever has only the page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from nbconvert import HTMLExporter, MarkdownExporter

from kernel import executed

CELL = r"""
from nbstream import stream
from nbstream.events import *

await stream([
    TextDelta("t", "# A title\n\nSome *text* for $5, and $x^2$.\n\n```python\nreturn 1\n```"),
    ToolCalled("c", "look_up"),
    ToolReturned("c", "sunny"),
])
"""


@cache
def notebook() -> Any:
    return executed(CELL)


def page(**settings: Any) -> str:
    # In a file there is no network to fetch a widget's front end from.
    exporter: Any = HTMLExporter
    body, _ = exporter(**settings).from_notebook_node(notebook())
    return str(body)


def seen(html: str) -> str:
    """The letters of a page, without its styles and scripts."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", html)
    return re.sub(r"<[^>]+>", "", bare)


def test_an_html_page_holds_the_static_output_with_its_styles() -> None:
    html = page()
    assert re.search(r"<h1[^>]*>A title</h1>", html)
    assert "<em>text</em>" in html
    assert re.search(r"<summary.*look_up.*done", html)
    assert "--nbs-ink" in html


def test_a_sanitized_page_shows_the_words_and_not_the_stylesheet() -> None:
    html = page(sanitize_html=True)
    words = seen(html)
    for word in ("A title", "text", "look_up", "done", "sunny", "x^2"):
        assert word in words
    assert "--nbs-ink" not in words
    assert "display:none}" not in words


def test_a_markdown_page_holds_what_was_said() -> None:
    exporter: Any = MarkdownExporter
    body, _ = exporter().from_notebook_node(notebook())
    assert "A title" in body
    assert "sunny" in body
