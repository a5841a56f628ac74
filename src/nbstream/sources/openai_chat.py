"""Chat completions that were streamed from OpenAI's client, or in its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbstream.events import (
    ReasoningDelta,
    TextDelta,
    TextEnded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    Unknown,
    UsageReported,
)
from nbstream.sources.fields import get
from nbstream.sources.response_texts import citation
from nbstream.sources.source import Emit
from nbstream.sources.text import odd_item


@dataclass(slots=True)
class ChatToolCall:
    """A call that the model asks for."""

    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class ChatMessage:
    """What a streamed chat completion came to.

    Attributes:
        content: The answer.
        reasoning: What the model thought aloud, where the provider streams it.
        refusal: The refusal to answer, where there is one.
        tool_calls: What the model wants called; running them is the caller's part.
        finish_reason: Why the model stopped: `stop`, `length`, `tool_calls`, …; `None` when the
            provider did not say.
        usage: The provider's own usage object, when it sent one.
        others: The other answers, when several were asked for (`n=`).
    """

    role: str = "assistant"
    content: str = ""
    reasoning: str = ""
    refusal: str = ""
    tool_calls: list[ChatToolCall] = field(default_factory=list)
    finish_reason: str | None = None
    usage: Any = None
    others: list[ChatMessage] = field(default_factory=list)


class ChatFold:
    """Folds one chat completion; every choice has blocks of its own."""

    pauses = True

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._taken = 0
        self._choices: dict[int, _Choice] = {}
        self._usage: Any = None

    @staticmethod
    def understands(item: Any) -> bool:
        """Whether a stream that begins with this item is one of chat completion chunks."""
        return hasattr(item, "choices") or getattr(item, "type", None) == "chunk"

    @property
    def result(self) -> ChatMessage | None:
        """The message so far; `None` before anything of it is there."""
        messages = [choice.message() for _, choice in sorted(self._choices.items())]
        if not messages:
            return None
        first, *first.others = messages
        first.usage = self._usage
        return first

    def take(self, chunk: Any) -> None:
        """Emit one chunk; see `Fold.take`."""
        index, self._taken = self._taken, self._taken + 1
        if not self.understands(chunk):
            if isinstance(getattr(chunk, "type", None), str):
                return  # `.stream()` says every chunk again, in events of its own
            raise odd_item(chunk, index)
        chunk = getattr(chunk, "chunk", chunk)
        for choice in chunk.choices or ():
            place = choice.index or 0
            if place not in self._choices:
                self._choices[place] = _Choice(self._emit, f"c{place}.")
            self._choices[place].take(choice)
        # Some providers repeat a growing usage with every chunk: the last one counts.
        self._usage = getattr(chunk, "usage", None) or self._usage

    def finish(self) -> None:
        """End what is open, and say so when the provider cut the answer short."""
        for choice in self._choices.values():
            choice.finish()
        if self._usage:
            self._emit(_usage(self._usage))


class _Choice:
    """One answer of a completion: its texts, thoughts and calls, in the order of their deltas."""

    def __init__(self, emit: Emit, prefix: str) -> None:
        self._emit = emit
        self._prefix = prefix
        self._blocks = 0
        self._open: tuple[str, str] | None = None
        self._said: dict[str, list[str]] = {"answer": [], "reasoning": [], "refusal": []}
        self._calls: dict[int, tuple[str, ChatToolCall, list[str]]] = {}
        self.finish_reason: str | None = None

    def take(self, choice: Any) -> None:
        # Completions of the old kind have a text, and whole ones a message, in place of a delta.
        delta = get(choice, "delta") or get(choice, "message") or choice
        self._say("reasoning", get(delta, "reasoning_content") or get(delta, "reasoning"))
        self._say("answer", get(delta, "content") or get(delta, "text"))
        self._say("refusal", get(delta, "refusal"))
        for annotation in get(delta, "annotations") or ():
            self._cite(get(annotation, "url_citation"))
        for place, call in enumerate(get(delta, "tool_calls") or ()):
            index = get(call, "index")
            function = get(call, "function") or get(call, "custom")
            self._call(place if index is None else index, call, function)
        if function := get(delta, "function_call"):
            self._call(0, None, function)
        self.finish_reason = get(choice, "finish_reason") or self.finish_reason

    def finish(self) -> None:
        self._end_text()
        for block, _, _ in self._calls.values():
            self._emit(ToolArgumentsEnded(block))
        if self.finish_reason in ("length", "content_filter"):
            self._tell(f"the answer was cut short: {self.finish_reason}")
        elif self.finish_reason is None:
            self._tell("none came: the answer may be cut short")

    def message(self) -> ChatMessage:
        said = {kind: "".join(pieces) for kind, pieces in self._said.items()}
        for _, call, pieces in self._calls.values():
            call.arguments = "".join(pieces)
        return ChatMessage(
            content=said["answer"],
            reasoning=said["reasoning"],
            refusal=said["refusal"],
            tool_calls=[call for _, call, _ in self._calls.values()],
            finish_reason=self.finish_reason,
        )

    def _say(self, kind: Any, text: Any) -> None:
        if not text:
            return
        if not isinstance(text, str):
            text = "".join(get(part, "text") or "" for part in text)
        if self._open is None or self._open[0] != kind:
            self._end_text()
            self._open = (kind, self._new_block())
        block = self._open[1]
        self._said[kind].append(text)
        if kind == "reasoning":
            self._emit(ReasoningDelta(block, text))
        else:
            self._emit(TextDelta(block, text, kind))

    def _call(self, index: int, call: Any, function: Any) -> None:
        name = get(function, "name") or ""
        arguments = get(function, "arguments") or get(function, "input") or ""
        if index not in self._calls:
            self._end_text()
            asked = ChatToolCall(get(call, "id") or "", name)
            self._calls[index] = (self._new_block(), asked, [])
            block = self._calls[index][0]
            if get(call, "custom"):
                self._emit(ToolCalled(block, name, asked.id, kind="custom", language="text"))
            else:
                self._emit(ToolCalled(block, name, asked.id))
        elif name and not self._calls[index][1].name:
            self._calls[index][1].name = name
            self._emit(ToolCalled(self._calls[index][0], name, self._calls[index][1].id))
        if arguments:
            block, _, pieces = self._calls[index]
            pieces.append(arguments)
            self._emit(ToolArgumentsDelta(block, arguments))

    def _cite(self, cited: Any) -> None:
        if cited and self._open and self._open[0] == "answer":
            self._emit(citation(self._open[1], cited))

    def _end_text(self) -> None:
        if self._open:
            self._emit(TextEnded(self._open[1]))
            self._open = None

    def _new_block(self) -> str:
        self._blocks += 1
        return f"{self._prefix}{self._blocks}"

    def _tell(self, detail: str) -> None:
        self._emit(Unknown(self._new_block(), "finish_reason", detail))


def _usage(usage: Any) -> UsageReported:
    return UsageReported(
        input_tokens=get(usage, "prompt_tokens") or 0,
        output_tokens=get(usage, "completion_tokens") or 0,
        cached_tokens=get(get(usage, "prompt_tokens_details"), "cached_tokens") or 0,
        reasoning_tokens=get(get(usage, "completion_tokens_details"), "reasoning_tokens") or 0,
    )
