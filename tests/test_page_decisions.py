"""What a page decides: what it showed is what runs, and once."""

from __future__ import annotations

from typing import Any

from agents import Agent, HostedMCPTool
from agents.testing import ModelStep, ScriptedModel

import nbstream
from deciding import DONE, agent, asking, server_asks, statuses, tools, wipe
from nbstream.sources.agents_approvals import Decision, digest


async def test_a_page_decides_by_what_it_showed_and_once() -> None:
    wiped: list[str] = []
    view = await asking(nbstream.run(agent(wiped, [wipe("a")], DONE), "go"))
    (tool,) = tools(view)
    shown = digest(tool.props["name"], tool.text)
    for answer, decision in [
        (("r1.0", "another", shown), Decision(approved=True)),
        ((tool.id, tool.props["ask"], shown), Decision(approved=False, message="no")),
        ((tool.id, tool.props["ask"], shown), Decision(approved=True)),
    ]:
        view._desk.on_decision(*answer, decision)
    await view
    assert (statuses(view), wiped) == (["rejected"], [])
    assert tools(view)[0].props["output"] == "no"


async def test_a_page_that_showed_something_else_is_asked_anew() -> None:
    wiped: list[str] = []
    view = await asking(nbstream.run(agent(wiped, [wipe("a")], DONE), "go"))
    (tool,) = tools(view)
    before = tool.props["ask"]
    view._desk.on_decision(
        tool.id, before, digest("wipe", '{"path": "b"}'), Decision(approved=True)
    )
    assert tool.props["ask"] not in ("", before)
    right = digest(tool.props["name"], tool.text)
    view._desk.on_decision(tool.id, before, right, Decision(approved=True))
    assert (statuses(view), wiped) == (["approval"], [])
    view._desk.on_decision(tool.id, tool.props["ask"], right, Decision(approved=True))
    await view
    assert wiped == ["a"]


def test_a_digest_is_of_the_name_and_the_arguments_apart() -> None:
    # SHA-256 of "4:2:wipe{}".
    expected = "3d515d44fcc2628ae49afe29b84323ddc4ad6d11ccf1271938db7feafc85622a"
    assert digest("wipe", "{}") == expected
    assert digest("wipe{", "}") != digest("wipe", "{}")
    assert digest("wipe", "{}", "file: a") != digest("wipe", "{}file: a")
    assert digest("a", "\ud83d\ude00") == digest("a", "\N{GRINNING FACE}")
    assert digest("a", "\ud83d") == digest("a", "\ufffd")


async def test_a_recording_keeps_the_question_and_not_its_name(tmp_path: Any) -> None:
    view = await asking(nbstream.run(agent([], [wipe("a")], DONE), "go"))
    nonce = tools(view)[0].props["ask"]
    view.reject("call_a")
    await view
    view.save(tmp_path / "run.jsonl")
    assert nonce not in (tmp_path / "run.jsonl").read_text("utf-8")


async def test_an_answer_about_another_server_is_void() -> None:
    mcp = HostedMCPTool(
        tool_config={"type": "mcp", "server_label": "srv", "server_url": "http://127.0.0.1/"}
    )
    model = ScriptedModel([ModelStep.stream(server_asks), DONE])
    view = await asking(nbstream.run(Agent(name="A", model=model, tools=[mcp]), "go"))
    (tool,) = tools(view)
    for server, counts in [("another", False), ("srv", True)]:
        shown = digest("look", tool.text, f"server: {server}")
        view._desk.on_decision(tool.id, tool.props["ask"], shown, Decision(approved=False))
        assert (tool.props["status"] == "rejected") is counts
    await view
