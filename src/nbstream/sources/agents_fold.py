"""Folds what the Agents SDK streams into events.

What is shown comes from the raw events, in their order. Run items arrive when a turn is over (and
have moved between versions of the SDK): they only add outputs, handoffs, and what no raw event
told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from nbstream.events import AgentChanged, HandedOff, Retracted, Unknown
from nbstream.sources.agents_tools import Tools
from nbstream.sources.fields import described, get, output_text
from nbstream.sources.response_parts import ResponseParts
from nbstream.sources.source import Emit

_KINDS = {"raw_response_event", "run_item_stream_event", "agent_updated_stream_event"}

# Items that a turn's raw events have shown already, as texts of its response.
_SPOKEN = {"message_output_item", "reasoning_item"}


class AgentsFold:
    """Folds one run of the SDK.

    Args:
        emit: Where the events go.
        hooked: Whether hooks will tell `tools` when tools begin and end.
        clock: Seconds from any beginning; how long a tool ran is measured with it.

    Attributes:
        taken: How many events the stream had so far.
        tools: What hooks tell of tools goes here.
    """

    # What the SDK has queued is lost when a run fails: it must have been read by then.
    pauses = False
    result = None

    def __init__(
        self,
        emit: Emit,
        *,
        hooked: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._emit = emit
        self._agent: str | None = None
        self._handoffs: frozenset[str] = frozenset()
        self._lines = 0
        self._parts = ResponseParts(emit, hides=lambda tool: tool in self._handoffs)
        self.tools = Tools(self._parts, hooked=hooked, clock=clock)
        self.taken = 0

    @staticmethod
    def understands(item: Any) -> bool:
        """Whether a stream that begins with this item is one of the SDK's."""
        return get(item, "type") in _KINDS

    @property
    def tools_at_work(self) -> bool:
        """Whether a tool is running, or will without another word of the model."""
        return not self._parts.speaking and self._parts.calls.at_work

    def take(self, event: Any) -> None:
        """Emit what one stream event tells; see `Fold.take`."""
        self.taken += 1
        kind = event.type
        if kind == "raw_response_event":
            self._parts.take(event.data)
            self.tools.catch_up()
        elif kind == "run_item_stream_event":
            self._take_item(event.item)
        elif kind == "agent_updated_stream_event":
            self._change_agent(event.new_agent)
        else:
            self._emit(Unknown(self._new_line(), str(kind), described(event)))

    def take_items(self, items: list[Any]) -> None:
        """Emit a run of which only its items are left."""
        for item in items:
            self._change_agent(get(item, "agent"))
            if item.type in _SPOKEN:
                self._parts.take_item(item.raw_item)
            else:
                self._take_item(item)

    def fail(self, error: Exception) -> None:
        """Emit what an exception says of blocks that stand already; it is raised afterwards."""
        if any(kind.__name__ == "OutputGuardrailTripwireTriggered" for kind in type(error).__mro__):
            if answers := self._parts.answers():
                self._emit(Retracted(answers, _guardrail_reason(error)))
        else:
            self.tools.failed(error)

    def finish(self) -> None:
        """Emit what was held back; see `Fold.finish`."""
        self.tools.catch_up(over=True)
        self._parts.finish()

    def _take_item(self, item: Any) -> None:
        raw = item.raw_item
        item_id = str(get(raw, "call_id") or get(raw, "id") or "")
        match item.type:
            case "tool_call_output_item":
                given = get(raw, "output")
                said = given if isinstance(given, str) else output_text(item.output)
                self.tools.gave(item_id, said)
            case "handoff_output_item":
                self._hand_off(item, item_id)
            case "handoff_call_item":
                pass  # the item of its output says it, with both names
            case "tool_call_item" if self.tools.was_called(item_id):
                pass
            case kind if kind in _SPOKEN:
                if not self._was_spoken(raw):
                    self._parts.take_item(raw)
            case _ if not self._parts.knows(item_id):
                self._parts.take_item(raw)

    def _was_spoken(self, raw: Any) -> bool:
        parts = [*(get(raw, "summary") or ()), *(get(raw, "content") or ())]
        said = [get(part, "text") or get(part, "refusal") or "" for part in parts]
        return all(self._parts.has_said(text) for text in said)

    def _hand_off(self, item: Any, call_id: str) -> None:
        self._parts.calls.drop(call_id)
        source, target = _name(item.source_agent), _name(item.target_agent)
        self._emit(HandedOff(self._new_line(), source, target))

    def _change_agent(self, agent: Any) -> None:
        if agent is None or (name := _name(agent)) == self._agent:
            return
        self._agent = name
        self._handoffs = _handoff_tools(agent)
        self._emit(AgentChanged(name))

    def _new_line(self) -> str:
        self._lines += 1
        return f"line:{self._lines}"


def _name(agent: Any) -> str:
    return str(get(agent, "name") or agent)


def _handoff_tools(agent: Any) -> frozenset[str]:
    """The names of the tools by which a model hands over; their calls are no tool calls."""
    handoffs = get(agent, "handoffs")
    if not handoffs:
        return frozenset()
    from agents import Handoff

    return frozenset(
        handoff.tool_name if isinstance(handoff, Handoff) else Handoff.default_tool_name(handoff)
        for handoff in handoffs
    )


def _guardrail_reason(error: Exception) -> str:
    guardrail = get(get(error, "guardrail_result"), "guardrail")
    name = guardrail.get_name() if hasattr(guardrail, "get_name") else None
    return f"withheld by the output guardrail {name}" if name else str(error)
