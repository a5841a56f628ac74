"""The demo's agents: one asks three tools at once, and hands over to another, who answers."""

from __future__ import annotations

import asyncio
from typing import Any

from agents import Agent, function_tool
from agents.testing import assistant_message, function_call
from openai.types.responses.response_reasoning_item import ResponseReasoningItem, Summary

from nbstream.demo import words
from nbstream.demo.model import PacedModel

_WEATHER = {"Lisbon": "24 °C, clear sky, light wind", "Oslo": "2 °C, sleet, wind from the north"}


def travel_agent(words_per_second: float) -> Agent[Any]:
    """Make the agent; its tools take their time unless `words_per_second` is 0."""
    slowly = 1.0 if words_per_second else 0.0

    @function_tool
    async def look_up_weather(city: str) -> str:
        """Tell today's weather in a city."""
        await asyncio.sleep(slowly * len(city) / 5)
        return f"{city}: {_WEATHER.get(city, 'no report today')}"

    @function_tool
    async def ferry_times(port: str) -> str:
        """Tell when ferries leave a port."""
        await asyncio.sleep(slowly / 2)
        raise ConnectionError(f"the ferry company of {port} did not answer")

    packer: Agent[Any] = Agent(
        name="Packer",
        instructions="Say what to pack.",
        model=PacedModel([[assistant_message(words.PACKING_LIST)]], words_per_second),
    )
    planner = PacedModel(
        [
            [
                _thoughts(words.THOUGHTS),
                assistant_message(words.BEGINNING),
                function_call("look_up_weather", {"city": "Lisbon"}, call_id="demo_lisbon"),
                function_call("look_up_weather", {"city": "Oslo"}, call_id="demo_oslo"),
                function_call("ferry_times", {"port": "Oslo"}, call_id="demo_ferry"),
            ],
            [
                assistant_message(words.AFTER_THE_TOOLS),
                function_call("transfer_to_packer", {}, call_id="demo_handoff"),
            ],
        ],
        words_per_second,
    )
    return Agent(
        name="Planner",
        instructions="Help with a journey.",
        model=planner,
        tools=[look_up_weather, ferry_times],
        handoffs=[packer],
    )


def _thoughts(text: str) -> ResponseReasoningItem:
    summary = [Summary(text=text, type="summary_text")]
    return ResponseReasoningItem(id="demo_thoughts", type="reasoning", summary=summary)
