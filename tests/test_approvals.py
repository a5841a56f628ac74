"""Approvals: a run stops at a call, somebody decides, and it goes on in the same view."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from agents import Agent, HostedMCPTool
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call

import nbstream
from deciding import DONE, agent, asking, server_asks, statuses, tools, waiting, wipe
from nbstream.errors import ApprovalError


async def test_a_call_waits_and_the_run_goes_on_in_the_same_view() -> None:
    wiped: list[str] = []
    view = await asking(nbstream.run(agent(wiped, [wipe("a")], DONE), "go"))
    (question,) = view.pending.questions if view.pending else ()
    assert (question.call_id, question.tool) == ("call_a", "wipe")
    assert json.loads(question.arguments) == {"path": "a"}
    assert (view.status, statuses(view), wiped) == ("streaming", ["approval"], [])
    view.approve("call_a")
    await view
    assert (view.status, statuses(view), wiped, view.text) == ("done", ["done"], ["a"], "Done.")
    assert tools(view)[0].props["output"] == "wiped a"
    assert tools(view)[0].props["approval"] == {"approved": True, "message": "", "always": False}
    assert view.pending is None
    assert view.result.final_output == "Done."


def test_a_script_is_told_what_waits_below_all_that_came(
    capfd: pytest.CaptureFixture[str],
) -> None:
    asks = [assistant_message("I shall delete it."), wipe("a")]
    view = nbstream.run(agent([], asks, DONE), "go").wait()
    told = capfd.readouterr()
    assert told.out == "I shall delete it.\n"
    assert told.err.startswith('wipe({"path":"a"}) waits for a decision: view.approve(\'call_a\')')
    view.approve("call_a")
    view.wait()
    assert capfd.readouterr() == ("\nDone.\n", "")


async def test_the_cell_says_that_it_went_on_until_somebody_decides() -> None:
    view = await asking(nbstream.run(agent([], [wipe("a")], DONE), "go"))
    (said,) = tools(view)[0].props["notes"]["decision"]
    assert "view.approve('call_a')" in said
    view.approve("call_a")
    await view
    assert "decision" not in tools(view)[0].props["notes"]


@pytest.mark.parametrize("message", [None, "Not that one."])
async def test_a_rejection_tells_the_model_why_and_nothing_runs(message: str | None) -> None:
    wiped: list[str] = []
    asked = agent(wiped, [wipe("a")], DONE)
    view = await asking(nbstream.run(asked, "go"))
    view.reject("call_a", message)
    await view
    assert (statuses(view), wiped, view.text) == (["rejected"], [], "Done.")
    told = asked.model.calls[-1].input[-1]["output"]  # type: ignore[union-attr]
    assert tools(view)[0].props["output"] == told
    assert message in (None, told)
    assert "error" not in tools(view)[0].props


async def test_calls_are_decided_one_by_one_and_each_goes_on_at_once() -> None:
    wiped: list[str] = []
    view = await asking(nbstream.run(agent(wiped, [wipe("a"), wipe("b"), wipe("c")], DONE), "go"))
    view.approve("call_b")
    await view
    assert (statuses(view), wiped) == (["approval", "done", "approval"], ["b"])
    view.reject("call_a", "no")
    view.approve("call_c")
    await view
    assert (statuses(view), wiped) == (["rejected", "done", "done"], ["b", "c"])
    assert view.status == "done"


async def test_always_goes_for_the_calls_that_wait_and_those_that_come() -> None:
    wiped: list[str] = []
    turns = [[wipe("a"), wipe("b")], [wipe("c")], DONE]
    view = await asking(nbstream.run(agent(wiped, *turns), "go"))
    view.approve("call_b", always=True)
    await view
    assert (view.status, sorted(wiped)) == ("done", ["a", "b", "c"])
    assert [tool.props["approval"]["always"] for tool in tools(view)[:2]] == [True, True]


async def test_always_goes_for_one_server_of_two_whose_tools_have_one_name() -> None:
    servers = ["srv", "another", "srv"]
    model = ScriptedModel([ModelStep.stream(partial(server_asks, servers=servers)), DONE])
    tools_of = [
        HostedMCPTool(
            tool_config={"type": "mcp", "server_label": name, "server_url": "http://127.0.0.1/"}
        )
        for name in servers[:2]
    ]
    view = await asking(nbstream.run(Agent(name="A", model=model, tools=[*tools_of]), "go"))
    view.approve("mcpr_1", always=True)
    await asking(view)
    assert waiting(view) == ["mcpr_2"]
    view.reject("mcpr_2")
    await view
    assert [tool.props["approval"]["approved"] for tool in tools(view)] == [True, False, True]


async def test_always_goes_for_one_agent_of_two_of_one_name() -> None:
    wiped: list[str] = []
    inner = [agent(wiped, [wipe(path)], DONE) for path in "ab"]
    as_tools = [
        each.as_tool(tool_name=name, tool_description="")
        for each, name in zip(inner, "xy", strict=True)
    ]
    calls = [function_call(name, {"input": "go"}, call_id=name) for name in "xy"]
    outer = Agent(name="O", model=ScriptedModel([calls, DONE]), tools=[*as_tools])
    view = await asking(nbstream.run(outer, "go"))
    view.approve("call_a", always=True)
    await asking(view)
    assert (wiped, waiting(view)) == (["a"], ["call_b"])


async def test_what_waits_is_named_to_who_names_another_call() -> None:
    view = await asking(nbstream.run(agent([], [wipe("a")], DONE), "go"))
    with pytest.raises(ApprovalError, match=r"what waits: call_a \(wipe\)"):
        view.approve("call_z")
    view.approve("call_a")
    await view
    with pytest.raises(ApprovalError, match="nothing waits"):
        view.approve("call_a")


async def test_other_streams_ask_nothing() -> None:
    with pytest.raises(ApprovalError, match=r"nbstream\.run"):
        nbstream.stream("text").approve("c")


@pytest.mark.parametrize("approved", [True, False])
async def test_a_hosted_server_asks_the_same_way(approved: bool) -> None:
    mcp = HostedMCPTool(
        tool_config={"type": "mcp", "server_label": "srv", "server_url": "http://127.0.0.1/"}
    )
    asked: Agent[Any] = Agent(
        name="A", model=ScriptedModel([ModelStep.stream(server_asks), DONE]), tools=[mcp]
    )
    view = await asking(nbstream.run(asked, "go"))
    assert statuses(view) == ["approval"]
    view.approve("mcpr_1") if approved else view.reject("mcpr_1", "no")
    await view
    assert (view.status, view.text) == ("done", "Done.")
    assert statuses(view) == ["done" if approved else "rejected"]
    assert tools(view)[0].props["approval"]["approved"] is approved
    (answer,) = [
        item
        for item in asked.model.calls[-1].input  # type: ignore[union-attr]
        if item.get("type") == "mcp_approval_response"
    ]
    assert answer["approve"] is approved
