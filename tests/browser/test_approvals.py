"""A call waits in its cell until a person decides: by mouse, by keyboard, from another page."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from browser.conftest import OpenNotebook
from browser.notebook import Notebook
from servers.model_server import in_thread
from servers.script import Turn, call, say

SETUP = """
import nbstream
from pathlib import Path
from agents import Agent, OpenAIResponsesModel, function_tool
from openai import AsyncOpenAI
client = AsyncOpenAI(base_url={url!r}, api_key="none", max_retries=0)

wiped = []

@function_tool(needs_approval=True)
def wipe(path: str) -> str:
    "Delete a file."
    wiped.append(path)
    return f"wiped {{path}}"

agent = Agent(name="Assistant", model=OpenAIResponsesModel("scripted", client), tools=[wipe])
"""
AWAIT = "view = await nbstream.run(agent, 'Go')"
TELL = "print(view.status, wiped)"
# The right-to-left override makes the name read as another one.
ARGUMENTS = '{"path": "notes\u202etxt.exe"}'
CALLS: Turn = [call("wipe", ARGUMENTS, call_id="c1"), call("wipe", '{"path": "b"}', call_id="c2")]


def button(notebook: Notebook, tool: int, name: str) -> Locator:
    return notebook.tools(1).nth(tool).get_by_role("button", name=name)


def said(notebook: Notebook, cell: int = 2) -> str:
    notebook.run(cell)
    return str(notebook.outputs(cell)[0]["text"]).strip()


def test_calls_are_decided_by_mouse_and_keyboard_within_the_await(
    open_notebook: OpenNotebook,
) -> None:
    with in_thread([CALLS, [say("All done.")]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), AWAIT, TELL)
        notebook.run(0)
        notebook.start(1)
        question = notebook.tools(1).first.locator(".nbs-question")
        expect(question).to_contain_text("notes<U+202E>txt.exe")
        notebook.screenshot("approval", 1)
        button(notebook, 1, "Reject").focus()
        # It arms after half a second; then the keyboard counts as a person.
        expect(button(notebook, 1, "Reject")).to_be_enabled()
        notebook.tools(1).nth(1).locator("input.nbs-reply").fill("Keep that one.")
        notebook.page.keyboard.press("Enter")
        expect(notebook.tools(1).nth(1)).to_have_attribute("data-status", "rejected")
        assert notebook.is_running(1)
        button(notebook, 0, "Approve").click()
        notebook.wait_until_done(1)
        expect(notebook.views(1)).to_contain_text("All done.")
        expect(notebook.tools(1).first.locator(".nbs-decided")).to_have_text("Approved by a person")
        assert said(notebook) == "done ['notes\\u202etxt.exe']"
        assert "Keep that one." in str(server.exchanges[1].body)
        notebook.screenshot("approval-decided", 1)


def test_a_script_of_the_page_decides_nothing(open_notebook: OpenNotebook) -> None:
    with in_thread([CALLS, [say("All done.")]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), AWAIT, TELL)
        notebook.run(0)
        notebook.start(1)
        approve = button(notebook, 0, "Approve")
        expect(approve).to_be_enabled()
        approve.evaluate(
            "button => { button.click(); button.dispatchEvent(new MouseEvent('click')) }"
        )
        # A press of a person comes after it, and what it allows is the other call.
        button(notebook, 1, "Approve").click()
        expect(notebook.tools(1).nth(1)).to_have_attribute("data-status", "done")
        expect(notebook.tools(1).first).to_have_attribute("data-status", "approval")
        button(notebook, 0, "Reject").click()
        notebook.wait_until_done(1)
        assert said(notebook) == "done ['b']"


def test_one_decision_counts_for_every_view_of_it(open_notebook: OpenNotebook) -> None:
    with in_thread([[call("wipe", '{"path": "a"}', call_id="c1")], [say("All done.")]]) as server:
        notebook = open_notebook(
            SETUP.format(url=server.url), "view = nbstream.run(agent, 'Go'); view", "view", TELL
        )
        for cell in range(3):
            notebook.run(cell)
        first, second = (notebook.tools(cell).first for cell in (1, 2))
        for tool in (first, second):
            expect(tool.get_by_role("button", name="Approve")).to_be_enabled()
        first.get_by_role("button", name="Reject").click()
        for tool in (first, second):
            expect(tool).to_have_attribute("data-status", "rejected")
            expect(tool.locator(".nbs-question")).to_be_hidden()
        expect(notebook.views(2)).to_contain_text("All done.")
        assert said(notebook, 3) == "done []"


def test_a_second_page_sees_the_question_and_its_answer(open_notebook: OpenNotebook) -> None:
    with in_thread([[call("wipe", '{"path": "a"}', call_id="c1")], [say("All done.")]]) as server:
        notebook = open_notebook(
            SETUP.format(url=server.url), "view = nbstream.run(agent, 'Go'); view", TELL
        )
        notebook.run(0)
        notebook.run(1)
        expect(button(notebook, 0, "Approve")).to_be_enabled()
        # A page that is opened later knows of the outputs in the file.
        notebook.save()
        other = notebook.page.context.new_page()
        other.goto(notebook.page.url)
        approve = other.locator(".nbs-tool").first.get_by_role("button", name="Approve")
        expect(approve).to_be_enabled(timeout=60_000)
        approve.click()
        for page in (notebook.page, other):
            decided = page.locator(".nbs:not(.nbs-static) .nbs-decided").first
            expect(decided).to_have_text("Approved by a person")
        other.close()
        expect(notebook.views(1)).to_contain_text("All done.")
        assert said(notebook) == "done ['a']"
