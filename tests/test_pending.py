"""A run that waits for a decision: kept as JSON, gone on with, stopped."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from agents import Agent, RunConfig, RunContextWrapper, Runner, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call

import nbstream
from deciding import DONE, agent, around, asking, statuses, tools, wipe
from nbstream.sources.agents_approvals import Decision


async def test_a_pending_run_goes_on_from_its_json() -> None:
    wiped: list[str] = []
    first = await asking(nbstream.run(agent(wiped, [wipe("a"), wipe("b")]), "go"))
    kept = json.dumps(first.pending.to_json() if first.pending else None)
    second = await asking(nbstream.run(agent(wiped, DONE), json.loads(kept)))
    assert statuses(second) == ["approval", "approval"]
    assert [json.loads(tool.text)["path"] for tool in tools(second)] == ["a", "b"]
    second.approve("call_a")
    second.reject("call_b")
    await second
    assert (second.status, wiped, second.text) == ("done", ["a"], "Done.")
    first.stop()


async def test_the_sdks_own_state_goes_on_too() -> None:
    wiped: list[str] = []
    asked = agent(wiped, [wipe("a")], DONE)
    result = await Runner.run(asked, "go", run_config=RunConfig(tracing_disabled=True))
    view = await asking(nbstream.run(asked, result.to_state()))
    view.approve("call_a")
    await view
    assert (wiped, view.text) == (["a"], "Done.")


@pytest.mark.parametrize("own", [True, False])
async def test_what_was_rejected_before_a_run_went_on_is_shown_as_that(*, own: bool) -> None:
    wiped: list[str] = []
    asked = agent(wiped, [wipe("a"), wipe("b")], DONE)
    quiet = RunConfig(tracing_disabled=True)
    result = await Runner.run(asked, "go", run_config=quiet)
    state, (first, second) = result.to_state(), result.interruptions
    state.approve(first)
    state.reject(second, rejection_message="Not that one.")
    goes_on = Runner.run_streamed(asked, state, run_config=quiet) if not own else None
    view = await (nbstream.stream(goes_on) if goes_on else nbstream.run(asked, state))
    assert (statuses(view), wiped) == (["done", "rejected"], ["a"])
    assert tools(view)[1].props["output"] == "Not that one."


@pytest.mark.parametrize("approved", [True, False])
async def test_an_agent_inside_a_tool_goes_on_from_json_in_its_cell(*, approved: bool) -> None:
    first = around(agent([], [wipe("a")]), call_id="outer")
    view = await asking(nbstream.run(first, "go"))
    state = json.loads(json.dumps(view.pending.to_json())) if view.pending else {}
    view.stop()

    # Elsewhere the same agents have their later turns still to say.
    wiped: list[str] = []
    inner = agent(wiped, [wipe("b")], [assistant_message("inner done")])
    tool = inner.as_tool("ask", "Ask it.", on_stream=nbstream.nested)
    view = await asking(
        nbstream.run(Agent(name="O", model=ScriptedModel([DONE]), tools=[tool]), state)
    )
    if approved:
        view.approve("call_a", always=True)
    else:
        view.reject("call_a", "Not that one.")
        await view
        view.approve("call_b")
    await view
    assert (view.text, wiped) == ("Done.", ["a", "b"] if approved else ["b"])
    asked, outer, later = tools(view)
    assert statuses(view) == ["done" if approved else "rejected", "done", "done"]
    assert asked.props["output"] == ("wiped a" if approved else "Not that one.")
    assert (outer.props["output"], later.props["output"]) == ("inner done", "wiped b")
    assert later.parent == outer.id


async def test_the_context_is_the_same_object_after_a_decision() -> None:
    seen: list[object] = []

    @function_tool(needs_approval=True)
    async def look(context: RunContextWrapper[object]) -> str:
        """Look."""
        seen.append(context.context)
        return "seen"

    mine = object()
    turns = [[function_call("look", {}, call_id="c")], DONE]
    asked: Agent[Any] = Agent(name="A", model=ScriptedModel(turns), tools=[look])
    view = await asking(nbstream.run(asked, "go", context=mine))
    view.approve("c")
    await view
    assert seen == [mine]


async def test_a_stopped_run_runs_nothing_that_waited() -> None:
    wiped: list[str] = []
    view = await asking(nbstream.run(agent(wiped, [wipe("a")], DONE), "go"))
    question = view.pending.questions[0] if view.pending else None
    assert question is not None
    view.stop()
    await view
    assert (view.status, statuses(view), view.pending) == ("stopped", ["stopped"], None)
    view._desk.on_decision(question.block, question.nonce, question.digest, Decision(approved=True))
    await asyncio.sleep(0)
    assert wiped == []


async def test_a_run_that_waits_inside_a_tool_is_stopped_at_once() -> None:
    outer = around(agent([], [wipe("a")], DONE), call_id="outer")
    view = await asking(nbstream.run(outer, "go"))
    view.stop()
    await view
    assert (view.status, statuses(view), view.pending) == ("stopped", ["stopped"] * 2, None)
