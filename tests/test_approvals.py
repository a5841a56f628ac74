"""Approvals: a run stops at a call, somebody decides, and it goes on in the same view."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import pytest
from agents import Agent, HostedMCPTool, RunConfig, RunContextWrapper, Runner, function_tool
from agents.testing import ModelStep, ScriptedModel, assistant_message, function_call
from openai.types.responses import Response, ResponseCompletedEvent
from openai.types.responses.response_output_item import McpApprovalRequest

import nbstream
from nbstream.document import Block
from nbstream.errors import ApprovalError
from nbstream.sources.agents_approvals import Decision, digest


def wiping(wiped: list[str]) -> Any:
    @function_tool(needs_approval=True)
    async def wipe(path: str) -> str:
        """Delete a file."""
        wiped.append(path)
        return f"wiped {path}"

    return wipe


def wipe(path: str) -> Any:
    return function_call("wipe", {"path": path}, call_id=f"call_{path}")


def agent(wiped: list[str], *turns: Any, **given: Any) -> Agent[Any]:
    return Agent(name="A", model=ScriptedModel(list(turns)), tools=[wiping(wiped)], **given)


def tools(view: nbstream.StreamView) -> list[Block]:
    return [block for block in view.document.blocks if block.kind == "tool"]


def statuses(view: nbstream.StreamView) -> list[str]:
    return [str(tool.props["status"]) for tool in tools(view)]


async def asking(view: nbstream.StreamView) -> nbstream.StreamView:
    """Wait until a run has stopped for a question; here nobody can press a button."""
    await view
    assert view.pending is not None
    return view


def waiting(view: nbstream.StreamView) -> list[str]:
    assert view.pending is not None
    return [question.call_id for question in view.pending.questions]


DONE = [assistant_message("Done.")]


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


def around(inner: Agent[Any], call_id: str, name: str = "ask") -> Agent[Any]:
    """An agent that asks another one, in a tool."""
    tool = inner.as_tool(name, "Ask it.", on_stream=nbstream.nested)
    turns = [[function_call(name, {"input": "go"}, call_id=call_id)], DONE]
    return Agent(name="O", model=ScriptedModel(turns), tools=[tool])


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


async def server_asks(_call: Any, servers: Sequence[str] = ("srv",)) -> AsyncIterator[Any]:
    asks = [
        McpApprovalRequest(
            id=f"mcpr_{number}",
            arguments='{"a": 1}',
            name="look",
            server_label=server,
            type="mcp_approval_request",
        )
        for number, server in enumerate(servers, start=1)
    ]
    response = Response(
        id="r",
        created_at=0,
        model="m",
        object="response",
        output=[*asks],
        parallel_tool_calls=True,
        tool_choice="auto",
        tools=[],
    )
    yield ResponseCompletedEvent(type="response.completed", sequence_number=0, response=response)


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


# What a page decides


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
