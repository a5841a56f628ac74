"""The agent that the tests' and benchmarks' cells run: the real SDK, a model server on loopback."""

from __future__ import annotations

import asyncio

from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, function_tool
from openai import AsyncOpenAI

from browser.story import opened


@function_tool
async def look_up(city: str) -> str:
    """Tell the weather; it takes a moment."""
    await asyncio.sleep(0.05)
    return f"It rains in {city}."


@function_tool
async def wait_for(gate: str) -> str:
    """Return when the test opens a gate."""
    await opened(gate)
    return f"{gate} was opened"


@function_tool(failure_error_function=None)
async def give_up() -> str:
    """Fail, and take the whole run along."""
    raise PermissionError("the tool may not do that")


@function_tool
async def fail() -> str:
    """Fail, and let the model hear of it."""
    raise LookupError("nothing was found")


def scripted_agent(url: str, *, chat: bool = False) -> Agent:
    """Return an agent that has every tool here and a model that says what the server's script has.

    Args:
        url: Where the model server listens.
        chat: Speak Chat Completions rather than Responses.
    """
    client = AsyncOpenAI(base_url=url, api_key="none", max_retries=0)
    model = (OpenAIChatCompletionsModel if chat else OpenAIResponsesModel)("scripted", client)
    tools = [look_up, wait_for, give_up, fail]
    return Agent(name="Assistant", model=model, tools=list(tools))
