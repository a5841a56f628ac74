"""A tool call is a cell in the cell: told live, opened and closed as the reader likes."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from browser.conftest import OpenNotebook
from servers.model_server import in_thread
from servers.script import Turn, Wait, call, say

RUN = """
from agents import Runner
from nbstream import stream
from browser.agent import scripted_agent
await stream(Runner.run_streamed(scripted_agent({url!r}), 'Go'))
"""
# Without a model: only what the page does with a tool cell is in question.
TOLD = """
from nbstream import stream
from nbstream.events import *

async def told():
    yield ToolCalled("good", "look_up")
    yield ToolArgumentsEnded("good", '{"city": "Oslo"}')
    yield ToolStarted("good")
    yield ToolReturned("good", "It rains.")

await stream(told())
"""


def expect_open(tool: Locator, *, is_open: bool) -> None:
    expect(tool).to_have_js_property("open", is_open)


def test_a_tool_cell_opens_and_closes_with_the_mouse(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(TOLD)
    notebook.run()
    tool = notebook.tools().first
    expect_open(tool, is_open=False)
    tool.locator("summary").click()
    expect_open(tool, is_open=True)
    expect(tool.get_by_text("It rains.")).to_be_visible()
    tool.locator("summary").click()
    expect_open(tool, is_open=False)
    expect(tool.get_by_text("It rains.")).to_be_hidden()


def test_a_tool_cell_opens_and_closes_with_the_keyboard(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(TOLD)
    notebook.run()
    tool = notebook.tools().first
    summary = tool.locator("summary")
    summary.focus()
    for key in ("Enter", "Space"):
        notebook.page.keyboard.press(key)
        expect_open(tool, is_open=True)
        notebook.page.keyboard.press(key)
        expect_open(tool, is_open=False)
    expect(summary).to_be_focused()


def test_shortcuts_of_jupyterlab_do_not_fire_inside_a_tool_cell(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(TOLD)
    notebook.run()
    summary = notebook.tools().first.locator("summary")
    summary.click()
    summary.focus()
    # Insert above, insert below, cut, delete, to markdown: none of them is meant here.
    for key in ("a", "b", "x", "d", "d", "m"):
        notebook.page.keyboard.press(key)
    # Shortcuts act in order: when one that is meant has acted, the others would have.
    notebook.cell().locator(".cm-content").click()
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("b")
    expect(notebook.page.locator(".jp-Notebook .jp-Cell")).to_have_count(2)
    expect(summary).to_be_visible()


def test_a_tool_cell_tells_its_arguments_and_status_as_they_come(
    open_notebook: OpenNotebook,
) -> None:
    turns: list[Turn] = [
        [say("One moment."), call("wait_for", '{"gate": "tool"}')],
        [Wait(gate="answer"), say("It is open.")],
    ]
    with in_thread(turns) as server:
        notebook = open_notebook(RUN.format(url=server.url))
        notebook.start()
        tool = notebook.tools().first
        expect(tool).to_have_attribute("data-status", "running")
        expect(tool.locator("summary")).to_contain_text("gate: tool")
        expect(notebook.activity()).to_contain_text("Running wait_for")
        notebook.open_gate("tool")
        expect(tool).to_have_attribute("data-status", "done")
        expect(notebook.activity()).to_contain_text("Waiting for the model")
        server.open("answer")
        notebook.wait_until_done()
    expect(notebook.views()).to_contain_text("It is open.")
    expect_open(tool, is_open=False)


def test_a_tool_that_fails_opens_itself_and_then_obeys_the_reader(
    open_notebook: OpenNotebook,
) -> None:
    turns: list[Turn] = [
        [say("I try."), call("fail", "{}"), call("wait_for", '{"gate": "tool"}')],
        [Wait(gate="answer"), say("It did not work.")],
    ]
    with in_thread(turns) as server:
        notebook = open_notebook(RUN.format(url=server.url))
        notebook.start()
        failed, other = notebook.tools().nth(0), notebook.tools().nth(1)
        expect(other).to_have_attribute("data-status", "running")
        notebook.open_gate("tool")
        expect(failed).to_have_attribute("data-status", "failed")
        expect_open(failed, is_open=True)
        expect_open(other, is_open=False)
        notebook.screenshot("a-tool-that-failed", 0)
        failed.locator("summary").click()
        expect_open(failed, is_open=False)
        server.open("answer")
        notebook.wait_until_done()
    expect(notebook.views()).to_contain_text("It did not work.")
    expect_open(failed, is_open=False)


def test_a_tool_that_ends_the_run_shows_why_twice(open_notebook: OpenNotebook) -> None:
    turns: list[Turn] = [[say("I try."), call("give_up", "{}")]]
    with in_thread(turns) as server:
        notebook = open_notebook(RUN.format(url=server.url))
        notebook.run()
    assert notebook.source_error() is not None
    tool = notebook.tools().first
    expect(tool).to_have_attribute("data-status", "failed")
    expect(tool).to_contain_text("may not do that")
    expect(notebook.views().get_by_role("alert")).to_contain_text("may not do that")
    notebook.screenshot("a-tool-that-ends-the-run", 0)
