"""marimo: cells that run when what they need has changed, and widgets of its own making."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from browser.story import gate_file
from hosts.served import served

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import nbstream
    from browser.story import gated, words
    from nbstream.events import TextDelta, ToolCalled, ToolReturned
    return TextDelta, ToolCalled, ToolReturned, gated, nbstream, words


@app.cell
async def _(nbstream, words):
    await nbstream.stream(words(20))
    return


@app.cell
async def _(TextDelta, ToolCalled, ToolReturned, nbstream):
    await nbstream.stream(
        [TextDelta("t", "# Title"), ToolCalled("c", "look_up"), ToolReturned("c", "sunny")]
    )
    return


@app.cell
async def _(gated, nbstream, words):
    await nbstream.stream(gated(words(20, 100), "more", words(20, 120)))
    return


if __name__ == "__main__":
    app.run()
"""


def test_a_page_shows_each_view_once_and_alive(tmp_path: Path, page: Page) -> None:
    (tmp_path / "page.py").write_text(APP)
    with served(
        tmp_path, "marimo", "run", "page.py", "--headless", "--no-token", "--host=127.0.0.1"
    ) as url:
        page.goto(url)
        live = page.locator(".nbs:not(.nbs-static)")
        expect(live).to_have_count(3)
        expect(live.nth(0)).to_contain_text("word00019")
        live.nth(1).locator(".nbs-tool-line").click()
        expect(live.nth(1)).to_contain_text("sunny")
        expect(live.nth(2)).to_contain_text("word00119")
        gate_file(tmp_path, "more").touch()
        expect(live.nth(2)).to_contain_text("word00139")
        page.screenshot(path=tmp_path / "marimo.png", full_page=True)
        # Widgets stand in roots of their own there; nothing is printed below them, too.
        expect(page.get_by_text("word00007")).to_have_count(1)
