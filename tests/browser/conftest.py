"""One JupyterLab and one browser for all tests here; a page, a workspace and a kernel for each."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser import chromium
from browser.blank import blank, site
from browser.lab import Lab
from browser.notebook import INPAGE, VIEWPORT, Notebook

OpenNotebook = Callable[..., Notebook]
UNTIL_SECONDS = 10.0

Found = TypeVar("Found")


def until(look: Callable[[], Found | None]) -> Found:
    """Return what `look` finds, as soon as it finds something.

    Raises:
        TimeoutError: It never did.
    """
    deadline = time.monotonic() + UNTIL_SECONDS
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing came within {UNTIL_SECONDS:g} s")
        time.sleep(0.01)
    return found


# An answer that comes late on a busy machine is not a wrong one.
expect.set_options(timeout=15_000)


# Package scope, not session scope: while Playwright's loop runs, no other test can run one.
@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    with Lab() as lab:
        yield lab


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.switches()
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all pages: they share the cache of JupyterLab's own files, and nothing else."""
    context = browser.new_context(viewport=VIEWPORT)
    for script in sorted(INPAGE.glob("*.js")):
        context.add_init_script(path=script)
    yield context
    context.close()


PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note what became of a test, for the fixtures that it leaves."""
    report = yield
    if call.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture(scope="package")
def spare() -> list[Page]:
    """A page that a test has left in order, with JupyterLab open in it and no notebook.

    To load JupyterLab takes longer than most tests.
    """
    return []


@pytest.fixture
def open_notebook(
    lab: Lab, context: BrowserContext, spare: list[Page], request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Write a notebook of the given code cells, open it, and check its console at the end.

    `open_notebook(*cells)` returns a `Notebook` whose kernel is idle; `open_notebook(file=…)`
    one that holds what that file holds; `in_lab=False` opens it in Notebook 7, `anew=True` in a
    JupyterLab that has just been loaded: for other settings, and for a page that is reloaded,
    which would bring back what earlier tests had open.
    """
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    opened: list[Notebook] = []
    kept: list[Notebook] = []

    def open_(
        *cells: str, file: Path | None = None, in_lab: bool = True, anew: bool = False
    ) -> Notebook:
        title = f"{name}-{len(opened)}"
        path = lab.write_notebook(f"{title}/{title}.ipynb", list(cells))
        if file is not None:
            shutil.copyfile(file, path)
        # The kernel starts while the page loads.
        lab.start_kernel(path)
        page = spare.pop() if spare and in_lab and not anew else context.new_page()
        notebook = Notebook(page, lab, path, title if in_lab else "")
        opened.append(notebook)
        if in_lab and not anew:
            kept.append(notebook)
        notebook.open()
        return notebook

    yield open_
    for notebook in opened:
        if notebook in kept and not spare and request.node.stash.get(PASSED, False):
            notebook.close()
            spare.append(notebook.page)
        else:
            notebook.page.close()
        lab.stop_kernel(notebook.path)
    # A second page of a test that failed would stay in front, and Chromium hardly draws the others.
    for page in context.pages:
        if page not in spare:
            page.close()
    assert [error for notebook in opened for error in notebook.errors] == []


@pytest.fixture
def blank_page(context: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """A blank page without a notebook, which can import the built script as `/nbstream.js`."""
    with site(tmp_path) as url, blank(context, url) as page:
        yield page
