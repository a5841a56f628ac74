"""What a reader presses is heard while a cell runs, or the view says that it cannot be.

Which kernel hears when is written here outright; `make matrix` runs this on each of them.
"""

from __future__ import annotations

import importlib.metadata
import json

import pytest
from playwright.sync_api import Locator, expect

from browser.conftest import OpenNotebook, until
from browser.notebook import Notebook
from servers.model_server import in_thread
from servers.script import Drop, Say, Turn, call, say

SETUP = """
import nbstream
from agents import Agent, OpenAIResponsesModel, function_tool
from openai import AsyncOpenAI
client = AsyncOpenAI(base_url={url!r}, api_key="none", max_retries=0)

@function_tool(needs_approval=True)
def wipe(path: str) -> str:
    "Delete a file."
    return f"wiped {{path}}"

agent = Agent(name="Assistant", model=OpenAIResponsesModel("scripted", client), tools=[wipe])
"""
AWAITS = "view = await nbstream.run(agent, 'Go')"
BLOCKS = "view = nbstream.run(agent, 'Go').wait()"
# From these versions on, which of the two cells hears what is pressed while it runs.
HEARS = {(6, 31): (), (7, 0): (AWAITS, BLOCKS), (7, 4): (AWAITS,)}

CALLS: Turn = [
    call("wipe", json.dumps({"path": path}), call_id=f"c{number}")
    for number, path in enumerate("abcd", 1)
]
# It would take a minute: only a stop ends it within the test.
ENDLESS = Say(tuple(f"word{index} " for index in range(3000)), per_second=50)

every_wait = pytest.mark.parametrize("waits", [AWAITS, BLOCKS], ids=["awaiting", "blocking"])


def hears(waits: str) -> bool:
    kernel = tuple(map(int, importlib.metadata.version("ipykernel").split(".")[:2]))
    return waits in HEARS[max(version for version in HEARS if version <= kernel)]


def button(notebook: Notebook, tool: int, name: str) -> Locator:
    return notebook.tools(1).nth(tool).get_by_role("button", name=name)


def expect_statuses(notebook: Notebook, *statuses: str) -> None:
    for place, status in enumerate(statuses):
        expect(notebook.tools(1).nth(place)).to_have_attribute("data-status", status)


def answer_the_rest(notebook: Notebook) -> None:
    """Reject the second call with a message, and allow the third and its like for good."""
    # By keyboard: what has come back folds, so that buttons move under a pointer.
    notebook.tools(1).nth(1).locator("input.nbs-reply").fill("Keep that one.")
    press(button(notebook, 1, "Reject"))
    expect_statuses(notebook, "done", "rejected", "approval", "approval")
    notebook.tools(1).nth(2).get_by_role("checkbox", name="Always").press("Space")
    press(button(notebook, 2, "Approve"))


def press(asked: Locator) -> None:
    expect(asked).to_be_enabled()
    asked.press("Enter")


@every_wait
def test_a_question_is_answered_in_the_same_view(open_notebook: OpenNotebook, waits: str) -> None:
    with in_thread([CALLS, [say("All done.")]]) as server:
        decide = "view.approve('c1')"
        notebook = open_notebook(SETUP.format(url=server.url), waits, decide, "await view")
        notebook.run(0)
        notebook.start(1)
        if hears(waits):
            press(button(notebook, 0, "Approve"))
            expect_statuses(notebook, "done", "approval", "approval", "approval")
            assert notebook.is_running(1)
            answer_the_rest(notebook)
            notebook.wait_until_done(1)
        else:
            # The cell is over by itself and says how to go on: in code, or now by a button.
            notebook.wait_until_done(1)
            expect(notebook.tools(1).first).to_contain_text("view.approve('c1')")
            notebook.run(2)
            expect_statuses(notebook, "done", "approval", "approval", "approval")
            answer_the_rest(notebook)
        expect_statuses(notebook, "done", "rejected", "done", "done")
        expect(notebook.views(1)).to_contain_text("All done.")
        assert "Keep that one." in json.dumps(server.exchanges[-1].body)
        notebook.run(3)
        expect(notebook.views(3)).to_have_count(0)


@every_wait
def test_a_stop_ends_a_run_or_offers_to_interrupt(open_notebook: OpenNotebook, waits: str) -> None:
    with in_thread([[ENDLESS]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), waits)
        notebook.run(0)
        notebook.start(1)
        expect(notebook.output(1)).to_contain_text("word20")
        notebook.views(1).get_by_role("button", name="Stop").click()
        interrupt = notebook.views(1).get_by_role("button", name="Interrupt the kernel")
        ended = server.exchanges[0]
        # ipykernel 7.4 answers where it last spoke; on another thread, a blocked cell hears too.
        until(lambda: ended.closed_at or interrupt.is_visible() or None)
        heard = ended.closed_at is not None
        assert heard or not hears(waits)
        if not heard:
            interrupt.click()
            until(lambda: ended.closed_at)
        notebook.wait_until_done(1)
        assert (notebook.source_error(1) is None) is heard
        expect(notebook.views(1)).to_contain_text("word0 word1 word2")
        expect(notebook.activity(1)).to_be_hidden()


def test_a_broken_run_goes_on_when_retry_is_pressed(open_notebook: OpenNotebook) -> None:
    with in_thread([[say("Half an"), Drop()], [say("A whole answer.")]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), AWAITS)
        notebook.run(0)
        notebook.run(1)
        assert notebook.source_error(1) is not None
        notebook.views(1).get_by_role("button", name="Retry").click()
        expect(notebook.views(1)).to_contain_text("A whole answer.")
        expect(notebook.views(1).locator(".nbs-error")).to_have_count(0)
