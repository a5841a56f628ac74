"""Pictures from elsewhere: none is asked for before its reader or its caller wants it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.hostile.page import Guarded, guarded

DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
READABLE = {"Access-Control-Allow-Origin": "*", "Set-Cookie": "seen=1"}
HERE = "https://charts.test/open/a.gif"


def answer(body: bytes, **more: Any) -> dict[str, Any]:
    return {"status": 200, "headers": READABLE, "content_type": "image/png", "body": body, **more}


@pytest.fixture
def page(browser: Browser) -> Iterator[Guarded]:
    with guarded(browser) as page:
        page.go()
        yield page
        assert page.noticed == []


def shown(page: Guarded, markdown: str, **options: Any) -> Locator:
    page.page.evaluate(
        """async ([markdown, options]) => {
          const { mountMarkdown } = await import("/nbstream.js")
          const mounted = mountMarkdown(document.body, options)
          for (const letter of markdown) { mounted.write(letter); mounted.flush() }
          mounted.end()
        }""",
        [markdown, options],
    )
    return page.page.locator(".nbs-image")


def settled(page: Guarded) -> None:
    """Return when whatever the page asks for by itself has been asked."""
    page.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def test_a_picture_waits_for_its_reader(page: Guarded) -> None:
    page.elsewhere[HERE] = answer(DOT)
    picture = shown(page, f"A ![dot]({HERE}) here")
    settled(page)
    assert page.asked == []
    expect(picture).to_have_text("dot (charts.test)Load")
    expect(picture.locator("a")).to_have_attribute("href", HERE)
    picture.get_by_role("button", name="Load").click()
    expect(picture.locator("img")).to_have_js_property("naturalWidth", 1)
    expect(picture.locator("img")).to_have_attribute("alt", "dot")
    expect(picture.locator("button")).to_have_count(0)
    [request] = page.asked
    headers = request.all_headers()
    assert "referer" not in headers
    assert "cookie" not in headers


def test_a_place_that_was_allowed_is_asked_once_and_no_other(page: Guarded) -> None:
    page.elsewhere[HERE] = answer(DOT)
    others = "![b](https://charts.test/other/b.gif) ![c](https://evil.test/open/c.gif)"
    picture = shown(page, f"![a]({HERE}) {others}\n\n# ![a]({HERE})", images=[HERE[:-5]])
    expect(picture.locator("img")).to_have_count(2)
    expect(picture.get_by_role("button", name="Load")).to_have_count(2)
    assert [request.url for request in page.asked] == [HERE]


@pytest.mark.parametrize(
    "told",
    [
        {"status": 302, "headers": {**READABLE, "Location": "https://notebook.test/api/shutdown"}},
        answer(DRAWING),
        answer(DRAWING, content_type="image/svg+xml"),
        answer(DOT, status=404),
        answer(DOT + bytes(6 * 1024 * 1024)),
    ],
    ids=[
        "a redirect",
        "a drawing",
        "a drawing that says so",
        "an error",
        "too large",
    ],
)
def test_what_is_no_picture_is_refused_and_that_is_said(
    page: Guarded, told: dict[str, Any]
) -> None:
    page.elsewhere[HERE] = told
    picture = shown(page, f"![a]({HERE})", images=["https://charts.test/open/"])
    expect(picture.get_by_role("button")).to_have_text("Cannot be loaded here")
    expect(picture.locator("img")).to_have_count(0)
    assert [request.url for request in page.asked] == [HERE]


def test_a_picture_in_its_address_is_shown_without_a_request(page: Guarded) -> None:
    data = base64.b64encode(DOT).decode()
    shown(page, f"![dot](data:image/gif;base64,{data})")
    expect(page.page.locator("img.nbs-picture")).to_have_js_property("naturalWidth", 1)
    assert page.asked == []


def test_load_is_a_control_of_ours_and_leads_nowhere_in_a_link(page: Guarded) -> None:
    page.elsewhere[HERE] = answer(DOT)
    picture = shown(page, f"[![a]({HERE})](https://ok.test/)")
    load = picture.get_by_role("button", name="Load")
    assert load.evaluate("async button => (await import('/nbstream.js')).isControl(button)")
    load.click()
    expect(picture.locator("img")).to_have_count(1)
    assert page.page.url == "https://notebook.test/"
