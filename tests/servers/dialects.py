"""The two languages a model server speaks, as the payloads of server-sent events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from servers.script import Break, Call, Say, Step, Think, Turn, Verbatim

Payload = dict[str, Any]


class Dialect(Protocol):
    """Says one turn of a script, payload by payload."""

    last: str | None
    """What follows the last payload, if anything does."""

    def begin(self) -> Iterator[Payload]: ...

    def step(self, step: Step) -> Iterator[Payload]:
        """The payloads of one step; each piece of a text comes in one payload of its own."""

    def end(self) -> Iterator[Payload]: ...


def dialect_of(kind: type[Responses | Chat], number: int, turn: Turn) -> Dialect:
    """The dialect in which the answer to a request of this number is said."""
    dialect = kind(number)
    return AsRecorded(dialect.last) if isinstance(turn[0], Verbatim) else dialect


def is_piece(payload: Payload) -> bool:
    """Whether this payload carries a piece of the answer's text."""
    if payload.get("type") in ("response.output_text.delta", "response.refusal.delta"):
        return True
    deltas = [choice["delta"] for choice in payload.get("choices", ())]
    return any(delta.get("content") or delta.get("refusal") for delta in deltas)


class Responses:
    """`POST /v1/responses` with `stream: true`."""

    last: str | None = None

    def __init__(self, number: int, *, background: bool = False) -> None:
        self._id = f"resp_{number}"
        self._background = background
        self._sequence = -1
        self._output: list[Payload] = []

    def begin(self) -> Iterator[Payload]:
        yield self._event("response.created", response=self._response("in_progress"))
        yield self._event("response.in_progress", response=self._response("in_progress"))

    def step(self, step: Step) -> Iterator[Payload]:
        match step:
            case Say(pieces, _, refusal):
                yield from self._say(pieces, refusal=refusal)
            case Think(pieces):
                yield from self._think(pieces)
            case Call():
                yield from self._call(step)
            case Break(message):
                yield self._event("error", code="server_error", message=message, param=None)
            case _:
                pass

    def end(self) -> Iterator[Payload]:
        yield self._event("response.completed", response=self._response("completed"))

    def _say(self, pieces: tuple[str, ...], *, refusal: bool) -> Iterator[Payload]:
        item = {"type": "message", "role": "assistant", "status": "in_progress", "content": []}
        item_id, place = self._item_id("msg"), self._place()
        at = {**place, "item_id": item_id, "content_index": 0}
        yield self._event("response.output_item.added", item={**item, "id": item_id}, **place)
        kind, name = ("refusal", "refusal") if refusal else ("output_text", "text")
        extra: Payload = {} if refusal else {"annotations": []}
        empty = {"type": kind, name: "", **extra}
        yield self._event("response.content_part.added", part=empty, **at)
        for piece in pieces:
            yield self._event(f"response.{kind}.delta", delta=piece, **at)
        whole = {"type": kind, name: "".join(pieces), **extra}
        yield self._event(f"response.{kind}.done", **{name: "".join(pieces)}, **at)
        yield self._event("response.content_part.done", part=whole, **at)
        done = {**item, "id": item_id, "status": "completed", "content": [whole]}
        yield self._done(done, place)

    def _think(self, pieces: tuple[str, ...]) -> Iterator[Payload]:
        item_id, place = self._item_id("rs"), self._place()
        at = {**place, "item_id": item_id, "summary_index": 0}
        item: Payload = {"type": "reasoning", "id": item_id, "summary": []}
        yield self._event("response.output_item.added", item=item, **place)
        part = {"type": "summary_text", "text": ""}
        yield self._event("response.reasoning_summary_part.added", part=part, **at)
        for piece in pieces:
            yield self._event("response.reasoning_summary_text.delta", delta=piece, **at)
        whole = {"type": "summary_text", "text": "".join(pieces)}
        yield self._event("response.reasoning_summary_text.done", text=whole["text"], **at)
        yield self._event("response.reasoning_summary_part.done", part=whole, **at)
        yield self._done({**item, "summary": [whole]}, place)

    def _call(self, call: Call) -> Iterator[Payload]:
        item_id, place = self._item_id("fc"), self._place()
        at = {**place, "item_id": item_id}
        item = {
            "type": "function_call",
            "id": item_id,
            "call_id": call.call_id,
            "name": call.name,
            "arguments": "",
            "status": "in_progress",
        }
        yield self._event("response.output_item.added", item=item, **place)
        for piece in call.pieces:
            yield self._event("response.function_call_arguments.delta", delta=piece, **at)
        yield self._event(
            "response.function_call_arguments.done",
            arguments=call.arguments,
            name=call.name,
            **at,
        )
        yield self._done({**item, "arguments": call.arguments, "status": "completed"}, place)

    def _done(self, item: Payload, place: Payload) -> Payload:
        self._output.append(item)
        return self._event("response.output_item.done", item=item, **place)

    def _place(self) -> Payload:
        return {"output_index": len(self._output)}

    def _item_id(self, kind: str) -> str:
        return f"{kind}_{self._id}_{len(self._output)}"

    def _event(self, kind: str, **fields: Any) -> Payload:
        self._sequence += 1
        return {"type": kind, "sequence_number": self._sequence, **fields}

    def _response(self, status: str) -> Payload:
        usage = {
            "input_tokens": 12,
            "output_tokens": 34,
            "total_tokens": 46,
            "input_tokens_details": {"cached_tokens": 4},
            "output_tokens_details": {"reasoning_tokens": 5},
        }
        return {
            "id": self._id,
            "object": "response",
            "created_at": 1_760_000_000,
            "status": status,
            "background": self._background,
            "model": "scripted",
            "output": list(self._output) if status == "completed" else [],
            "usage": usage if status == "completed" else None,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "temperature": 1.0,
            "top_p": 1.0,
        }


