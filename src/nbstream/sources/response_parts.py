"""Folds the raw events of OpenAI's Responses API; the Agents SDK streams the same ones.

Parts are keyed by (response, output index, content index), where responses are counted here:
chat-completions models give every item of every response one id, scripted ones repeat theirs. An
item's snapshot overrules its deltas, so that a model which does not stream needs no path of its
own. Events are told apart by their `type` string: types that the client does not know come as
instances of some other class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from nbstream.events import Discarded, UsageReported
from nbstream.sources.fields import described, get
from nbstream.sources.representer import Represent, represent_at_once
from nbstream.sources.response_calls import Calls
from nbstream.sources.response_items import call_id, is_call
from nbstream.sources.response_texts import Kind, Texts
from nbstream.sources.source import Emit

# What these say, the item that they belong to says again when it is done.
_SAID_BY_THE_ITEM = (
    "response.audio.done",
    "response.code_interpreter_call",
    "response.compaction",
    "response.content_part.added",
    "response.file_search_call.",
    "response.image_generation_call.",
    "response.mcp_call.",
    "response.mcp_list_tools.",
    "response.reasoning_summary_part.added",
    "response.shell_call_command.done",
    "response.shell_call_output_content.done",
    "response.web_search_call.",
)
# A tool that runs at the provider's begins with the first of these.
_TOOL_BEGINS = (
    "response.web_search_call.in_progress",
    "response.web_search_call.searching",
    "response.file_search_call.in_progress",
    "response.file_search_call.searching",
    "response.code_interpreter_call.interpreting",
    "response.image_generation_call.in_progress",
    "response.image_generation_call.generating",
    "response.mcp_list_tools.in_progress",
)
_WITHOUT_NEWS = frozenset({"response.in_progress", "response.queued", "keepalive"})


_Take = Callable[["ResponseParts", Any], None]


class ResponseParts:
    """The responses of one agent (or of one request), folded into events.

    Args:
        emit: Where the events go.
        scope: Begins every id, so that two of these can share a document.
        parent: Id of the block that everything stands in.
        hides: Told a tool's name, says whether its calls are to be hidden.
        represent: Asks what a tool returned how it is to be shown.

    Attributes:
        calls: Every call so far.
        structured: Whether answers are asked for as JSON.
        earlier: Calls of an earlier part of the run by their ids, as whole items: shown only when
            something is said of them.
        speaking: Whether a response has begun and not ended.
        whole: Whether the latest response is complete; it may also have broken off.
        response: The latest response that ended, in its provider's own words.
    """

    def __init__(
        self,
        emit: Emit,
        *,
        scope: str = "",
        parent: str | None = None,
        hides: Callable[[str], bool] = lambda name: False,
        represent: Represent = represent_at_once,
    ) -> None:
        self.calls = Calls(emit, parent, hides, represent)
        self.structured = False
        self.earlier: dict[str, Any] = {}
        self.speaking = False
        self.whole = True
        self.response: Any = None
        self._emit = emit
        self._scope = scope
        self._parent = parent
        self._ids: set[str] = set()
        self._count = 0
        self._takers = self._all_takers()
        self._reset()

    def take(self, event: Any) -> None:
        """Emit what one raw event tells."""
        kind: str = event.type
        if kind == "response.created":
            self._created(event)
            return
        take = self._takers.get(kind)
        if take is None and (kind in _WITHOUT_NEWS or kind.startswith(_SAID_BY_THE_ITEM)):
            return
        if not self.speaking:
            # A model that does not announce a response begins it with its first event.
            self._begin()
        if take is None:
            self._texts.line(f"{self._prefix}{kind}", kind, described(event))
        else:
            take(self, event)

    def take_item(self, item: Any) -> None:
        """Emit a whole item of which nothing was seen before."""
        if not self._count:
            self._begin()
            self.speaking = False
        self._whole_item(self._unused_index(), item)

    def answers(self) -> tuple[str, ...]:
        """The blocks of what the latest response said to the reader."""
        return self._texts.answers

    def has_said(self, text: str) -> bool:
        """Whether the latest response had just this as one of its texts or thoughts."""
        return self._texts.has_said(text)

    def knows(self, item_id: str) -> bool:
        """Whether an item with this id (of its own, or of its call) was seen."""
        return item_id in self.calls.by_id or item_id in self._ids

    def finish(self) -> None:
        """Emit what was held back for something better that did not come."""
        self._tell_waiting()
        self.calls.finish()

    @staticmethod
    @cache
    def _all_takers() -> Mapping[str, _Take]:
        """What is done about each kind of event: made once, since a short run has few of each."""
        cls = ResponseParts

        def deltas(kind: Kind, letter: str = "") -> _Take:
            item = "reasoning" if kind == "reasoning" else "message"

            def take(p: ResponseParts, event: Any) -> None:
                p._types.setdefault(event.output_index, item)
                p._texts.write(p._block(event, letter), kind, event.delta)

            return take

        def ends(kind: Kind, text: Callable[[Any], str], letter: str = "") -> _Take:
            return lambda p, e: p._texts.end(p._block(e, letter), kind, text(e))

        def input_ends(text: Callable[[Any], str]) -> _Take:
            return lambda p, e: p.calls.written(e.output_index, text(e))

        def input_delta(p: ResponseParts, event: Any) -> None:
            p.calls.write(event.output_index, event.delta)

        def begins(p: ResponseParts, event: Any) -> None:
            p.calls.started_at(event.output_index)

        return {
            "response.completed": cls._over,
            "response.failed": cls._over,
            "response.incomplete": cls._over,
            "error": cls._broken,
            "response.output_item.added": cls._item_added,
            "response.output_item.done": cls._item_done,
            "response.content_part.done": cls._part_done,
            "response.output_text.delta": deltas("answer"),
            "response.output_text.done": ends("answer", lambda e: e.text),
            "response.output_text.annotation.added": cls._annotated,
            "response.refusal.delta": deltas("refusal"),
            "response.refusal.done": ends("refusal", lambda e: e.refusal),
            "response.reasoning_text.delta": deltas("reasoning", "c"),
            "response.reasoning_text.done": ends("reasoning", lambda e: e.text, "c"),
            "response.reasoning_summary_text.delta": deltas("reasoning", "s"),
            "response.reasoning_summary_text.done": ends("reasoning", lambda e: e.text, "s"),
            "response.reasoning_summary_part.done": ends("reasoning", lambda e: e.part.text, "s"),
            "response.audio.transcript.delta": lambda p, e: p._spoken(e.delta),
            "response.audio.transcript.done": lambda p, e: p._spoken(over=True),
            "response.function_call_arguments.delta": input_delta,
            "response.function_call_arguments.done": input_ends(lambda e: e.arguments),
            "response.mcp_call_arguments.delta": input_delta,
            "response.mcp_call_arguments.done": cls._asked_server,
            "response.custom_tool_call_input.delta": input_delta,
            "response.custom_tool_call_input.done": input_ends(lambda e: e.input),
            "response.code_interpreter_call_code.delta": input_delta,
            "response.code_interpreter_call_code.done": input_ends(lambda e: e.code),
            "response.shell_call_command.added": lambda p, e: p._command(e, e.command),
            "response.shell_call_command.delta": lambda p, e: p._command(e, e.delta),
            "response.shell_call_output_content.delta": cls._heard,
            "response.image_generation_call.partial_image": lambda p, e: p.calls.glimpse(
                e.output_index, e.partial_image_b64, get(e, "output_format")
            ),
            **dict.fromkeys(_TOOL_BEGINS, begins),
        }

    def _command(self, event: Any, text: str) -> None:
        self.calls.write_command(event.output_index, event.command_index, text)

    def _heard(self, event: Any) -> None:
        self.calls.hear(event.output_index, "stdout", get(event.delta, "stdout"))
        self.calls.hear(event.output_index, "stderr", get(event.delta, "stderr"))

    def _asked_server(self, event: Any) -> None:
        self.calls.written(event.output_index, event.arguments)
        self.calls.started_at(event.output_index)

    def _spoken(self, text: str = "", *, over: bool = False) -> None:
        block = f"{self._prefix}audio"
        self._texts.write(block, "answer", text)
        if over:
            self._texts.end(block, "answer")

    def _block(self, event: Any, letter: str) -> str:
        place = event.summary_index if letter == "s" else event.content_index
        return f"{self._prefix}{event.output_index}.{letter}{place}"

    # A response

    def _reset(self) -> None:
        self._prefix = f"{self._scope}r{self._count}."
        self._texts = Texts(self._emit, self._parent)
        self._texts.structured = self.structured
        self._types: dict[int, str] = {}
        # Items that came whole: where all did, the whole response says nothing new.
        self._done: set[int] = set()
        # Items that nothing can be said of before they are done.
        self._waiting: dict[int, Any] = {}

    def _begin(self) -> None:
        self._count += 1
        self._reset()
        self.calls.begin_response()
        self.speaking, self.whole = True, False

    def _created(self, event: Any) -> None:
        if self.speaking:
            # The last one never ended: this is another try, and it starts from nothing.
            if shown := (*self._texts.blocks, *self.calls.blocks):
                self._emit(Discarded(shown))
            self.calls.forget_response()
        self._begin()
        form = get(get(get(get(event, "response"), "text"), "format"), "type")
        self._texts.structured = self.structured or form in ("json_schema", "json_object")

    def _over(self, event: Any) -> None:
        response = self.response = event.response
        output = response.output or ()
        if len(self._done) < len(output):
            for index, item in self._placed(output):
                self._whole_item(index, item)
        self._tell_waiting()
        if usage := get(response, "usage"):
            self._emit(_usage(usage))
        self.whole = True
        self.speaking = False

    def _broken(self, _event: Any) -> None:
        self._tell_waiting()
        self.speaking = False

    def _placed(self, items: Iterable[Any]) -> list[tuple[int, Any]]:
        """Find each item of a whole response among those that were streamed.

        Their place in the list is no proof: only their kind, their order and their call ids are.
        """
        by_call = {call.call_id: index for index, call in self.calls.at.items() if call.call_id}
        free = sorted(index for index in self._types if index not in self.calls.at)
        placed = []
        for item in items:
            kind = get(item, "type")
            index = by_call.get(call_id(item))
            if index is None:
                same = (place for place in free if self._types[place] == kind)
                index = next(same, None)
                if index is None:
                    index = self._unused_index()
                else:
                    free.remove(index)
                self._types[index] = kind
            placed.append((index, item))
        return placed

    def _unused_index(self) -> int:
        return max(self._types, default=-1) + 1

    # Items

    def _item_added(self, event: Any) -> None:
        index, item = event.output_index, event.item
        self._types[index] = item.type
        if is_call(item):
            self.calls.find_or_begin(index, f"{self._prefix}{index}", item)
        elif item.type.endswith("_output"):
            self.calls.answer_begins(index, item)
        elif item.type == "message":
            if get(item, "phase") == "commentary":
                self._texts.comment(f"{self._prefix}{index}.")
        elif item.type != "reasoning":
            self._waiting[index] = item

    def _item_done(self, event: Any) -> None:
        self._done.add(event.output_index)
        self._whole_item(event.output_index, event.item)

    def _whole_item(self, index: int, item: Any) -> None:
        kind = self._types[index] = str(get(item, "type"))
        block = f"{self._prefix}{index}"
        if item_id := get(item, "id"):
            self._ids.add(item_id)
        self._waiting.pop(index, None)
        if kind == "message":
            if get(item, "phase") == "commentary":
                self._texts.comment(f"{block}.")
            for place, part in enumerate(get(item, "content") or ()):
                self._whole_part(f"{block}.{place}", part)
        elif kind == "reasoning":
            for letter, parts in (("s", get(item, "summary")), ("c", get(item, "content"))):
                for place, part in enumerate(parts or ()):
                    self._texts.end(f"{block}.{letter}{place}", "reasoning", get(part, "text"))
        elif is_call(item):
            self.calls.whole(index, block, item)
        elif not self._is_answered(kind, item):
            self._texts.line(block, kind, described(item))

    def _is_answered(self, kind: str, item: Any) -> bool:
        if kind == "mcp_approval_response":
            request, reason = get(item, "approval_request_id"), get(item, "reason")
            if request in self.earlier and not self.knows(request):
                self.take_item(self.earlier[request])
            return self.calls.decided(str(request), bool(get(item, "approve")), reason or "")
        return kind.endswith("_output") and self.calls.answer(item)

    def _tell_waiting(self) -> None:
        for index, item in list(self._waiting.items()):
            self._whole_item(index, item)

    def _part_done(self, event: Any) -> None:
        letter = "c" if get(event.part, "type") == "reasoning_text" else ""
        self._whole_part(self._block(event, letter), event.part)

    def _whole_part(self, block: str, part: Any) -> None:
        kind = get(part, "type")
        if kind == "output_text":
            # Citations come before the end, so that a text is complete when it closes.
            for place, annotation in enumerate(get(part, "annotations") or ()):
                self._texts.cite(block, place, annotation)
            self._texts.end(block, "answer", get(part, "text"))
        elif kind == "refusal":
            self._texts.end(block, "refusal", get(part, "refusal"))
        elif kind == "reasoning_text":
            self._texts.end(block, "reasoning", get(part, "text"))
        else:
            self._texts.line(block, kind or "content", described(part))

    def _annotated(self, event: Any) -> None:
        self._texts.cite(self._block(event, ""), event.annotation_index, event.annotation)


def _usage(usage: Any) -> UsageReported:
    return UsageReported(
        input_tokens=get(usage, "input_tokens") or 0,
        output_tokens=get(usage, "output_tokens") or 0,
        cached_tokens=get(get(usage, "input_tokens_details"), "cached_tokens") or 0,
        reasoning_tokens=get(get(usage, "output_tokens_details"), "reasoning_tokens") or 0,
    )
