"""Approvals of calls that agents make which are tools themselves."""

from __future__ import annotations

import json
from typing import Any

from agents import Agent
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call

import nbstream
from deciding import DONE, agent, around, asking, statuses, tools, wipe, wiping


async def test_a_call_inside_an_agent_that_is_a_tool_is_decided_like_any_other() -> None:
    wiped: list[str] = []
    inner = agent(wiped, [wipe("a")], [assistant_message("inner done")])
    view = await asking(nbstream.run(around(inner, call_id="outer"), "go"))
    assert statuses(view) == ["running", "approval"]
    view.approve("call_a")
    await view
    assert (statuses(view), wiped, view.text) == (["done", "done"], ["a"], "Done.")
    outer_cell, inner_cell = tools(view)
    assert inner_cell.parent == outer_cell.id
    assert (outer_cell.props["output"], inner_cell.props["output"]) == ("inner done", "wiped a")


async def test_calls_stay_in_their_cells_after_a_decision_where_all_ids_are_the_same() -> None:
    wiped: list[str] = []
    inner = agent(wiped, [wipe("a")], [wipe("b")], [assistant_message("inner done")])
    view = await asking(nbstream.run(around(around(inner, "call_a"), "call_a", "top"), "go"))
    for name in ("call_a", "call_b"):
        view.approve(name)
        await view
    assert (view.text, wiped) == ("Done.", ["a", "b"])
    outer, middle, *inside = tools(view)
    assert [tool.props["output"] for tool in tools(view)] == [
        "Done.",
        "inner done",
        "wiped a",
        "wiped b",
    ]
    assert [middle.parent, *(tool.parent for tool in inside)] == [outer.id, middle.id, middle.id]


async def test_calls_of_parallel_agents_wait_each_in_its_cell_where_ids_are_the_same() -> None:
    wiped: list[str] = []

    def asks(call: Any) -> Any:
        return [function_call("wipe", {"path": call.input[0]["content"]}, call_id="c")]

    inner = Agent(
        name="A", model=ScriptedModel([ModelStep.respond(asks)] * 2), tools=[wiping(wiped)]
    )
    tool = inner.as_tool("ask", "Ask it.", on_stream=nbstream.nested)
    calls = [function_call("ask", {"input": word}, call_id=word) for word in ("left", "right")]
    outer = Agent(name="O", model=ScriptedModel([calls]), tools=[tool])
    view = await asking(nbstream.run(outer, "go"))
    cells = {tool.id: json.loads(tool.text)["input"] for tool in tools(view)[:2]}
    asked = {
        json.loads(question.arguments)["path"]: cells[question.block.rpartition("/")[0]]
        for question in (view.pending.questions if view.pending else ())
    }
    assert asked == {"left": "left", "right": "right"}
    view.stop()


async def test_a_call_inside_an_agent_that_nobody_shows_is_shown_when_it_asks() -> None:
    wiped: list[str] = []
    tool = agent(wiped, [wipe("a")], [assistant_message("inner")]).as_tool("ask_inner", "Ask it.")
    outer_turns = [[function_call("ask_inner", {"input": "go"}, call_id="outer")], DONE]
    outer = Agent(name="O", model=ScriptedModel(outer_turns), tools=[tool])
    view = await asking(nbstream.run(outer, "go"))
    assert tools(view)[-1].props["name"] == "wipe"
    assert json.loads(tools(view)[-1].text) == {"path": "a"}
    view.approve("call_a")
    await view
    assert (view.status, wiped) == ("done", ["a"])
