"""Who answers: an agent of the Agents SDK, or anybody's function."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Protocol

from nbstream._options import Options, take_options
from nbstream._run import run
from nbstream._stream import view_of
from nbstream.chat.items import Item
from nbstream.chat.memory import Session
from nbstream.chat.question import Question
from nbstream.errors import UnknownSourceError
from nbstream.sources import from_any
from nbstream.sources.kinds import is_kind
from nbstream.sources.source import Emit, Source
from nbstream.widget import StreamView


class Target(Protocol):
    """Begins answers.

    Attributes:
        name: Who answers, for the reader.
        agent: The agent that a conversation begins with; `None` for a function.
        keeps: Whether the SDK puts a turn into a session by itself.
    """

    name: str
    agent: Any
    keeps: bool

    def begin(
        self, question: Question, history: list[Item], *, speaker: Any, session: Session | None
    ) -> StreamView:
        """Begin an answer; a view whose reading has started on the running loop."""

    def named(self, name: str) -> Any:
        """The agent of that name that a conversation can have come to; `None`: there is none."""


def target_of(given: Any, options: dict[str, Any]) -> Target:
    """Find out how to ask whatever a caller gave.

    Raises:
        UnknownSourceError: It can answer nothing.
        OptionError: An option does not exist, or its value is out of range.
    """
    if is_kind(given, "agents", "Agent", "AgentBase"):
        names = {field.name for field in fields(Options)}
        known = inspect.signature(run).parameters.keys() - {"agent", "input", "session", "show"}
        take_options({key: value for key, value in options.items() if key not in known - names})
        return AgentTarget(given, options)
    if callable(given) and not isinstance(given, type):
        return FunctionTarget(given, take_options(options))
    raise UnknownSourceError(
        f"cannot chat with a {type(given).__name__}: expected an agents.Agent, or a function "
        "(message, history) that returns what nbstream.stream() takes"
    )


class AgentTarget:
    """An agent, and those that it hands over to."""

    keeps = True

    def __init__(self, agent: Any, options: dict[str, Any]) -> None:
        self.agent = agent
        self.name = str(agent.name)
        self._options = options

    def begin(
        self, question: Question, history: list[Item], *, speaker: Any, session: Session | None
    ) -> StreamView:
        """Run the agent that spoke last, or the first one."""
        # With a session the SDK puts what it holds before the question.
        given: list[Any] = [question.item] if session else [*history, question.item]
        agent = speaker or self.agent
        return run(agent, given, session=session, **self._options)  # type: ignore[arg-type]

    def named(self, name: str) -> Any:
        """The agent of that name, among the first one and those it can hand over to."""
        for agent in _reachable(self.agent):
            if getattr(agent, "name", None) == name:
                return agent
        return None


class FunctionTarget:
    """A function `(message, history)` that returns, or gives when awaited, a stream."""

    agent = None
    keeps = False

    def __init__(self, function: Callable[..., Any], options: Options) -> None:
        self._function = function
        self._options = options
        self.name = "Assistant"

    def begin(
        self, question: Question, history: list[Item], *, speaker: Any, session: Session | None
    ) -> StreamView:
        """Call the function when the answer is read, so that what it raises is shown there."""
        return view_of(_Called(lambda: self._function(question, history)), self._options)

    def named(self, name: str) -> Any:
        """A function has no agents."""
        return None


class _Called:
    """A source that is made by a call, as late as its reading."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._source: Source | None = None

    @property
    def result(self) -> Any:
        return self._source.result if self._source is not None else None

    async def read(self, emit: Emit) -> None:
        __tracebackhide__ = True
        with _explained():
            self._source = from_any(self._call())
        await self._source.read(emit)

    def stop(self) -> bool:
        return self._source.stop() if self._source is not None else False


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Say of what cannot be streamed that it is what the function returned."""
    try:
        yield
    except UnknownSourceError as exc:
        exc.add_note("This is what the chat's function returned for the question.")
        raise


def _reachable(agent: Any) -> Iterator[Any]:
    """An agent, and all that it and they hand over to, each once."""
    seen: set[int] = set()
    left = [agent]
    while left:
        each = left.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        for handoff in getattr(each, "handoffs", ()):
            # A handoff object knows its agent weakly; an agent is one itself.
            known = getattr(handoff, "_agent_ref", None)
            left.append(known() if known is not None else handoff)
