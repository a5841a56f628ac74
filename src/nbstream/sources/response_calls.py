"""The tool calls of a run: found by their place while they are written, by their id afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nbstream.events import (
    Discarded,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolReturned,
    ToolStarted,
)
from nbstream.sources.fields import get
from nbstream.sources.source import Emit


@dataclass(slots=True)
class Call:
    """One call of a tool.

    Attributes:
        written: Whether its arguments are complete.
        started: Whether the tool is known to have begun.
        returned: Whether the tool is known to have come back.
        hidden: Whether it stands for something else, and is shown only if that never comes.
    """

    block: str
    name: str
    call_id: str
    written: bool = False
    started: bool = False
    returned: bool = False
    hidden: bool = False
    arguments: str | None = None


class Calls:
    """Every call of a run, and those of the latest response by their output index.

    Args:
        emit: Where the events go.
        parent: Id of the block that they stand in.
        hides: Told a tool's name, says whether its calls are to be hidden.
    """

    def __init__(self, emit: Emit, parent: str | None, hides: Callable[[str], bool]) -> None:
        self.by_id: dict[str, Call] = {}
        self.at: dict[int, Call] = {}
        self._emit = emit
        self._parent = parent
        self._hides = hides

    @property
    def blocks(self) -> tuple[str, ...]:
        """The calls of the latest response that are shown."""
        return tuple(call.block for call in self.at.values() if not call.hidden)

    @property
    def at_work(self) -> bool:
        """Whether a tool is running, or will without another word of the model."""
        return any(c.written and not c.returned and not c.hidden for c in self.by_id.values())

    def begin_response(self) -> None:
        """From here on, places are those of another response."""
        self.at = {}

    def forget_response(self) -> None:
        """The latest response does not count: none of its calls was ever made."""
        for call in self.at.values():
            self.by_id.pop(call.call_id or call.block, None)

    def find_or_begin(self, index: int, block: str, item: Any) -> Call:
        """Return the call at this place; begin to show it if it is new."""
        if call := self.at.get(index):
            return call
        name = get(item, "name") or str(get(item, "type")).removesuffix("_call")
        call = self.at[index] = Call(block, name, call_id(item))
        self.by_id[call.call_id or block] = call
        call.hidden = self._hides(name)
        if not call.hidden:
            self._emit(ToolCalled(block, name, call.call_id, self._parent))
        return call

    def write(self, index: int, text: str) -> None:
        """More of the arguments of the call at this place."""
        call = self.at.get(index)
        # Without a call this reader came late: the item's snapshot has it all.
        if call and text and not call.hidden and not call.written:
            self._emit(ToolArgumentsDelta(call.block, text))

    def written(self, index: int, arguments: str | None) -> None:
        """The arguments of the call at this place are complete."""
        call = self.at.get(index)
        if call and not call.written:
            call.written, call.arguments = True, arguments
            if not call.hidden:
                self._emit(ToolArgumentsEnded(call.block, arguments))

    def started(self, call: Call) -> None:
        """The tool began, if that is news."""
        if not call.started and not call.returned:
            self.show(call)
            call.started = True
            self._emit(ToolStarted(call.block))

    def returned(
        self,
        call: Call,
        output: str,
        error: str | None = None,
        seconds: float | None = None,
    ) -> None:
        """The tool came back, if that is news."""
        if not call.returned:
            self.show(call)
            call.returned = True
            self._emit(ToolReturned(call.block, output, error, seconds))

    def show(self, call: Call) -> None:
        """Show a call that had been hidden."""
        if not call.hidden:
            return
        call.hidden = False
        self._emit(ToolCalled(call.block, call.name, call.call_id, self._parent))
        if call.written:
            self._emit(ToolArgumentsEnded(call.block, call.arguments))

    def drop(self, call_id: str) -> None:
        """Take a call back: it turned out to be something else, which is told in its place."""
        call = self.by_id.pop(call_id, None)
        if call and not call.hidden:
            self._emit(Discarded((call.block,)))

    def finish(self) -> None:
        """Show what was hidden for something that did not come."""
        for call in self.by_id.values():
            self.show(call)


def is_call(item: Any) -> bool:
    """Whether an item is a call that somebody answers, or that answers itself like one."""
    kind = str(get(item, "type"))
    if kind in ("function_call", "custom_tool_call", "mcp_call"):
        return True
    return kind.endswith("_call") and bool(get(item, "call_id"))


def call_id(item: Any) -> str:
    """The id that a call and its output share; empty when the item has none."""
    # Nobody else answers a hosted MCP call: its item has an id of its own and no call id.
    own = get(item, "id") if get(item, "type") == "mcp_call" else None
    return str(get(item, "call_id") or own or "")
