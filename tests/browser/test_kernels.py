"""What a reader presses is heard while a cell runs, or the view says that it cannot be.

Which kernel hears when is written here outright; `make matrix` runs this on each of them.
"""

from __future__ import annotations

import importlib.metadata

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
    call("wipe", '{"path": "a"}', call_id="c1"),
    call("wipe", '{"path": "b"}', call_id="c2"),
]
# It would take a minute: only a stop ends it within the test.
ENDLESS = Say(tuple(f"word{index} " for index in range(3000)), per_second=50)

every_wait = pytest.mark.parametrize("waits", [AWAITS, BLOCKS], ids=["awaiting", "blocking"])


def hears(waits: str) -> bool:
    kernel = tuple(map(int, importlib.metadata.version("ipykernel").split(".")[:2]))
    return waits in HEARS[max(version for version in HEARS if version <= kernel)]


def approve(notebook: Notebook, tool: int) -> Locator:
    return notebook.tools(1).nth(tool).get_by_role("button", name="Approve")


@every_wait
def test_a_question_is_answered_in_the_same_view(open_notebook: OpenNotebook, waits: str) -> None:
    with in_thread([CALLS, [say("All done.")]]) as server:
        decide = "view.approve('c1')"
        notebook = open_notebook(SETUP.format(url=server.url), waits, decide, "await view")
        notebook.run(0)
        notebook.start(1)
        if hears(waits):
            approve(notebook, 0).click()
            expect(notebook.tools(1).first).to_have_attribute("data-status", "done")
            assert notebook.is_running(1)
            approve(notebook, 1).click()
            notebook.wait_until_done(1)
        else:
            # The cell is over by itself and says how to go on: in code, or now by a button.
            notebook.wait_until_done(1)
            expect(notebook.tools(1).first).to_contain_text("view.approve('c1')")
            notebook.run(2)
            expect(notebook.tools(1).first).to_have_attribute("data-status", "done")
            approve(notebook, 1).click()
        expect(notebook.tools(1).nth(1)).to_have_attribute("data-status", "done")
        expect(notebook.views(1)).to_contain_text("All done.")
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
