"""A model whose words are written down, on the Agents SDK's own scripted one."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agents.items import TResponseOutputItem, TResponseStreamEvent
from agents.testing import ScriptedModel

from nbstream.demo.pace import pieces

_DELTAS = {
    "response.output_text.delta",
    "response.reasoning_summary_text.delta",
    "response.function_call_arguments.delta",
}

Turn = Sequence[TResponseOutputItem]


class PacedModel(ScriptedModel):
    """Says its turns word by word, and from the beginning again to whoever asks anew.

    Args:
        turns: What it says at first, after the first tools came back, after the next ones, …
        words_per_second: How fast; 0: as fast as it can.
    """

    def __init__(self, turns: Sequence[Turn], words_per_second: float) -> None:
        super().__init__()
        self._turns = turns
        self._seconds = 1 / words_per_second if words_per_second else 0

    async def stream_response(
        self, system_instructions: str | None, input: str | list[Any], *args: Any, **kwargs: Any
    ) -> AsyncIterator[TResponseStreamEvent]:
        """Stream the turn that this conversation has come to."""
        turn = min(_rounds_of_tools(input), len(self._turns) - 1)
        self.enqueue(self._turns[turn])
        said: AsyncIterator[Any] = super().stream_response(
            system_instructions, input, *args, **kwargs
        )
        async for event in said:
            if event.type not in _DELTAS:
                yield event
                continue
            for piece in pieces(event.delta):
                await asyncio.sleep(self._seconds)
                yield event.model_copy(update={"delta": piece})


def _rounds_of_tools(conversation: str | list[Any]) -> int:
    """How often tools have answered since the person spoke last."""
    if isinstance(conversation, str):
        return 0
    answered = 0
    for kind, _ in itertools.groupby(conversation, _kind):
        if kind == "user":
            answered = 0
        elif kind == "function_call_output":
            answered += 1
    return answered


def _kind(item: Any) -> str:
    return str(item.get("type") if item.get("role") != "user" else "user")
