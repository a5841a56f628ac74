"""A page under a strict policy that reaches nothing, and remembers whoever tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, Route

from browser.notebook import VIEWPORT

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[3]

MODULES = {
    "/nbstream.js": ROOT / "js" / "dist" / "nbstream.js",
    "/core.js": ROOT / "src" / "nbstream" / "static" / "core.js",
    "/chat.js": ROOT / "src" / "nbstream" / "static" / "chat.js",
}
"""The renderer by itself, and as a notebook has it."""

ORIGIN = "https://notebook.test"

POLICY = "require-trusted-types-for 'script'; trusted-types 'none'"
"""Nothing on the page may become HTML or script out of a string."""

BLANK = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>blank</title>"


class Guarded:
    """One page, and what went on around it.

    Attributes:
        page: The page; its own files come from memory.
        pages: HTML by path, for what is to be looked at as a page of its own.
        elsewhere: What other hosts answer, by address, as arguments of Playwright's `fulfill`.
        asked: What was asked of them.
        noticed: Requests, dialogs, windows and errors that should not have been.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages: dict[str, str] = {"/": BLANK}
        self.elsewhere: dict[str, dict[str, Any]] = {}
        self.asked: list[Request] = []
        self.noticed: list[str] = []
        page.context.route("**/*", self._answer)
        page.context.on("page", lambda opened: self.noticed.append(f"a window: {opened.url}"))
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.noticed.append(f"an error: {error}"))
        page.on("download", lambda file: self.noticed.append(f"a download: {file.url}"))

    def go(self, path: str = "/") -> None:
        """Open a page of `pages`, with what looks for harm in it."""
        self.page.goto(ORIGIN + path)
        self.page.evaluate("async () => { window.tried = await import('/payloads.js') }")

    def try_(self, call: str, *arguments: Any) -> list[str]:
        """Call a function of `payloads.js`; returns the harm it tells of and what was noticed."""
        told: list[str] = self.page.evaluate(f"given => tried.{call}(...given)", list(arguments))
        noticed, self.noticed = self.noticed, []
        return [*told, *(f"{call}: {each}" for each in noticed)]

    def _answer(self, route: Route) -> None:
        url = route.request.url
        path = url.removeprefix(ORIGIN)
        headers = {"Content-Security-Policy": POLICY}
        if path in self.pages:
            page = self.pages[path]
            route.fulfill(body=page, headers=headers, content_type="text/html; charset=utf-8")
        elif path in ("/guard.js", "/payloads.js", "/aiming.js", "/smuggled.js"):
            route.fulfill(path=HERE / path[1:], content_type="text/javascript")
        elif path in MODULES:
            route.fulfill(path=MODULES[path], content_type="text/javascript")
        elif url in self.elsewhere:
            self.asked.append(route.request)
            route.fulfill(**self.elsewhere[url])
        else:
            self.noticed.append(f"a request: {route.request.method} {url}")
            route.abort()

    def _dismiss(self, dialog: Any) -> None:
        self.noticed.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def guarded(browser: Browser, *, has_touch: bool = False) -> Iterator[Guarded]:
    """Open a guarded page in a context of its own."""
    context = browser.new_context(viewport=VIEWPORT, has_touch=has_touch)
    page = context.new_page()
    yield Guarded(page)
    context.close()
