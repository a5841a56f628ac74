"""Voilà: it runs the notebook, and shows its outputs without their code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Page, expect

from browser.story import gate_file
from hosts.served import served

SOURCE = """
from nbstream import stream
from nbstream.events import *
from browser.story import gated, words
"""
CELLS = (
    SOURCE,
    "await stream(words(20))",
    'await stream([TextDelta("t", "# A"), ToolCalled("c", "look_up"), ToolReturned("c", "sunny")])',
    "stream(gated(words(20, 100), 'more', words(20, 120)))",
)


def test_a_page_shows_each_view_once_and_alive(tmp_path: Path, page: Page) -> None:
    make: Any = nbformat.v4
    notebook = make.new_notebook(
        cells=[make.new_code_cell(cell) for cell in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "page.ipynb")  # type: ignore[no-untyped-call]
    with served(tmp_path, "voila", "page.ipynb", "--no-browser", "--Voila.ip=127.0.0.1") as url:
        page.goto(url)
        live = page.locator(".nbs:not(.nbs-static)")
        expect(live).to_have_count(3)
        expect(live.nth(0)).to_contain_text("word00019")
        expect(live.nth(2)).to_contain_text("word00119")
        gate_file(tmp_path, "more").touch()
        expect(live.nth(2)).to_contain_text("word00139")
        live.nth(1).locator(".nbs-tool-line").click()
        expect(live.nth(1)).to_contain_text("sunny")
        seen = page.locator("body").inner_text()
        assert len(re.findall(r"word000\d\d", seen)) == 20
        page.screenshot(path=tmp_path / "voila.png", full_page=True)
