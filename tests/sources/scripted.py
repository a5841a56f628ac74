"""Agents of the real SDK with real tools: only the model's words are scripted."""

from __future__ import annotations

import asyncio
from typing import Any

from agents import (
    Agent,
    function_tool,
)
from agents.testing import ScriptedModel

from nbstream.sources import Source
from nbstream.sources.agents_sdk import run_source
from sources.reading import Read


@function_tool
async def wait(seconds: float) -> str:
    """Take some time."""
    await asyncio.sleep(seconds)
    return f"waited {seconds}"


@function_tool
async def fail(word: str) -> str:
    """Fail."""
    raise LookupError(f"no {word}")


NO_WAY = LookupError("no way")


def scripted(*turns: Any, **given: Any) -> Agent[Any]:
    tools = given.pop("tools", [wait, fail])
    return Agent(name="A", model=ScriptedModel(list(turns)), tools=tools, **given)


def run(agent: Agent[Any], *, run_config: Any = None, hooks: Any = None, **given: Any) -> Source:
    return run_source(agent, "hello", run_config=run_config, hooks=hooks, **given)


def of(kind: type[Any], reading: Read) -> list[Any]:
    return [event for event in reading.events if isinstance(event, kind)]