class Chat:
    """`POST /v1/chat/completions` with `stream: true`."""

    last: str | None = "[DONE]"

    def __init__(self, number: int) -> None:
        self._id = f"chatcmpl_{number}"
        self._calls = 0

    def begin(self) -> Iterator[Payload]:
        yield self._chunk({"role": "assistant", "content": ""})

    def step(self, step: Step) -> Iterator[Payload]:
        match step:
            case Say(pieces, _, refusal):
                for piece in pieces:
                    yield self._chunk({"refusal" if refusal else "content": piece})
            case Think(pieces):
                for piece in pieces:
                    yield self._chunk({"reasoning_content": piece})
            case Call(name, pieces, call_id):
                index, self._calls = self._calls, self._calls + 1
                function: Payload = {"name": name, "arguments": ""}
                begun = {"index": index, "id": call_id, "type": "function", "function": function}
                yield self._chunk({"tool_calls": [begun]})
                for piece in pieces:
                    more = {"index": index, "function": {"arguments": piece}}
                    yield self._chunk({"tool_calls": [more]})
            case Break(message):
                yield {"error": {"message": message, "type": "server_error", "code": None}}
            case _:
                pass

    def end(self) -> Iterator[Payload]:
        yield self._chunk({}, finish_reason="tool_calls" if self._calls else "stop")
        usage = {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46}
        yield {**self._chunk({}), "choices": [], "usage": usage}

    def _chunk(self, delta: Payload, finish_reason: str | None = None) -> Payload:
        return {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": 1_760_000_000,
            "model": "scripted",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
        }


class AsRecorded:
    """Payloads that have their beginning and their end among them."""

    def __init__(self, last: str | None) -> None:
        self.last = last

    def begin(self) -> Iterator[Payload]:
        return iter(())

    def step(self, step: Step) -> Iterator[Payload]:
        return iter(step.payloads if isinstance(step, Verbatim) else ())

    def end(self) -> Iterator[Payload]:
        return iter(())
