"""A conversation of 300 turns in JupyterLab: whole wherever one looks, and after a reload."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from browser.chatting import ask, turns
from browser.conftest import OpenNotebook
from browser.notebook import Notebook

TURNS = 300

SETUP = f"""
from nbstream import Chat

async def answer(message, history):
    yield f"You said **{{message}}** after {{len(history)}} items."
    yield "\\n\\n```python\\ndef step(value: int) -> int:\\n    return value + 1\\n```\\n"

chat = Chat(answer)
for number in range({TURNS}):
    await chat.ask(f"question {{number}}")
"""

DRAWN = """count => document.querySelectorAll(".nbs-turns .nbs-turn pre").length === count"""

# Hosts lay nothing out that is off the page: where a conversation stands is seen when it is shown.
AT_ITS_END = """() => {
  const whole = document.querySelector(".nbs-transcript")
  const away = whole.scrollHeight - whole.scrollTop - whole.clientHeight
  return whole.checkVisibility({ contentVisibilityAuto: true }) && Math.abs(away) <= 1
}"""

AWAY_AND_BACK = """async () => {
  const { commands, shell } = window.jupyterapp
  const { id } = shell.currentWidget
  const launcher = await commands.execute("launcher:create")
  shell.activateById(launcher.id)
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const covered = document.querySelector(".nbs-transcript").clientHeight === 0
  launcher.dispose()
  shell.activateById(id)
  return covered
}"""


def expect_at_its_end(notebook: Notebook) -> None:
    notebook.output(1).locator(".nbs-composer").scroll_into_view_if_needed()
    notebook.page.wait_for_function(AT_ITS_END)


def expect_whole(notebook: Notebook, count: int) -> None:
    expect(turns(notebook, 1)).to_have_count(count, timeout=60_000)
    notebook.page.wait_for_function(DRAWN, arg=count, timeout=60_000)
    expect_at_its_end(notebook)
    first = turns(notebook, 1).first
    first.scroll_into_view_if_needed()
    expect(first).to_contain_text("You said question 0 after 0 items.")
    expect(first.locator("code .nbs-code-keyword").first).to_have_text("def")
    for turn in (1, 150, 298):
        expect(turns(notebook, 1).nth(turn)).to_contain_text(f"You said question {turn} after")


@pytest.mark.timeout(300)
def test_three_hundred_turns_are_all_there_come_back_and_go_on(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, "chat")
    notebook.run(0)
    notebook.run(1)
    expect_whole(notebook, TURNS)
    ask(notebook, "one more", 1)
    expect(turns(notebook, 1).last).to_contain_text(f"You said one more after {2 * TURNS} items.")
    notebook.save()
    notebook.reload()
    expect_whole(notebook, TURNS + 1)
    middle = turns(notebook, 1).nth(150)
    middle.scroll_into_view_if_needed()
    expect(middle).to_be_in_viewport()
    assert notebook.page.evaluate(AWAY_AND_BACK)
    expect(middle).to_be_in_viewport()
    kept = json.dumps(notebook.outputs(1))
    assert kept.count('class=\\"nbs-turn\\"') >= TURNS
    # JupyterLab's own word for a view that a busy page gives up, and that is shown all the same.
    notebook.errors[:] = [said for said in notebook.errors if "widget model not found" not in said]
