"""A press counts where it was aimed at: not on a button that has just come under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.hostile.page import Guarded, guarded

MOVED = "This had just moved under the pointer: press again"

CALL: dict[str, Any] = {"name": "wipe", "call_id": "1", "status": "approval", "ask": "n1"}
ASKED = {
    "seq": 1,
    "blocks": [
        {"id": "run", "kind": "run", "parent": None, "props": {"status": "streaming"}}
        | {"text": "", "closed": False},
        {"id": "json", "kind": "tool", "parent": "run", "props": CALL}
        | {"text": '{"path": "a"}', "closed": False},
    ],
}


class Asked:
    """A page that asks its reader something, and the pointer over it."""

    def __init__(self, guarded: Guarded) -> None:
        self.page = guarded.page
        guarded.go()
        self.page.evaluate("async () => { window.aiming = await import('/aiming.js') }")
        self.do("ask", ASKED)

    def do(self, call: str, *given: Any) -> Any:
        return self.page.evaluate(f"given => aiming.{call}(...given)", list(given))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def press(self, name: str) -> None:
        """Press where the button stands now, without waiting for anything."""
        box = self.button(name).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.fixture
def asked(browser: Browser) -> Iterator[Asked]:
    with guarded(browser) as page:
        yield Asked(page)


def test_a_button_that_has_just_moved_is_not_pressed(asked: Asked) -> None:
    for pixels in (40, 4):
        asked.do("grow", pixels)
        asked.do("pass", 400)
        asked.press("Approve")
        expect(asked.page.locator(".nbs-question [role=status]")).to_have_text(MOVED)
    assert asked.do("answers") == []


def test_a_button_that_has_stood_still_for_long_enough_is_pressed(asked: Asked) -> None:
    asked.do("grow", 40)
    # The browser tells of it in a frame; nobody has looked at the button since.
    asked.do("pass", 0)
    asked.do("pass", 501)
    asked.press("Approve")
    assert asked.do("answers") == ["approve"]


def test_what_moved_between_a_look_and_a_press_is_found_by_the_press(asked: Asked) -> None:
    asked.do("pass", 10_000)
    asked.page.evaluate(
        "addEventListener('pointerdown', () => aiming.grow(3), { capture: true, once: true })"
    )
    asked.press("Reject")
    asked.do("frames")
    assert asked.do("answers") == []
    asked.do("pass", 501)
    asked.press("Reject")
    assert asked.do("answers") == ["reject"]


def test_a_key_is_pressed_where_the_focus_is_wherever_that_moves(asked: Asked) -> None:
    asked.button("Approve").focus()
    asked.do("grow", 40)
    asked.page.keyboard.press("Enter")
    assert asked.do("answers") == ["approve"]


def test_a_key_that_is_held_down_answers_nothing_that_comes_under_it(asked: Asked) -> None:
    asked.page.keyboard.down("Enter")
    for place in (asked.button("Approve"), asked.page.locator(".nbs-reply")):
        place.focus()
        asked.page.keyboard.down("Enter")
        assert asked.do("answers") == []
    asked.page.keyboard.up("Enter")
    asked.button("Approve").focus()
    asked.page.keyboard.press("Enter")
    assert asked.do("answers") == ["approve"]
