"""Notebook 7, which is made of the same parts as JupyterLab and lays them out by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.heights import EVENTS, KINDS, heights, shown
from browser.kept import HALVES, WORDS, expect_all_without_a_kernel, expect_words


def test_a_stream_lives_through_reload_and_the_end_of_its_kernel(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}view = stream(source)\nview", in_lab=False)
    notebook.start()
    expect_words(notebook, WORDS[:20])
    notebook.save()
    notebook.reload()
    expect(notebook.views()).to_contain_text(WORDS[19])
    expect_words(notebook, WORDS[:20])
    notebook.open_gate("second half")
    expect_words(notebook, WORDS)
    expect(notebook.twins()).to_contain_text(WORDS[-1])
    expect(notebook.twins()).to_be_hidden()
    expect_all_without_a_kernel(notebook, "notebook-7-reopened")


@pytest.mark.timeout(300)
def test_every_kind_of_block_is_as_high_at_rest_as_alive(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(EVENTS, *(shown(events) for events in KINDS.values()), in_lab=False)
    found = heights(notebook)
    assert {kind: pair for kind, pair in found.items() if pair[0] != pair[1]} == {}
    assert all(live > 10 for live, _ in found.values())


def test_settling_as_html_leaves_the_static_page_in_the_views_place(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(f"{HALVES}await stream(source, settle='html')", in_lab=False)
    notebook.start()
    expect_words(notebook, WORDS[:20])
    notebook.open_gate("second half")
    notebook.wait_until_done()
    expect(notebook.output().locator(".nbs-static")).to_contain_text(WORDS[-1])
    expect(notebook.views()).to_have_count(0)
    expect_words(notebook, WORDS)
