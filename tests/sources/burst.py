"""An answer that comes as thousands of pieces at once, from a model of the SDK's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from agents.testing import ModelStep
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseTextDeltaEvent,
)


def burst(pieces: Sequence[str], delta: Callable[..., Any] = ResponseTextDeltaEvent) -> ModelStep:
    """A turn of a scripted model: these pieces of text, each as an event that `delta` makes."""
    text = ResponseOutputText(text="".join(pieces), type="output_text", annotations=[])
    whole = ResponseOutputMessage(
        id="m", type="message", role="assistant", status="completed", content=[text]
    )

    async def said(call: Any) -> AsyncIterator[Any]:
        for place, piece in enumerate(pieces):
            yield delta(
                type="response.output_text.delta",
                item_id="m",
                output_index=0,
                content_index=0,
                delta=piece,
                logprobs=[],
                sequence_number=place,
            )
        yield ResponseCompletedEvent(
            type="response.completed",
            sequence_number=len(pieces),
            response=Response(
                id="r",
                created_at=0,
                model="m",
                object="response",
                output=[whole],
                parallel_tool_calls=True,
                tool_choice="auto",
                tools=[],
            ),
        )

    return ModelStep.stream(said)
