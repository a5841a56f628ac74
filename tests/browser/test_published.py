"""What stands beside a view, in a notebook that somebody else sent: opening it asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import BrowserContext, Route

from browser.conftest import OpenNotebook, until
from browser.hostile.corpus import payloads
from browser.hostile.runs import everywhere
from nbstream.document import Document
from nbstream.events import ReasoningDelta, TextDelta, ToolCalled, ToolOutputDelta, ToolReturned
from nbstream.export import Page, published, rendered, to_markdown

# A host that shows markdown would fetch this one: whoever listens, hears it.
UNPUBLISHED = "![a picture](https://detector.test/heard.png)"

RICH = ["> ```mermaid\n> flowchart\n> A@{ img: 'https://evil.test/a.png' }\n> ```", "<img src=x>"]


def said(text: str) -> Page:
    """The page of a run that says `text` in prose, in a thought, and in a tool's words."""
    document = Document()
    for event in (
        ReasoningDelta("r", text),
        ToolCalled("c", text or "tool"),
        ToolOutputDelta("c", text or "x"),
        ToolReturned("c", text, error=text),
        TextDelta("t", text or "x"),
    ):
        document.apply(event)
    html, styles = rendered(everywhere(text), {})
    return Page(1, to_markdown(document, published), html, styles)


def notebook_of(outputs: list[dict[str, str]], path: Path) -> Path:
    cells = [
        nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
            "1",
            outputs=[nbformat.v4.new_output("display_data", data=data)],  # type: ignore[no-untyped-call]
        )
        for data in outputs
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)  # type: ignore[no-untyped-call]
    return path


def test_opening_a_notebook_with_hostile_outputs_asks_no_host_for_anything(
    open_notebook: OpenNotebook, context: BrowserContext, tmp_path: Path
) -> None:
    asked: list[str] = []

    def listen(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    texts = [payload["markdown"] for payload in payloads()[:12]] + RICH
    outputs: list[dict[str, Any]] = [{"text/markdown": UNPUBLISHED}]
    for page in map(said, texts):
        bundle = page.to_bundle("")
        # What a host shows that has no HTML, and what one shows that has.
        outputs += [{"text/markdown": bundle["text/markdown"]}, {"text/html": bundle["text/html"]}]
    elsewhere = "**/*.{test,example,com}/**"
    context.route(elsewhere, listen)
    try:
        notebook = open_notebook(file=notebook_of(outputs, tmp_path / "sent.ipynb"))
        host = notebook.lab.url
        notebook.page.on(
            "request", lambda sent: asked.append(sent.url) if "evil" in sent.url else None
        )
        # Untrusted as it came, and then vouched for.
        notebook.page.evaluate(
            """() => {
              for (const cell of jupyterapp.shell.currentWidget.content.widgets) {
                cell.node.scrollIntoView()
                cell.model.trusted = true
              }
            }"""
        )
        until(lambda: "https://detector.test/heard.png" in asked)
        notebook.page.evaluate("() => new Promise(done => requestIdleCallback(done))")
    finally:
        context.unroute(elsewhere, listen)
    assert {url for url in asked if not url.startswith(host)} == {"https://detector.test/heard.png"}
    notebook.errors[:] = [error for error in notebook.errors if "ERR_FAILED" not in error]
