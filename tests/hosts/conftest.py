"""One browser for all hosts; a page of it sees loopback and what a test gives it, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from browser import chromium

expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.switches()
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1100, "height": 900})

    def only_here(route: Route) -> None:
        here = "://127.0.0.1:" in route.request.url or not route.request.url.startswith("http")
        if here:
            route.continue_()
        else:
            route.abort()

    page.route("**/*", only_here)
    yield page
    page.close()
