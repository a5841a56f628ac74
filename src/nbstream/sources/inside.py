"""What is said from inside a tool while it runs: by an agent that is one, or by its own code.

A tool does not know the run that called it. A context variable does: it is set where the tool
begins, and goes with it into tasks and worker threads. Outside a run that `nbstream.run()` began,
everything here does nothing.
"""

from __future__ import annotations

import asyncio
import logging
import math
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING, Any

from nbstream.events import TextDelta, TextEnded, ToolProgressed
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.response_calls import Call
from nbstream.sources.source import Emit

if TYPE_CHECKING:
    from nbstream.sources.agents_tools import Tools

_log = logging.getLogger("nbstream")

# What an inner agent does is told by a task of its own, some turns of the loop behind.
_UNKNOWN_SECONDS = 0.2


@dataclass(slots=True)
class _Run:
    """A run while it is read.

    Attributes:
        over: Whether nobody reads it any more; what is said later is said to nobody.
        pieces: How many texts tools have emitted.
    """

    fold: AgentsFold
    emit: Emit
    loop: asyncio.AbstractEventLoop
    over: bool = False
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which run some code runs.

    Attributes:
        call_id: The call whose tool it is; `None` where the SDK does not tell it.
        tool: The tool's name; empty outside of tools.
        span: The SDK's span of it.
    """

    call_id: str | None = None
    tool: str = ""
    span: Any = field(default=None, repr=False)
    _run: _Run | None = field(default=None, repr=False)

    def inner_span(self) -> Any:
        """The SDK's span of the tool of an inner agent that this code runs in, if it does.

        Hooks tell of the outermost run's tools alone. Around each function tool there is a span, in
        traces that go nowhere, too.
        """
        span = _current_span()
        is_tool = getattr(getattr(span, "span_data", None), "type", None) == "function"
        return span if self.tool and is_tool and span is not self.span else None

    def end(self) -> None:
        """The run is not read any more."""
        if self._run is not None:
            self._run.over = True


_place: ContextVar[Place | None] = ContextVar("nbstream_place", default=None)


def enter_run(fold: AgentsFold, emit: Emit) -> Place:
    """Let what starts from here on know that it belongs to this run; on the run's loop."""
    place = Place(_run=_Run(fold, emit, asyncio.get_running_loop()))
    _place.set(place)
    return place


def enter_tool(call_id: str | None, tool: str) -> None:
    """Let what starts from here on know in which call it runs."""
    if place := _place.get():
        _place.set(replace(place, call_id=call_id, tool=tool, span=_current_span()))


def raised_inside(fold: AgentsFold, tell: Callable[[Tools, Call], None]) -> bool:
    """Tell of a failure where it happened, if that is in a tool of an agent inside a tool.

    Args:
        fold: The outermost run.
        tell: Is given the tools of that agent's run, and the call.

    Returns:
        Whether it is.
    """
    place = _place.get()
    span = place and place.inner_span()
    if place is None or span is None:
        return False
    fold.nests.tell(place.call_id, span, tell)
    return True


def nested(event: Mapping[str, Any]) -> None:
    """Show what an agent does inside the tool that it is.

    ```python
    agent.as_tool("research", "Looks things up.", on_stream=nbstream.nested)
    ```

    The tool's cell then holds the inner run, with its own tools, to any depth. In a run that
    `nbstream.run()` began; anywhere else it does nothing.

    Args:
        event: What the SDK gives its `on_stream` handlers.
    """
    place = _place.get()
    if place is None:
        return
    tool_call, inner = event.get("tool_call"), event.get("event")
    if tool_call is not None and inner is not None:
        _on_loop(place, lambda run: run.fold.nests.take(tool_call, inner))


def progress(fraction: float | None = None, message: str | None = None) -> None:
    """Say how far the tool that calls this has come; its cell shows it.

    From async and from synchronous tools, and from tools of nested agents: in their own cells, or
    where nobody shows that agent (`nested`), in the cell of the tool that it is. Outside a run it
    does nothing.

    Args:
        fraction: How much is done, from 0 to 1; what is beyond is taken as the nearest of them,
            and what is not finite as not known.
        message: What the tool is doing.

    Raises:
        TypeError: The fraction is no number, or the message no text.
    """
    if fraction is not None and not _is_number(fraction):
        raise TypeError(f"fraction must be a number from 0 to 1, not {type(fraction).__name__}")
    if message is not None and not isinstance(message, str):
        raise TypeError(f"message must be text, not {type(message).__name__}")
    part = None if fraction is None else _finite(fraction)
    _in_call(lambda run, call: run.emit(ToolProgressed(call.block, part, message or "")))


def _is_number(value: object) -> bool:
    # Other libraries' numbers, too: a float32 is none of Python's own.
    return isinstance(value, Real) and not isinstance(value, bool)


def _finite(number: float) -> float | None:
    """A number as a float; what is no finite one could not be kept in a recording."""
    try:
        near = float(number)
    except OverflowError:
        # Beyond every float, and so beyond what is from 0 to 1.
        return 1.0 if number > 0 else 0.0
    return near if math.isfinite(near) else None


def emit(markdown: str) -> None:
    """Show a piece of markdown in the cell of the tool that calls this; the model is not told.

    Each call shows a piece of its own, below the last. Where it works: see `progress`.

    Raises:
        TypeError: It is no text.
    """
    if not isinstance(markdown, str):
        raise TypeError(f"can only emit markdown as text, not {type(markdown).__name__}")

    def show(run: _Run, call: Call) -> None:
        run.pieces += 1
        block = f"{call.block}.e{run.pieces}"
        run.emit(TextDelta(block, markdown, parent=call.block))
        if markdown:
            run.emit(TextEnded(block))

    _in_call(show)


def _in_call(act: Callable[[_Run, Call], None]) -> None:
    place = _place.get()
    if place is None or not place.tool:
        return
    call_id, tool, span = place.call_id, place.tool, place.inner_span()

    def in_own_cell(run: _Run) -> None:
        run.fold.tools.tell(call_id, tool, lambda call: act(run, call))

    def in_inner_cell(run: _Run) -> None:
        nests = run.fold.nests
        note = nests.tell(
            call_id, span, lambda _tools, call: act(run, call), lambda: in_own_cell(run)
        )
        if note is not None:
            # Its call is not known yet; or never will be, since nobody shows that agent.
            give_up = partial(nests.give_up, note)
            run.loop.call_later(_UNKNOWN_SECONDS, _on_loop, place, lambda _run: give_up())

    _on_loop(place, in_own_cell if span is None else in_inner_cell)


def _current_span() -> Any:
    """The SDK's span that this code runs in; they are there, and go nowhere, without traces."""
    tracing = sys.modules.get("agents.tracing")
    return tracing.get_current_span() if tracing else None


def _on_loop(place: Place, act: Callable[[_Run], None]) -> None:
    """Do it where events are emitted: now, or when the loop gets to it."""
    run = place._run
    if run is None or run.over:
        return

    def do() -> None:
        if run.over:
            return
        try:
            act(run)
        except Exception:
            # What goes wrong here must not fail the tool.
            _log.exception("nbstream could not show what a tool said; the run goes on")

    try:
        here = asyncio.get_running_loop()
    except RuntimeError:
        here = None
    if here is run.loop:
        do()
    elif not run.loop.is_closed():
        run.loop.call_soon_threadsafe(do)
