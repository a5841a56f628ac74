"""A conversation over reloads, on two pages, at kernels that are busy or gone, and in the file."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from browser.chatting import SETUP, ask, field, turns
from browser.conftest import OpenNotebook
from browser.notebook import Notebook

# The page looks for a view's model every tenth of a second, for two seconds; one that is busy with
# the models that have come does not look again in time.
BUSY = """
const ask = window.setTimeout
window.setTimeout = (act, ms, ...rest) => {
  if (ms !== 100 || performance.now() > 15000) return ask(act, ms, ...rest)
  const came = () => window.__wire?.received["iopub comm_msg"] !== undefined
  const hold = () => (came() ? ask(act, 2200, ...rest) : ask(hold, 20))
  return ask(hold, 0)
}
"""


def restart(notebook: Notebook) -> None:
    notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )


def test_a_reload_in_the_middle_keeps_the_draft_the_turns_and_the_running_answer(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, anew=True)
    notebook.run(0)
    ask(notebook, "one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    ask(notebook, "gate two")
    expect(turns(notebook).nth(1)).to_contain_text("You said gate two")
    field(notebook).fill("not sent")
    notebook.save()
    notebook.reload()
    expect(turns(notebook)).to_have_count(2)
    expect(turns(notebook).first).to_contain_text("You said one")
    expect(turns(notebook).nth(1)).to_contain_text("You said gate two")
    expect(field(notebook)).to_have_value("not sent")
    notebook.open_gate("two")
    expect(turns(notebook).nth(1)).to_contain_text("And more.")
    expect(turns(notebook).nth(1)).to_have_attribute("data-status", "done")


def test_a_page_that_is_busy_while_it_is_loaded_shows_what_it_has_given_up(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, anew=True)
    notebook.run(0)
    ask(notebook, "one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    notebook.save()
    notebook.page.add_init_script(BUSY)
    notebook.reload()
    expect(turns(notebook)).to_have_count(1)
    ask(notebook, "two")
    expect(turns(notebook).nth(1)).to_contain_text("You said two after 2 items")
    expect(notebook.output().locator(".nbs-static")).to_be_hidden()
    # JupyterLab's own word for a view that it gives up.
    notebook.errors[:] = [said for said in notebook.errors if "widget model not found" not in said]


def test_two_views_and_a_second_page_stay_in_step(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, "chat", anew=True)
    notebook.run(0)
    notebook.run(1)
    notebook.save()
    other = Notebook(notebook.page.context.new_page(), notebook.lab, notebook.path, "second-page")
    other.open()
    ask(notebook, "one")
    for where, index in ((notebook, 0), (notebook, 1), (other, 0)):
        expect(turns(where, index)).to_have_count(1)
        expect(turns(where, index).first).to_contain_text("You said one after 0 items")
    ask(other, "two")
    expect(turns(notebook, 1).nth(1)).to_contain_text("You said two after 2 items")
    ask(notebook, "gate three")
    for where in (notebook, other):
        expect(turns(where).nth(2)).to_contain_text("You said gate three after 4 items.")
        expect(where.output().get_by_role("button", name="Stop", exact=True)).to_be_visible()
    assert other.errors == []
    restart(notebook)
    for where in (notebook, other):
        expect(where.output().locator(".nbs-gone").first).to_contain_text("no longer live")
        expect(where.output().locator(".nbs-stance")).to_have_text("Not live any more")
        expect(turns(where).nth(2)).to_contain_text("You said gate three after 4 items.")
    other.page.close()


def test_a_question_to_a_busy_kernel_waits_visibly_and_is_answered(
    open_notebook: OpenNotebook,
) -> None:
    busy = "from browser.story import wait_until_opened\nwait_until_opened('free')"
    notebook = open_notebook(SETUP, busy)
    notebook.run(0)
    notebook.start(1)
    ask(notebook, "patience")
    pending = notebook.output().locator(".nbs-pending")
    expect(pending).to_contain_text("patience")
    expect(pending).to_contain_text("Waits for the kernel")
    notebook.open_gate("free")
    expect(turns(notebook).first).to_contain_text("You said patience")
    expect(pending).to_be_empty()


def test_a_restarted_kernel_leaves_the_text_and_says_that_it_is_not_live(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, anew=True)
    notebook.run(0)
    ask(notebook, "one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    static = notebook.output().locator(".nbs-static")
    expect(static).to_contain_text("You said one")
    expect(static).to_be_hidden()
    restart(notebook)
    expect(notebook.output().locator(".nbs-gone")).to_contain_text("no longer live")
    expect(turns(notebook).first).to_contain_text("You said one")
    field(notebook).fill("anybody?")
    field(notebook).press("Enter")
    expect(field(notebook)).to_have_value("anybody?")
    notebook.save()
    notebook.wait_until_ready()
    notebook.reload()
    expect(static).to_contain_text("You said one")
    expect(static).to_be_visible()
    # JupyterLab's own word for a view whose kernel is gone.
    notebook.errors[:] = [said for said in notebook.errors if "widget model not found" not in said]


def test_the_file_holds_the_whole_conversation_and_freeze_leaves_only_that(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, "await chat.ask('three')", "chat.freeze()")
    notebook.run(0)
    ask(notebook, "one")
    expect(turns(notebook).first).to_have_attribute("data-status", "done")
    notebook.run(1)
    assert notebook.outputs(1) == []
    expect(turns(notebook).nth(1)).to_contain_text("You said three after 2 items")
    kept = json.dumps(notebook.outputs(0))
    assert "You said **three** after 2 items." in kept
    assert "<strong>one</strong>" in kept
    notebook.run(2)
    expect(notebook.output().locator(".nbs-composer")).to_have_count(0)
    expect(notebook.output().locator(".nbs-static")).to_contain_text("You said three")
    expect(notebook.output().locator(".nbs-static")).to_be_visible()
    notebook.screenshot("chat-frozen", 0)


def test_each_turn_travels_once(open_notebook: OpenNotebook) -> None:
    many = "for number in range({}):\n    await chat.ask(f'q{{number}}')"
    notebook = open_notebook(SETUP, many.format(20), many.format(20))
    notebook.run(0)
    notebook.run(1)
    expect(turns(notebook)).to_have_count(20)
    notebook.forget_traffic()
    notebook.run(2)
    expect(turns(notebook)).to_have_count(40)
    sent = notebook.traffic()
    batches = sent.bytes_of("comm_msg")
    expect(turns(notebook).last).to_contain_text("You said q19")
    # Twenty turns behind twenty others cost what twenty cost: a turn is about 6 KB of messages.
    assert batches < 20 * 9_000
    assert re.search("q19", turns(notebook).last.inner_text())


EARLIER = """
from agents import SQLiteSession
session = SQLiteSession("s")
pairs = [("one", "First **answer**."), ("two", "Second.")]
for asked, said in pairs:
    await session.add_items([{"role": "user", "content": asked}])
    await session.add_items([{"role": "assistant", "content": said}])
