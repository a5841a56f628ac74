"""Targets that answer by script, and remember what they were told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

from agents import Agent, function_tool
from agents.items import TResponseOutputItem
from agents.testing import ScriptedModel, assistant_message, function_call

from nbstream import Chat


class Echo:
    """A function for a chat: it says each question again, when it is let."""

    def __init__(self) -> None:
        self.told: list[tuple[str, list[Any]]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, message: str, history: list[Any]) -> AsyncIterator[str]:
        self.told.append((str(message), list(history)))
        return self._say(message)

    async def _say(self, message: str) -> AsyncIterator[str]:
        yield "You said "
        await self.gate.wait()
        yield f"{message}."


def user(text: str) -> dict[str, Any]:
    """What a question is in a history."""
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    """What an answer is in a history, when its source has no items of its own."""
    return {"role": "assistant", "content": text}


class ToldModel(ScriptedModel):
    """A scripted model that keeps what each of its calls was given."""

    def __init__(self, turns: Iterable[Sequence[TResponseOutputItem]]) -> None:
        super().__init__(list(turns))
        self.given: list[Any] = []

    async def stream_response(
        self, system_instructions: str | None, input: Any, *args: Any, **kwargs: Any
    ) -> AsyncIterator[Any]:
        self.given.append(input)
        events: AsyncIterator[Any] = super().stream_response(
            system_instructions, input, *args, **kwargs
        )
        async for event in events:
            yield event


def texts(items: Any) -> list[str]:
    """What stands in a history, as text, item by item."""
    if isinstance(items, str):
        return [items]
    said = []
    for item in items:
        content = item.get("content", item.get("output", item.get("name")))
        if isinstance(content, list):
            content = "".join(part.get("text", "") for part in content)
        said.append(str(content))
    return said


def saying(*answers: str) -> tuple[Agent[Any], ToldModel]:
    """An agent that gives these answers, one a turn."""
    model = ToldModel([[assistant_message(text)] for text in answers])
    return Agent(name="Guide", model=model), model


def handing_over() -> Agent[Any]:
    """An agent that hands over to another at once; that one answers twice."""
    second = Agent[Any](
        name="Packer",
        model=ToldModel([[assistant_message("Packed.")], [assistant_message("Still packed.")]]),
    )
    first = ToldModel([[function_call("transfer_to_packer", {}, call_id="c1")]])
    return Agent(name="Planner", model=first, handoffs=[second])


def with_slow_tool(started: asyncio.Event) -> tuple[Agent[Any], ToldModel]:
    """An agent whose first answer calls a tool that never returns."""

    @function_tool
    async def wait() -> str:
        """Wait for good."""
        started.set()
        await asyncio.Event().wait()
        return "never"

    model = ToldModel(
        [
            [assistant_message("I will wait."), function_call("wait", {}, call_id="c1")],
            [assistant_message("Back again.")],
        ]
    )
    return Agent(name="Guide", model=model, tools=[wait]), model


def generator(message: str, history: list[Any]) -> Iterator[str]:
    yield "sync "
    yield message


def facts(chat: Chat) -> dict[str, Any]:
    """What the page knows of the chat itself."""
    whole: dict[str, Any] = chat.get_state("snapshot")["snapshot"]["blocks"][0]["props"]
    return whole
