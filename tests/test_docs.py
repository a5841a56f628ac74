"""What the pages say is so: their code is Python, imports exist, links lead somewhere."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import nbstream
from nbstream import Options, StreamView
from nbstream.errors import SourceError, UnknownSourceError

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]


def code(page: Path) -> Iterator[str]:
    """The page's blocks of Python, in order."""
    for block in re.finditer(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
        yield block[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_on_a_page_is_python_and_what_it_imports_of_us_exists(page: Path) -> None:
    for block in code(page):
        # As in a cell: `await` needs no function around it.
        compile(block, page.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        for line in re.findall(r"^from nbstream.*$", block, re.MULTILINE):
            exec(line, {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)[)#]", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_lists_every_option_with_its_default() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `([^`]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    told = {name: ast.literal_eval(default) for name, default in rows}
    assert told == {field.name: field.default for field in fields(Options)}


def test_what_the_readme_says_of_a_view_is_there() -> None:
    sentence = re.search(
        r"ordinary ipywidget with (.*?)\. A", (ROOT / "README.md").read_text(), re.DOTALL
    )
    assert sentence is not None
    names = re.findall(r"`\.(\w+)", sentence[1])
    assert len(names) > 5
    assert [name for name in names if not hasattr(StreamView, name)] == []


async def test_the_example_of_a_source_of_ones_own_works_as_it_is_written() -> None:
    page = ROOT / "docs" / "sources.md"
    (example,) = [block for block in code(page) if "sources.register" in block]
    (use,) = re.findall(r"`await (stream\(Ticker.*?\))`", page.read_text())
    named: dict[str, Any] = {"stream": partial(nbstream.stream, show=False)}
    exec(example, named)
    try:
        view = await eval(use, named)
    finally:
        named["undo"]()
    assert (view.status, view.text, view.document.run.props["agent"]) == (
        "done",
        "one two",
        "Ticker",
    )
    with pytest.raises(UnknownSourceError):
        nbstream.stream(named["Ticker"]([]))


async def test_a_source_that_was_cancelled_elsewhere_says_so() -> None:
    async def cancelled() -> AsyncIterator[str]:
        yield "as far as it came"
        raise asyncio.CancelledError

    view = nbstream.stream(cancelled(), show=False)
    with pytest.raises(SourceError, match="not by this view"):
        await view
    assert (view.status, view.text) == ("failed", "as far as it came")
