"""A page without a notebook: the built script, served on loopback to a blank page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import BrowserContext, Page

DIST = Path(__file__).parents[2] / "js" / "dist"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *given: Any) -> None:
        pass


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Serve the script and a page from this folder, and give the page's address."""
    (folder / "nbstream.js").write_bytes((DIST / "nbstream.js").read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>blank</title><main></main>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def blank(context: BrowserContext, url: str) -> Iterator[Page]:
    """Open the page, and see that nothing went wrong in it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    # Chromium asks for an icon by itself; this site has none.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(url)
    yield page
    page.close()
    assert errors == []
