"""Runs that stop at a call until somebody decides, and what is asked of their views."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from agents import Agent, function_tool
from agents.testing import ScriptedModel, assistant_message, function_call
from openai.types.responses import Response, ResponseCompletedEvent
from openai.types.responses.response_output_item import McpApprovalRequest

import nbstream
from nbstream.document import Block


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


def around(inner: Agent[Any], call_id: str, name: str = "ask") -> Agent[Any]:
    """An agent that asks another one, in a tool."""
    tool = inner.as_tool(name, "Ask it.", on_stream=nbstream.nested)
    turns = [[function_call(name, {"input": "go"}, call_id=call_id)], DONE]
    return Agent(name="O", model=ScriptedModel(turns), tools=[tool])


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