chat = Chat(answer, session=session, settle="auto")
chat
"""


def test_what_a_session_holds_already_is_drawn_and_gone_on_from(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(SETUP, EARLIER)
    notebook.run(0)
    notebook.run(1)
    expect(turns(notebook, 1)).to_have_count(2)
    expect(turns(notebook, 1).first.locator(".nbs-answer-body strong")).to_have_text("answer")
    ask(notebook, "three", 1)
    expect(turns(notebook, 1).nth(2)).to_contain_text("You said three after 4 items.")
    expect(notebook.twins(1)).to_contain_text("First answer.")


def test_a_conversation_goes_on_in_notebook_7(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(SETUP, in_lab=False)
    notebook.run(0)
    expect(notebook.output().locator(".nbs-greeting .nbs-answer-body strong")).to_have_text("there")
    ask(notebook, "one")
    expect(turns(notebook).first).to_contain_text("You said one after 0 items.")
    ask(notebook, "gate two")
    expect(turns(notebook).nth(1)).to_contain_text("You said gate two")
    notebook.save()
    notebook.reload()
    expect(turns(notebook).nth(1)).to_contain_text("You said gate two")
    notebook.output().get_by_role("button", name="Stop", exact=True).click()
    expect(turns(notebook).nth(1)).to_have_attribute("data-status", "stopped")
    turns(notebook).first.get_by_role("button", name="Insert").click()
    expect(notebook.cell(1).locator(".cm-content")).to_have_text("print('code')")
