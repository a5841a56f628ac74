"""What stands in a tool's cell and around code, used with the mouse, with keys, to copy from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.blank import site

CODE = "```python\nfor x in range(3):\n    print(x)\n```\n\nAfter.\n"
HTML = (
    "<table><tr><td>1</td></tr></table><script>top.ran = 1; parent.ran = 1</script>"
    "<img src='/fetched' onerror='top.ran = 1'><a href='/left'>leave</a>"
    "<meta http-equiv='refresh' content='0;url=/left'>"
)


def block(id: str, kind: str, parent: str | None, text: str = "", **props: Any) -> dict[str, Any]:
    facts = {"id": id, "kind": kind, "parent": parent, "props": props}
    return {**facts, "text": text, "closed": True}


def mount(page: Page, *blocks: dict[str, Any]) -> None:
    """Show a run that is over, with these blocks in it; every tool's cell is open."""
    run = block("run", "run", None, status="done")
    page.evaluate(
        """async (snapshot) => {
          const { mountDocument, isControl } = await import("./nbstream.js")
          window.isControl = isControl
          mountDocument(document.querySelector("main"), snapshot).flush()
          for (const tool of document.querySelectorAll(".nbs-tool")) tool.open = true
        }""",
        {"seq": 1, "blocks": [run, *blocks]},
    )


def tool(text: str = "{}", **props: Any) -> dict[str, Any]:
    return block("c", "tool", "run", text, name="f", status="done", **props)


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture(autouse=True)
def clipboard(context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_a_tree_folds_with_the_mouse_and_with_keys(blank_page: Page) -> None:
    mount(blank_page, tool('{"a": {"b": [1, 2]}, "c": "x"}'))
    fold, inner = (blank_page.locator("details.nbs-json-fold").nth(n) for n in (0, 1))
    expect(inner.get_by_text("0: 1", exact=True)).to_be_visible()
    inner.locator("summary").click()
    expect(inner).not_to_have_attribute("open", "")
    # From the cell's own line: Copy, the tree's first fold, the one inside.
    blank_page.locator(".nbs-tool-line").focus()
    for _ in range(2):
        blank_page.keyboard.press("Tab")
    expect(fold.locator("summary").first).to_be_focused()
    blank_page.keyboard.press("Tab")
    expect(inner.locator("summary")).to_be_focused()
    blank_page.keyboard.press("Enter")
    expect(inner.get_by_text("0: 1", exact=True)).to_be_visible()
    # Left folds, then goes out; right goes in, then unfolds; down and up go along what is seen.
    for key in ("ArrowLeft", "ArrowLeft"):
        blank_page.keyboard.press(key)
    expect(inner).not_to_have_attribute("open", "")
    expect(fold.locator("summary").first).to_be_focused()
    for key in ("ArrowRight", "ArrowRight"):
        blank_page.keyboard.press(key)
    expect(inner).to_have_attribute("open", "")
    blank_page.keyboard.press("ArrowUp")
    expect(fold.locator("summary").first).to_be_focused()
    blank_page.keyboard.press("ArrowDown")
    expect(inner.locator("summary")).to_be_focused()


def test_a_part_is_copied_as_it_was_written(blank_page: Page) -> None:
    mount(blank_page, tool('{"n": 1.0, "n": 2}', output="\x1b[31mred\x1b[0m"))
    blank_page.get_by_role("button", name="Copy arguments").click()
    expect(blank_page.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(blank_page) == '{\n  "n": 1.0,\n  "n": 2\n}'


def test_code_is_copied_and_selected_without_what_stands_around_it(blank_page: Page) -> None:
    mount(blank_page, block("t", "text", "run", CODE, role="answer"))
    blank_page.get_by_role("button", name="Copy").focus()
    blank_page.keyboard.press("Enter")
    expect(blank_page.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(blank_page) == "for x in range(3):\n    print(x)"
    blank_page.keyboard.press("Control+A")
    blank_page.keyboard.press("Control+C")
    assert copied(blank_page).split("\n")[:2] == ["for x in range(3):", "    print(x)"]
    for word in ("python", "Copied", "Wrap"):
        assert word not in copied(blank_page)


def test_long_lines_scroll_until_a_reader_wraps_them(blank_page: Page) -> None:
    line = "x" * 2000
    mount(blank_page, block("t", "text", "run", f"```\n{line}\n```\n", role="answer"))
    scrolls = "pre => pre.scrollWidth > pre.clientWidth"
    assert blank_page.locator("pre").evaluate(scrolls)
    wrap = blank_page.get_by_role("button", name="Wrap")
    wrap.focus()
    blank_page.keyboard.press("Space")
    expect(wrap).to_have_attribute("aria-pressed", "true")
    assert not blank_page.locator("pre").evaluate(scrolls)


@pytest.fixture
def noisy_page(context: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """A blank page whose console may speak: there a frame says what it is kept from."""
    with site(tmp_path) as url:
        page = context.new_page()
        page.goto(url)
        yield page
        page.close()


def test_a_frame_for_html_runs_nothing_fetches_nothing_and_stays(noisy_page: Page) -> None:
    asked: list[str] = []
    noisy_page.on("request", lambda request: asked.append(request.url))
    noisy_page.evaluate(
        """() => {
          const policy = document.createElement("meta")
          policy.httpEquiv = "Content-Security-Policy"
          policy.content = "require-trusted-types-for 'script'"
          document.head.append(policy)
        }"""
    )
    mount(noisy_page, tool(), block("d", "display", "c", HTML, form="html"))
    asked.clear()
    noisy_page.get_by_role("button", name="Show").click()
    frame = noisy_page.locator("iframe")
    expect(frame.content_frame.get_by_role("cell", name="1")).to_be_attached()
    box = frame.bounding_box()
    assert box is not None
    noisy_page.mouse.click(box["x"] + 20, box["y"] + 50)
    noisy_page.keyboard.press("Tab")
    assert noisy_page.evaluate("document.activeElement.localName") != "iframe"
    assert noisy_page.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith("data:")] == []


def test_ten_megabytes_leave_the_page_alive(blank_page: Page) -> None:
    blank_page.evaluate(
        """() => {
          window.longest = 0
          let last = performance.now()
          const look = (now) => {
            window.longest = Math.max(window.longest, now - last)
            last = now
            requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }"""
    )
    lines = "".join(f"line {number}: {'x' * 80}\n" for number in range(105_000))
    mount(blank_page, tool(output=lines))
    opening = blank_page.evaluate("window.longest")
    blank_page.evaluate("window.longest = 0")
    blank_page.get_by_role("button", name="Show all").click()
    blank_page.wait_for_function(
        "length => document.querySelector('.nbs-part-output pre').textContent.length === length",
        arg=len(lines),
        timeout=60_000,
    )
    unfolding = blank_page.evaluate("window.longest")
    # Far above what it takes (on two busy cores, a tenth of that), and far below a page that hangs.
    assert max(opening, unfolding) < 2000
