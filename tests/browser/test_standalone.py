"""The front end without a notebook: a blank page, a script, and what a kernel once said."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from browser.answers import MEDIUM, numbers
from browser.conftest import OpenNotebook


def test_mount_document_accepts_the_state_of_a_view_as_it_is(
    open_notebook: OpenNotebook, blank_page: Page
) -> None:
    notebook = open_notebook(
        "import json\n"
        "from nbstream import stream\n"
        "from browser.answers import MEDIUM\n"
        "view = await stream(iter(MEDIUM.pieces))",
        "print(json.dumps(view.get_state()['snapshot']))",
    )
    notebook.run(0)
    notebook.run(1)
    snapshot = json.loads(notebook.outputs(1)[0]["text"])
    blank_page.evaluate(
        """async snapshot => {
          const { mountDocument } = await import("/nbstream.js")
          mountDocument(document.querySelector("main"), snapshot)
        }""",
        snapshot,
    )
    mounted = blank_page.locator("main")
    expect(mounted).to_contain_text("w499")
    assert numbers(mounted.inner_text()) == list(range(500))
    in_notebook = notebook.views(0).first
    for tag in ("h2", "li", "blockquote", "pre", "strong", "em", "a[href]"):
        assert mounted.locator(tag).count() == in_notebook.locator(tag).count() > 0, tag


def test_mount_markdown_paints_what_was_written_piece_by_piece(blank_page: Page) -> None:
    html = blank_page.evaluate(
        """async pieces => {
          const { mountMarkdown } = await import("/nbstream.js")
          const mounted = mountMarkdown(document.querySelector("main"))
          for (const piece of pieces) mounted.write(piece)
          mounted.end()
          return mounted.html()
        }""",
        list(MEDIUM.pieces),
    )
    assert numbers(blank_page.locator("main").inner_text()) == list(range(500))
    assert numbers(html) == list(range(500))
    assert html.startswith("<h2>w0 w1 w2</h2>")


def test_mount_markdown_in_a_frame_is_styled_as_on_the_page(blank_page: Page) -> None:
    shown = blank_page.evaluate(
        """async () => {
          const { mountMarkdown } = await import("/nbstream.js")
          const frame = document.createElement("iframe")
          document.querySelector("main").append(frame)
          const page = frame.contentDocument
          const mounted = mountMarkdown(page.body)
          for (const piece of ["# A ti", "tle\\n\\n$x$ and `co", "de`\\n\\n```py\\nx = 1\\n```\\n"])
            mounted.write(piece)
          mounted.end()
          const heading = page.querySelector("h1")
          return {
            text: heading.textContent,
            math: page.querySelectorAll("math").length,
            sheets: page.adoptedStyleSheets.length,
            here: heading.ownerDocument === page,
          }
        }"""
    )
    assert shown == {"text": "A title", "math": 1, "sheets": 1, "here": True}
