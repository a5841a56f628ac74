"""The OpenAI Agents SDK: a streamed run, read to its end and never left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nbstream.errors import SourceError
from nbstream.sources import agents_hooks
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.hints import hinted
from nbstream.sources.inside import enter_run
from nbstream.sources.kinds import is_kind
from nbstream.sources.source import Emit

# How long a run that was left may take to close its connection.
_GRACE_SECONDS = 1.0


def matches(given: Any) -> bool:
    """Whether it is a streamed run of the SDK."""
    return is_kind(given, "agents", "RunResultStreaming")


def source_of(given: Any) -> AgentsSource:
    """Read a run that has begun already."""
    return AgentsSource(lambda fold: given)


def run_source(
    agent: Any, input: Any, *, run_config: Any, hooks: Any, **given: Any
) -> AgentsSource:
    """A run that begins when it is read, with hooks that know when its tools begin and end.

    Args:
        agent: The agent that begins.
        input: What to say to it.
        run_config: The caller's, completed by ours.
        hooks: The caller's, beside ours.
        **given: Everything else that `Runner.run_streamed` takes.
    """

    def start(fold: AgentsFold) -> Any:
        from agents import Runner

        return Runner.run_streamed(
            agent,
            input,
            run_config=agents_hooks.composed_config(fold, run_config),
            hooks=agents_hooks.composed_hooks(fold, hooks),
            **given,
        )

    return AgentsSource(start, hooked=True)


class AgentsSource:
    """A run of the Agents SDK, as a source.

    Args:
        start: Makes the run, or hands out one that runs already; called on the reader's loop.
        hooked: Whether hooks tell this source's fold of tools (see `agents_hooks`).
    """

    def __init__(self, start: Callable[[AgentsFold], Any], *, hooked: bool = False) -> None:
        self._start = start
        self._hooked = hooked
        self._fold: AgentsFold | None = None
        self._run: Any = None
        self._asked = False

    @property
    def result(self) -> Any:
        """The SDK's own `RunResultStreaming`; `None` before the run has begun."""
        return self._run

    async def read(self, emit: Emit) -> None:
        """Read the run to its end; see `Source.read`.

        Raises:
            SourceError: The run belongs to another event loop.
        """
        fold = self._fold = AgentsFold(emit, hooked=self._hooked)
        place = enter_run(fold, emit)
        try:
            await self._read(fold)
        finally:
            place.end()

    async def _read(self, fold: AgentsFold) -> None:
        run = self._run = self._start(fold)
        task = run.run_loop_task
        if task is not None and task.get_loop() is not asyncio.get_running_loop():
            if not task.done():
                raise SourceError(
                    "this run was started on another event loop, where alone its events can be "
                    "read: call Runner.run_streamed() where stream() is called, or let "
                    "nbstream.run(agent, input) start it"
                )
            fold.take_items(run.new_items)
            fold.finish()
            return
        # A run that was resumed has what it did before; its tools go on now.
        fold.remember(run.new_items)
        with hinted():
            await self._follow(run, fold)

    def stop(self) -> bool:
        """Let a tool that runs finish its turn; anything else ends at once. See `Source.stop`."""
        if self._run is None:
            return False
        if self._fold and self._fold.tools_at_work and not self._asked:
            self._asked = True
            self._run.cancel(mode="after_turn")
            return True
        self._run.cancel()
        return False

    async def _follow(self, run: Any, fold: AgentsFold) -> None:
        events = run.stream_events()
        try:
            # Never an await between two events: what is queued is lost when a run fails.
            async for event in events:
                fold.take(event)
            if not fold.taken:
                # Somebody else has read its events; what they came to is still there.
                fold.take_items(run.new_items)
            fold.interrupted(getattr(run, "interruptions", []))
        except Exception as exc:
            fold.fail(exc)
            raise
        finally:
            try:
                fold.finish()
            finally:
                await _leave(run, events)


async def _leave(run: Any, events: Any) -> None:
    """See to it that a run which nobody reads any more does not go on by itself."""
    task = run.run_loop_task
    if not run.is_complete or (task is not None and not task.done()):
        run.cancel()
        if task is not None:
            await asyncio.wait({task}, timeout=_GRACE_SECONDS)
    await events.aclose()
