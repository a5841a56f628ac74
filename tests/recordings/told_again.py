"""Recorded runs to be heard again: what the model said, in either API, and the agents of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agents import Agent, FunctionTool, ModelSettings
from agents.models.interface import Model
from agents.tool_context import ToolContext
from pydantic import BaseModel

from recordings.player import Recorded
from servers.script import Turn, Verbatim

Payload = dict[str, Any]

# What a completion says of an item, by the type of the delta that says it.
_WORDS = {
    "response.output_text.delta": "content",
    "response.refusal.delta": "refusal",
    "response.reasoning_summary_text.delta": "reasoning_content",
    "response.reasoning_text.delta": "reasoning_content",
}
_CARRIED = {"message", "reasoning", "function_call"}


class Weather(BaseModel):
    """What a run that was asked for data was asked for."""

    city: str
    ok: bool


def responses_script(run: Recorded) -> list[Turn]:
    """What the model said, a turn for each response, in the payloads that were recorded."""
    return [[Verbatim(tuple(payloads))] for payloads in _responses(run)]


def chat_script(run: Recorded) -> list[Turn]:
    """The same as chunks of a completion, in the order in which it was said.

    Raises:
        ValueError: The run has items that a completion has no words for.
    """
    return [[Verbatim(tuple(_chunks(payloads)))] for payloads in _responses(run)]


def agent_like(run: Recorded, model: Model, **settings: Any) -> Agent[Any]:
    """The first agent of the run: its tools give what theirs gave, its handoffs lead on."""
    outputs = {row["raw_item"]["call_id"]: row["output"] for row in run.items("tool_output")}
    items = [row["raw_item"] for row in run.items("tool_called")]
    called = {item["name"] for item in items if item["type"] == "function_call"}

    async def invoke(context: ToolContext[Any], arguments: str) -> Any:
        return outputs[context.tool_call_id]

    tools: list[Any] = [
        FunctionTool(name, "", {"type": "object"}, invoke, strict_json_schema=False)
        for name in sorted(called)
    ]
    names = [row["new_agent"] for row in run.rows if row.get("new_agent")]
    agent: Agent[Any] | None = None
    for name in reversed(names):
        agent = Agent(
            name=name,
            model=model,
            tools=tools,
            handoffs=[agent] if agent else [],
            output_type=Weather if isinstance(run.end["final_output"], dict) else None,
            model_settings=ModelSettings(**settings),
        )
    assert agent
    return agent


def _responses(run: Recorded) -> Iterator[list[Payload]]:
    payloads: list[Payload] = []
    for payload in run.raw():
        payloads.append(payload)
        if payload["type"] == "response.completed":
            yield payloads
            payloads = []


def _chunks(payloads: list[Payload]) -> Iterator[Payload]:
    calls: dict[int, int] = {}
    response = payloads[-1]["response"]
    for payload in payloads:
        kind, item = payload["type"], payload.get("item", {})
        if kind in _WORDS:
            yield _chunk(response, {_WORDS[kind]: payload["delta"]})
        elif kind == "response.function_call_arguments.delta":
            function = {"arguments": payload["delta"]}
            more = {"index": calls[payload["output_index"]], "function": function}
            yield _chunk(response, {"tool_calls": [more]})
        elif kind == "response.output_item.added":
            if item["type"] not in _CARRIED:
                raise ValueError(f"a completion has no words for a {item['type']}")
            if item["type"] == "function_call":
                index = calls[payload["output_index"]] = len(calls)
                function = {"name": item["name"], "arguments": ""}
                begun = {"index": index, "id": item["call_id"], "type": "function"}
                yield _chunk(response, {"tool_calls": [{**begun, "function": function}]})
    yield _chunk(response, {}, "tool_calls" if calls else "stop")
    usage = response["usage"]
    yield {
        **_chunk(response, {}),
        "choices": [],
        "usage": {
            "prompt_tokens": usage["input_tokens"],
            "completion_tokens": usage["output_tokens"],
            "total_tokens": usage["total_tokens"],
            "prompt_tokens_details": usage["input_tokens_details"],
            "completion_tokens_details": usage["output_tokens_details"],
        },
    }


def _chunk(response: Payload, delta: Payload, finish_reason: str | None = None) -> Payload:
    return {
        "id": f"chatcmpl_{response['id']}",
        "object": "chat.completion.chunk",
        "created": int(response["created_at"]),
        "model": response["model"],
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }
