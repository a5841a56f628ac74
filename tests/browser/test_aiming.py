"""A press counts where it was aimed at: not on a button that has just come under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from browser.hostile.page import Guarded, guarded

MOVED = "This had just moved or changed: press again"

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


def test_a_press_that_began_before_there_was_time_to_read_answers_nothing(asked: Asked) -> None:
    asked.do("change")
    box = asked.button("Approve").bounding_box()
    assert box is not None
    asked.page.mouse.move(box["x"] + 5, box["y"] + 5)
    asked.page.mouse.down()
    asked.do("pass", 600)
    expect(asked.button("Approve")).to_be_enabled()
    asked.page.mouse.up()
    assert asked.do("answers") == []
    asked.do("pass", 600)
    asked.press("Approve")
    assert asked.do("answers") == ["approve"]


@pytest.mark.parametrize("key", [" ", None])
def test_a_press_during_which_the_question_changes_answers_nothing(
    asked: Asked, key: str | None
) -> None:
    asked.do("pass", 600)
    box = asked.button("Reject").bounding_box()
    assert box is not None
    asked.page.mouse.move(box["x"] + 5, box["y"] + 5)
    asked.button("Reject").focus()
    if key is None:
        asked.page.mouse.down()
    else:
        asked.page.keyboard.down(key)
    asked.do("change")
    asked.do("pass", 600)
    expect(asked.button("Reject")).to_be_enabled()
    if key is None:
        asked.page.mouse.up()
    else:
        asked.page.keyboard.up(key)
    assert asked.do("answers") == []
    asked.button("Reject").focus()
    asked.page.keyboard.press(key or "Enter")
    assert asked.do("answers") == ["reject"]


def test_a_space_bar_that_is_held_down_answers_nothing_that_comes_under_it(asked: Asked) -> None:
    asked.page.keyboard.down(" ")
    asked.button("Approve").focus()
    asked.page.keyboard.down(" ")
    asked.page.keyboard.up(" ")
    assert asked.do("answers") == []
    asked.page.keyboard.press(" ")
    assert asked.do("answers") == ["approve"]


def test_a_script_presses_nothing_and_ticks_nothing(asked: Asked) -> None:
    pressed = "'.nbs-question :is(button, label, input)'"
    asked.page.evaluate(f"document.querySelectorAll({pressed}).forEach(each => each.click())")
    assert asked.do("answers") == []
    assert not asked.page.get_by_role("checkbox").is_checked()
    asked.page.get_by_text("Always for this tool").click()
    assert asked.page.get_by_role("checkbox").is_checked()


def test_a_finger_presses_as_a_pointer_does(browser: Browser) -> None:
    with guarded(browser, has_touch=True) as page:
        asked = Asked(page)
        asked.do("grow", 4)
        asked.button("Approve").tap()
        assert asked.do("answers") == []
        asked.do("pass", 600)
        asked.button("Approve").tap()
        assert asked.do("answers") == ["approve"]
