"""Forty words that stream in two halves, and what a reader sees of them, today and tomorrow."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import expect

from browser.conftest import until
from browser.notebook import LOAD_MS, Notebook

IMPORTS = "from nbstream import stream\nfrom browser.story import gated, words\n"
HALVES = f"{IMPORTS}source = gated(words(20), 'second half', words(20, 20))\n"
WORDS = [f"word{number:05d}" for number in range(40)]


def seen_words(notebook: Notebook, index: int = 0) -> list[str]:
    """The words that a reader sees, as often as they are seen."""
    return re.findall(r"word\d{5}", " ".join(notebook.seen(index)))


def expect_words(notebook: Notebook, words: list[str], index: int = 0) -> None:
    # A page behind another one is painted once a second; its hidden twin is written at once.
    with suppress(TimeoutError):
        until(lambda: seen_words(notebook, index) == words or None)
    assert seen_words(notebook, index) == words


def expect_all_without_a_kernel(notebook: Notebook, picture: str) -> None:
    """Reopen it without its kernel: there is the twin, as high as the view was, and no error."""
    height = notebook.output().bounding_box()
    notebook.save()
    notebook.reopen()
    # Said once the host's widget manager has asked the kernel.
    missing = notebook.output().get_by_text("Error displaying widget")
    expect(missing).to_have_count(1, timeout=LOAD_MS)
    expect(missing).to_be_hidden()
    expect(notebook.views()).to_have_count(0)
    expect_words(notebook, WORDS)
    assert len(notebook.seen()) == 1
    assert notebook.output().bounding_box() == height
    notebook.screenshot(picture, 0)
    # The host says in the console, too, what its row says that nobody has to see.
    notebook.errors[:] = [said for said in notebook.errors if "widget model not found" not in said]


def expect_all_where_no_kernel_starts(notebook: Notebook) -> None:
    """Reopen it where its kernel is not installed, say: there is the twin, and no "Loading"."""
    notebook.lab.stop_kernel(notebook.path)
    refused = "**/api/sessions?*"
    page = notebook.page
    page.route(
        refused,
        lambda asked: (
            asked.fulfill(status=500) if asked.request.method == "POST" else asked.continue_()
        ),
    )
    page.reload()
    waiting = notebook.output().get_by_text("Loading widget")
    expect(waiting).to_have_count(1, timeout=LOAD_MS)
    expect(page.get_by_role("dialog")).to_contain_text("Error Starting Kernel")
    expect(waiting).to_be_hidden()
    expect_words(notebook, WORDS)
    page.unroute(refused)
    # That no kernel starts is said there, too.
    notebook.errors.clear()
