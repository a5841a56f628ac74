"""Stop stops, from either side: the text stays, and the model is no longer listened to."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import OpenNotebook, until
from servers.model_server import in_thread
from servers.script import Drop, Say, Turn, Wait, call, say

SETUP = """
import time
from agents import Runner
from nbstream import stream
from browser.agent import scripted_agent
agent = scripted_agent({url!r})
"""
BEGIN = "view = stream(Runner.run_streamed(agent, 'Go'))\nview"
AWAIT = "await stream(Runner.run_streamed(agent, 'Go'))"
STOP = "stopped_at = time.time()\nview.stop()\nawait view\nprint(stopped_at, view.status)"
# It would take a minute: only a stop ends it within the test.
ENDLESS = Say(tuple(f"word{index} " for index in range(3000)), per_second=50)


def test_stop_from_python_keeps_the_text_and_closes_the_connection_within_a_second(
    open_notebook: OpenNotebook,
) -> None:
    with in_thread([[ENDLESS]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), BEGIN, STOP)
        notebook.run(0)
        notebook.run(1)
        expect(notebook.output(1)).to_contain_text("word20")
        notebook.run(2)
        exchange = server.exchanges[0]
        closed_at = until(lambda: exchange.closed_at)
        stopped_at, status = notebook.outputs(2)[0]["text"].split()
    assert closed_at - float(stopped_at) < 1
    assert status == "stopped"
    expect(notebook.activity(1)).to_be_hidden()
    expect(notebook.views(1)).to_contain_text("word0 word1 word2")
    assert exchange.ended_at is None


def test_the_stop_button_stops_while_the_cell_runs(open_notebook: OpenNotebook) -> None:
    with in_thread([[ENDLESS]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), AWAIT, "1 + 1")
        notebook.run(0)
        notebook.start(1)
        expect(notebook.output(1)).to_contain_text("word20")
        notebook.views(1).get_by_role("button", name="Stop").click()
        until(lambda: server.exchanges[0].closed_at)
        notebook.wait_until_done(1)
    assert notebook.source_error(1) is None
    expect(notebook.views(1)).to_contain_text("word0 word1 word2")
    expect(notebook.activity(1)).to_be_hidden()
    notebook.screenshot("stopped", 1)


def test_stop_lets_a_running_tool_finish_and_says_so(open_notebook: OpenNotebook) -> None:
    turns: list[Turn] = [
        [say("One moment."), call("wait_for", '{"gate": "tool"}')],
        [Wait(gate="never"), say("This is never said.")],
    ]
    with in_thread(turns) as server:
        notebook = open_notebook(SETUP.format(url=server.url), AWAIT)
        notebook.run(0)
        notebook.start(1)
        tool = notebook.tools(1).first
        expect(tool).to_have_attribute("data-status", "running")
        notebook.views(1).get_by_role("button", name="Stop").press("Enter")
        expect(notebook.activity(1)).to_contain_text("Stopping")
        assert notebook.is_running(1)
        notebook.open_gate("tool")
        notebook.wait_until_done(1)
    expect(notebook.activity(1)).to_be_hidden()
    # What was pressed is gone; the next keys are not for the notebook all the same.
    assert notebook.page.evaluate("document.activeElement.closest('.nbs') !== null")
    cells = notebook.page.locator(".jp-Cell").count()
    notebook.page.keyboard.press("b")
    assert notebook.page.locator(".jp-Cell").count() == cells
    expect(tool).to_have_attribute("data-status", "done")
    assert len(server.exchanges) == 1


def test_deleting_its_cell_ends_a_run(open_notebook: OpenNotebook) -> None:
    with in_thread([[ENDLESS]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), BEGIN, "print(view.status)")
        notebook.run(0)
        notebook.run(1)
        expect(notebook.output(1)).to_contain_text("word20")
        notebook.page.evaluate(
            """async () => {
              window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1
              await window.jupyterapp.commands.execute('notebook:delete-cell')
            }"""
        )
        until(lambda: server.exchanges[0].closed_at)
        notebook.run(1)
        assert notebook.outputs(1)[0]["text"].strip() == "stopped"


def test_a_stop_that_a_busy_kernel_does_not_hear_offers_to_interrupt_it(
    open_notebook: OpenNotebook,
) -> None:
    busy = "import browser.story\nbrowser.story.wait_until_opened('never')"
    with in_thread([[ENDLESS]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), BEGIN, busy)
        notebook.run(0)
        notebook.run(1)
        expect(notebook.output(1)).to_contain_text("word20")
        notebook.start(2)
        notebook.views(1).get_by_role("button", name="Stop").click()
        offer = notebook.views(1).get_by_role("button", name="Interrupt the kernel")
        expect(offer).to_be_visible()
        notebook.screenshot("stop-unheard", 1)
        offer.click()
        until(lambda: server.exchanges[0].closed_at)
        notebook.wait_until_done(2)
    expect(notebook.activity(1)).to_be_hidden()


def test_retry_goes_on_in_the_same_view(open_notebook: OpenNotebook) -> None:
    run = "import nbstream\nview = nbstream.run(agent, 'Go')\nview"
    with in_thread([[say("Half an"), Drop()], [say("A whole answer.")]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url), run)
        notebook.run(0)
        notebook.run(1)
        retry = notebook.views(1).get_by_role("button", name="Retry")
        expect(retry).to_be_visible()
        notebook.screenshot("broken", 1)
        retry.click()
        expect(notebook.views(1)).to_contain_text("A whole answer.")
        expect(notebook.views(1).locator(".nbs-error")).to_have_count(0)
        expect(notebook.views(1).locator(".nbs-retracted")).to_contain_text("broke off")
        notebook.screenshot("retried", 1)
