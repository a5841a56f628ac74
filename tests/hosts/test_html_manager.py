"""nbconvert's HTML with the widgets' own page code, which it fetches from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Page, Route, expect

from kernel import executed

PACKAGES = ("@jupyter-widgets/html-manager@1.0.15", "requirejs@2.3.8")
ANYWIDGET = Path(sys.prefix) / "share/jupyter/nbextensions/anywidget/index.js"
ADDRESS = "https://page.test/"

CELL = """
from nbstream import stream
from nbstream.events import *

await stream([
    TextDelta("t", "# A title\\n\\n" + " ".join(f"word{n:05d}" for n in range(20))),
    ToolCalled("c", "look_up"),
    ToolReturned("c", "sunny"),
])
"""


@pytest.fixture(scope="package")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files that the page fetches, by a part of their address."""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(["npm", "pack", "--silent", *PACKAGES], cwd=folder, check=True)
    for packed in folder.glob("*.tgz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder / packed.stem, filter="data")
    (manager,) = folder.glob("*/package/dist/embed-amd.js")
    (require,) = folder.glob("*/package/require.js")
    return {"html-manager": manager, "require": require, "anywidget": ANYWIDGET}


@cache
def converted() -> str:
    # The browser's driver has a loop on this thread.
    with ThreadPoolExecutor(1) as thread:
        notebook = thread.submit(executed, CELL).result()
    exporter: Any = HTMLExporter
    body, _ = exporter().from_notebook_node(notebook)
    return str(body)


def opened(page: Page, elsewhere: dict[str, Path]) -> list[str]:
    """Open the page; returns the addresses that it asks for."""
    asked: list[str] = []
    html = converted()

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url == ADDRESS:
            route.fulfill(body=html, content_type="text/html")
            return
        names = [name for name in elsewhere if name in route.request.url]
        if names:
            route.fulfill(path=elsewhere[names[0]], content_type="text/javascript")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(ADDRESS)
    return asked


def seen(page: Page) -> list[str]:
    return re.findall(r"A title|word\d{5}|look_up", page.locator(".jp-OutputArea").inner_text())


WHOLE = ["A title", *(f"word{number:05d}" for number in range(20)), "look_up"]


def test_where_it_can_be_fetched_the_saved_view_stands_in_the_pages_place(
    page: Page, elsewhere: dict[str, Path]
) -> None:
    asked = opened(page, elsewhere)
    expect(page.locator(".nbs:not(.nbs-static)")).to_contain_text("look_up")
    expect(page.locator(".nbs-static")).to_be_hidden()
    assert seen(page) == WHOLE
    page.locator(".nbs:not(.nbs-static) .nbs-tool-line").click()
    expect(page.locator(".nbs:not(.nbs-static)")).to_contain_text("sunny")
    assert [address for address in asked if "anywidget" in address]


def test_where_it_cannot_the_static_page_is_seen(page: Page) -> None:
    asked = opened(page, {})
    expect(page.locator(".nbs-static")).to_be_visible()
    assert page.locator(".nbs:not(.nbs-static)").count() == 0
    assert seen(page) == WHOLE
    assert len(asked) > 1
