"""Folds what the Agents SDK streams into events.

What is shown comes from the raw events, in their order. Run items arrive when a turn is over (and
have moved between versions of the SDK): they only add outputs, handoffs, and what no raw event
told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nbstream.events import AgentChanged, Discarded, HandedOff, Retracted, ToolNoted, Unknown
from nbstream.sources.agents_guardrails import Guardrails
from nbstream.sources.agents_nested import Nests
from nbstream.sources.agents_tools import Tools
from nbstream.sources.fields import described, get
from nbstream.sources.representer import Represent, represent_at_once
from nbstream.sources.response_calls import Call
from nbstream.sources.response_items import (
    Outcome,
    answer_outcome,
    call_id,
    given_outcome,
    input_of,
    is_call,
    name_of,
)
from nbstream.sources.response_parts import ResponseParts
from nbstream.sources.source import Emit

_KINDS = {"raw_response_event", "run_item_stream_event", "agent_updated_stream_event"}

# Items that a turn's raw events have shown already, as texts of its response.
_SPOKEN = {"message_output_item", "reasoning_item"}

_BROKEN_OFF = "the answer broke off here, and was tried again"

_HOW_TO_NEST = "to see what this agent does, give as_tool(on_stream=nbstream.nested)"


class AgentsFold:
    """Folds one run of the SDK.

    Args:
        emit: Where the events go.
        hooked: Whether hooks will tell `tools` when tools begin and end.
        clock: Seconds from any beginning; how long a tool ran is measured with it.
        inside: The call whose tool this run is; `None` for the outermost run.
        scope: What the ids of its blocks begin with, where the same run is read in parts.
        nests: The runs inside this one's tools; `None`: this is the outermost run.
        represent: Asks what a tool returned how it is to be shown.

    Attributes:
        taken: How many events the stream had so far.
        tools: What hooks tell of tools goes here.
        nests: What agents inside tools tell goes here.
        context: The run's `RunContextWrapper`, which knows what was decided about its calls; `None`
            where only events are there.
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
        inside: Call | None = None,
        scope: str = "",
        nests: Nests | None = None,
        represent: Represent = represent_at_once,
    ) -> None:
        self._emit = emit
        self._parent = inside.block if inside else None
        self._scope = f"{inside.block}/" if inside else scope
        self._hooked = hooked
        self._hinted = False
        self._agent: str | None = None
        self._handoffs: frozenset[str] = frozenset()
        self._lines = 0
        self._parts = ResponseParts(
            emit,
            scope=self._scope,
            parent=self._parent,
            hides=lambda tool: tool in self._handoffs,
            represent=represent,
        )
        self.tools = Tools(self._parts, hooked=hooked, clock=clock)
        self.taken = 0
        self.context: Any = None
        self.guardrails: Guardrails | None = None
        self.nests = nests or Nests(
            self,
            lambda call: AgentsFold(
                emit, clock=clock, inside=call, nests=self.nests, represent=represent
            ),
        )

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
            self._emit(Unknown(self._new_line(), str(kind), described(event), self._parent))

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of this run, without those of agents inside its tools."""
        return tuple(self._parts.calls.by_id.values())

    def call_named(self, name: str) -> Call | None:
        """The latest call of this run that has this id."""
        return self._parts.calls.by_id.get(name)

    def interrupted(self, items: list[Any]) -> list[tuple[Any, Call]]:
        """Emit that the run has stopped until somebody decides about these calls.

        Returns:
            Each with its call. One that this run had not told of, because an earlier part of it
            did, is shown now.
        """
        calls: list[Call] = []
        for item in items:
            calls.append(self._waiting_call(item.raw_item, calls))
            self._parts.calls.ask(calls[-1])
        return list(zip(items, calls, strict=True))

    def _waiting_call(self, raw: Any, taken: list[Call]) -> Call:
        # An agent that is a tool may be what waits: the call is its own.
        if call := self.nests.open_call(raw, taken):
            return call
        name = call_id(raw) or str(get(raw, "id") or "")
        self._parts.take_item(self._parts.earlier.get(name, raw))
        return self._parts.calls.by_id[name]

    def remember(self, items: list[Any]) -> None:
        """Learn of what an earlier part of the run did; it is shown when this part goes on."""
        for item in items:
            if is_call(raw := item.raw_item):
                self._parts.earlier[call_id(raw)] = raw

    def recall(self, raw: Any) -> Call | None:
        """Show a call that an earlier part of the run made, now that it goes on; if it is one."""
        name = call_id(raw)
        earlier = self._parts.earlier.get(name)
        if earlier is None or (name_of(earlier), input_of(earlier)) != (
            name_of(raw),
            input_of(raw),
        ):
            return None
        return None if self.call_named(name) else self.tools.orphan(name, name_of(raw))

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

    def abandon(self) -> None:
        """Emit that what the last response left unfinished does not count: the run goes on anew."""
        if self._parts.whole:
            return
        if answers := self._parts.answers():
            self._emit(Retracted(answers, _BROKEN_OFF))
        if calls := self._parts.calls.blocks:
            self._emit(Discarded(calls))

    def finish(self) -> None:
        """Emit what was held back; see `Fold.finish`."""
        self.tools.catch_up(over=True)
        if self._parent is None:
            self.nests.finish()
        self._parts.finish()

    def _take_item(self, item: Any) -> None:
        raw = item.raw_item
        item_id = str(get(raw, "call_id") or get(raw, "id") or "")
        match item.type:
            case "tool_call_output_item":
                outcome = _outcome(item)
                if self.guardrails is not None:
                    outcome = self.guardrails.seen_in(outcome)
                if self._was_rejected(item_id):
                    self.tools.rejected(item_id, outcome.output)
                self.tools.gave(item_id, outcome, self.nests.decided(item_id))
                self._hint_at_nesting(item, self.call_named(item_id))
            case "handoff_output_item":
                self._hand_off(item, item_id)
            case "handoff_call_item":
                pass  # the item of its output says it, with both names
            case "tool_call_item" if self.tools.was_called(item_id):
                if call := self.call_named(item_id):
                    self.nests.meet(raw, call)
            case kind if kind in _SPOKEN:
                if not self._was_spoken(raw):
                    self._parts.take_item(raw)
            case _ if not self._parts.knows(item_id):
                self._parts.take_item(raw)

    def _was_rejected(self, name: str) -> bool:
        """Whether somebody rejected a call before this run went on; what it gives says nothing."""
        call = self.call_named(name) or self._parts.earlier.get(name)
        if call is None or self.context is None:
            return False
        return self.context.is_tool_approved(get(call, "name"), name) is False

    def _was_spoken(self, raw: Any) -> bool:
        parts = [*(get(raw, "summary") or ()), *(get(raw, "content") or ())]
        said = [get(part, "text") or get(part, "refusal") or "" for part in parts]
        return all(self._parts.has_said(text) for text in said)

    def _hand_off(self, item: Any, handed: str) -> None:
        self._parts.calls.drop(handed)
        source, target = _name(item.source_agent), _name(item.target_agent)
        self._emit(HandedOff(self._new_line(), source, target, self._parent))

    def _change_agent(self, agent: Any) -> None:
        if agent is None or (name := _name(agent)) == self._agent:
            return
        self._agent = name
        self._handoffs = _handoff_tools(agent)
        self._parts.structured = _answers_in_json(get(agent, "output_type"))
        self._emit(AgentChanged(name, self._parent))

    def _hint_at_nesting(self, item: Any, call: Call | None) -> None:
        """Say once how to see what an agent does inside its tool; the SDK lets nobody add it."""
        origin = get(item, "tool_origin")
        is_agent = getattr(get(origin, "type"), "value", None) == "agent_as_tool"
        if call and is_agent and self._hooked and not self._hinted and not self.nests.holds(call):
            self._hinted = True
            self._emit(ToolNoted(call.block, "inside", (_HOW_TO_NEST,)))

    def _new_line(self) -> str:
        self._lines += 1
        return f"{self._scope}line:{self._lines}"


def _outcome(item: Any) -> Outcome:
    """What a tool came to: by the item that the model is given, or else by what it returned."""
    given = get(item.raw_item, "output")
    if get(item.raw_item, "type") != "function_call_output":
        return answer_outcome(item.raw_item)
    if isinstance(given, str):
        return replace(answer_outcome(item.raw_item), value=item.output)
    return given_outcome(item.output)


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


def _answers_in_json(output_type: Any) -> bool:
    if output_type is None or output_type is str:
        return False
    # A schema of one's own may be one of plain text.
    is_plain = getattr(output_type, "is_plain_text", None)
    return not (callable(is_plain) and not isinstance(output_type, type) and is_plain())


def _guardrail_reason(error: Exception) -> str:
    guardrail = get(get(error, "guardrail_result"), "guardrail")
    name = guardrail.get_name() if hasattr(guardrail, "get_name") else None
    return f"withheld by the output guardrail {name}" if name else str(error)
