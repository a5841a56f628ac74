"""The five answers, through the real SDK and real HTTP, in a real cell: whole and in order."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.answers import CODE, LONG, MEDIUM, SHORT, Answer, numbers
from browser.conftest import OpenNotebook
from servers.model_server import in_thread
from servers.script import Say, Turn, call, say

SETUP = """
from agents import Runner
from nbstream import stream
from browser.agent import scripted_agent
agent = scripted_agent({url!r}, chat={chat})
"""
RUN = "view = await stream(Runner.run_streamed(agent, 'Go'))"
TEXT = "print(view.text, end='')"


@pytest.mark.parametrize(
    ("answer", "per_second", "chat"),
    [(SHORT, 100, False), (MEDIUM, 500, True), (LONG, 0, False), (CODE, 500, False)],
    ids=["short", "medium, by Chat Completions", "long, at full speed", "code-heavy"],
)
def test_an_answer_arrives_whole_and_in_order(
    open_notebook: OpenNotebook, answer: Answer, per_second: float, chat: bool
) -> None:
    with in_thread([[Say(answer.pieces, per_second)]]) as server:
        notebook = open_notebook(SETUP.format(url=server.url, chat=chat), RUN, TEXT)
        notebook.run(0)
        notebook.run(1)
        notebook.run(2)
    last = len(answer.pieces) - 1
    view = notebook.views(1)
    expect(view).to_have_count(1)
    expect(view).to_contain_text(f"w{last}")
    assert numbers(view.text_content() or "") == list(range(last + 1))
    assert notebook.outputs(2)[0]["text"] == answer.markdown
    expect(view.locator("h2").first).to_have_text("w0 w1 w2")
    if answer is not SHORT:
        expect(view.locator("pre code").first).to_contain_text("def w")
    notebook.screenshot(f"answer-{answer.name}", 1)


def test_tools_that_run_in_parallel_each_have_their_cell(open_notebook: OpenNotebook) -> None:
    turns: list[Turn] = [
        [
            say("Let me look at both.", per_second=100),
            call("look_up", '{"city": "Oslo"}'),
            call("look_up", '{"city": "Lima"}'),
        ],
        [say("**Rain** in both.", per_second=100)],
    ]
    with in_thread(turns) as server:
        notebook = open_notebook(SETUP.format(url=server.url, chat=False), RUN)
        notebook.run(0)
        notebook.run(1)
    expect(notebook.activity(1)).to_be_hidden()
    view = notebook.views(1)
    tools = notebook.tools(1)
    expect(tools).to_have_count(2)
    for tool, city in zip(tools.all(), ("Oslo", "Lima"), strict=True):
        expect(tool.locator("summary")).to_contain_text("look_up")
        expect(tool.locator("summary")).to_contain_text(city)
        expect(tool).to_have_attribute("data-status", "done")
        expect(tool).not_to_have_attribute("open", "")
        tool.locator("summary").click()
        expect(tool.get_by_text(f"It rains in {city}.")).to_be_visible()
    expect(view.locator("strong")).to_have_text("Rain")
    order = view.text_content() or ""
    places = [order.index(text) for text in ("Let me look", "Oslo", "Lima", "Rain in both.")]
    assert places == sorted(places)
    notebook.screenshot("answer-parallel-tools", 1)
