"""Hooks run beside the stream of a run, and the stream may be behind them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from nbstream.document import Document
from nbstream.events import Event
from nbstream.sources.agents_fold import AgentsFold
from recordings.player import as_object
from sources.told import told


class Folded:
    """A fold whose clock is set by hand, and what it told."""

    def __init__(self, *, hooked: bool = True) -> None:
        self.now = 0.0
        self.events: list[Event] = []
        self.document = Document()
        self.fold = AgentsFold(self.emit, hooked=hooked, clock=lambda: self.now)

    def emit(self, event: Event) -> None:
        self.events.append(event)
        self.document.apply(event)

    def raw(self, kind: str, **fields: Any) -> None:
        data = as_object({"type": kind, **fields})
        self.fold.take(SimpleNamespace(type="raw_response_event", data=data))

    def item(self, kind: str, raw: dict[str, Any], **fields: Any) -> None:
        item = SimpleNamespace(type=kind, raw_item=raw, **fields)
        self.fold.take(SimpleNamespace(type="run_item_stream_event", name=kind, item=item))

    def call(self, *calls: dict[str, Any]) -> None:
        """A response that is nothing but calls."""
        self.raw("response.created", response={})
        for index, call in enumerate(calls):
            begun = {**call, "arguments": ""}
            self.raw("response.output_item.added", output_index=index, item=begun)
            self.raw("response.output_item.done", output_index=index, item=call)
        self.raw("response.completed", response={"output": list(calls)})

    @property
    def told(self) -> list[str]:
        return told(self.events).splitlines()


def function(call_id: str, name: str = "look") -> dict[str, Any]:
    return {"type": "function_call", "name": name, "call_id": call_id, "arguments": "{}"}


def shell(call_id: str) -> dict[str, Any]:
    return {"type": "shell_call", "call_id": call_id, "action": {"commands": ["ls"]}}


def test_hooks_that_are_ahead_wait_for_their_calls() -> None:
    folded = Folded()
    folded.fold.tools.began("c", "look")
    folded.now = 0.5
    folded.fold.tools.came_back("c", "look", "seen")
    folded.call(function("c"))
    assert folded.told == [
        "call      r1.0      look (c)",
        "  ends    r1.0      as: {}",
        "  runs    r1.0",
        "  returns r1.0      seen after 0.500 s",
    ]


def test_what_hooks_told_of_calls_that_never_came_is_shown_in_the_end() -> None:
    folded = Folded()
    folded.fold.tools.began("c", "look")
    assert folded.told == []
    folded.fold.finish()
    assert folded.told == [
        "call      r1.0      look (c)",
        "  ends    r1.0",
        "  runs    r1.0",
    ]


def test_tools_without_a_call_id_are_told_apart_in_their_order() -> None:
    folded = Folded()
    folded.call(shell("a"), shell("b"))
    for _ in range(2):
        folded.fold.tools.began(None, "shell")
    folded.now = 1
    folded.fold.tools.came_back(None, "shell", "one")
    folded.fold.tools.came_back(None, "shell", "two")
    assert folded.told[-4:] == [
        "  runs    r1.0",
        "  runs    r1.1",
        "  returns r1.0      one after 1.000 s",
        "  returns r1.1      two after 1.000 s",
    ]


def test_an_output_of_an_earlier_part_of_the_run_has_a_call_of_its_own() -> None:
    folded = Folded()
    output = {"type": "function_call_output", "call_id": "c", "output": "approved and done"}
    folded.item("tool_call_output_item", output, output="approved and done")
    assert folded.told == [
        "call      r1.0      tool (c)",
        "  ends    r1.0",
        "  returns r1.0      approved and done",
    ]


def test_an_output_is_told_once_whoever_tells_it_first() -> None:
    folded = Folded()
    folded.call(function("c"))
    folded.fold.tools.began("c", "look")
    folded.fold.tools.came_back("c", "look", "seen")
    output = {"type": "function_call_output", "call_id": "c", "output": "seen"}
    folded.item("tool_call_output_item", output, output="seen")
    assert sum("returns" in line for line in folded.told) == 1


def test_outputs_that_are_no_text_are_told_as_what_the_model_is_given() -> None:
    folded = Folded()
    folded.call(function("a"), function("b"), function("c"))
    given = [{"type": "input_text", "text": "see:"}, {"type": "input_image", "image_url": "data:"}]
    output = {"type": "function_call_output", "call_id": "a", "output": given}
    folded.item("tool_call_output_item", output, output=given)
    folded.fold.tools.came_back("b", "look", {"a": 1})
    folded.fold.tools.came_back("c", "look", SimpleNamespace(type="text", text="plain"))
    returns = [line.removeprefix("  returns ") for line in folded.told if "returns" in line]
    assert returns == ["r1.0      see:\\n[image]", "r1.1      {'a': 1}", "r1.2      plain"]


def test_a_message_that_no_raw_event_told_is_shown() -> None:
    folded = Folded()
    folded.raw("response.completed", response={"output": []})
    said = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "hidden"}]}
    folded.item("message_output_item", said)
    folded.item("message_output_item", said)
    assert folded.document.text == "hidden"


def test_an_unknown_stream_event_is_a_line() -> None:
    folded = Folded()
    folded.fold.take(SimpleNamespace(type="sparkle_stream_event", colour="red"))
    assert folded.told == ['unknown   line:1    sparkle_stream_event {"colour": "red"}']


def test_a_run_item_of_an_unknown_kind_is_a_line() -> None:
    folded = Folded()
    folded.item("sparkle_item", {"type": "sparkle", "id": "s1", "colour": "red"})
    assert folded.told == ['unknown   r1.0      sparkle {"colour": "red"}']


def test_the_same_agent_again_is_no_news() -> None:
    folded = Folded()
    for name in ("A", "A", "B"):
        agent = SimpleNamespace(name=name)
        folded.fold.take(SimpleNamespace(type="agent_updated_stream_event", new_agent=agent))
    assert folded.told == ["agent     A", "agent     B"]


def test_tools_are_at_work_from_the_turns_end_until_the_last_came_back() -> None:
    folded = Folded()
    seen = [folded.fold.tools_at_work]
    folded.raw("response.created", response={})
    folded.raw("response.output_item.done", output_index=0, item=function("c"))
    seen.append(folded.fold.tools_at_work)  # the model still speaks
    folded.raw("response.completed", response={"output": [function("c")]})
    seen.append(folded.fold.tools_at_work)
    folded.fold.tools.began("c", "look")
    seen.append(folded.fold.tools_at_work)
    folded.fold.tools.came_back("c", "look", "seen")
    seen.append(folded.fold.tools_at_work)
    assert seen == [False, False, True, True, False]
