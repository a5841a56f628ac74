"""The OpenAI Agents SDK: a streamed run, read to its end and never left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from nbstream.errors import SourceError
from nbstream.sources import agents_hooks
from nbstream.sources.agents_approvals import Approvals, Pending
from nbstream.sources.agents_feed import feed
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.agents_guardrails import Guardrails
from nbstream.sources.hints import hinted
from nbstream.sources.inside import enter_run
from nbstream.sources.kinds import is_kind
from nbstream.sources.representer import Representer
from nbstream.sources.sole import sole_reader
from nbstream.sources.source import Emit

# Errors of the OpenAI client and of Python that are of the moment.
_PASSING_ERRORS = frozenset({"APIConnectionError", "ConnectionError", "TimeoutError"})
_PASSING_STATUS = frozenset({408, 409, 429})


def matches(given: Any) -> bool:
    """Whether it is a streamed run of the SDK."""
    return is_kind(given, "agents", "RunResultStreaming")


def source_of(given: Any) -> AgentsSource:
    """Read a run that has begun already."""
    return AgentsSource(lambda fold, state: given)


def run_source(
    agent: Any, input: Any, *, run_config: Any, hooks: Any, retry: Any = None, **given: Any
) -> AgentsSource:
    """A run that begins when it is read, with hooks that know when its tools begin and end.

    Args:
        agent: The agent that begins.
        input: What to say to it, or the state that another run has come to.
        run_config: The caller's, completed by ours.
        hooks: The caller's, beside ours.
        retry: See `agents_hooks.composed_config`.
        **given: Everything else that `Runner.run_streamed` takes.
    """

    def start(fold: AgentsFold, state: Any) -> Any:
        from agents import Runner

        return Runner.run_streamed(
            agent,
            input if state is None else state,
            run_config=agents_hooks.composed_config(fold, run_config, retry),
            hooks=agents_hooks.composed_hooks(fold, hooks),
            **given,
        )

    async def saved() -> Any:
        if not isinstance(input, Mapping):
            return None
        from agents import RunState

        return await RunState.from_json(agent, dict(input))

    return AgentsSource(start, saved=saved)


class AgentsSource:
    """A run of the Agents SDK, as a source.

    Args:
        start: Makes the run, or hands out one that runs already; called on the reader's loop,
            with the state to go on from, or `None`.
        saved: Loads the state that the run begins from, if it has one. Given, the run is this
            source's own: hooks tell its fold of tools, somebody can decide about its calls, and
            it can be read again when it has failed.

    Attributes:
        approvals: What waits for a decision.
        stopped: Whether somebody ended the run by its own `cancel()`.
    """

    def __init__(
        self,
        start: Callable[[AgentsFold, Any], Any],
        *,
        saved: Callable[[], Any] | None = None,
    ) -> None:
        self._start = start
        self._saved = saved
        self._fold: AgentsFold | None = None
        self._run: Any = None
        self._asked = False
        self._parts = 0
        self.stopped = False
        self.approvals = Approvals()

    @property
    def result(self) -> Any:
        """The SDK's own `RunResultStreaming`; `None` before the run has begun.

        Of a run that went on after a decision or a failure it is that of the last part.
        """
        return self._run

    @property
    def pending(self) -> Pending | None:
        """What somebody must decide; `None` while nothing has to be."""
        questions = self.approvals.questions
        return Pending(questions, self._run) if questions else None

    @property
    def goes_on(self) -> bool:
        """Whether it can be read again after it failed, from where it had come to."""
        return self._saved is not None

    def is_passing(self, error: BaseException) -> bool:
        """Whether an error may be gone when it is tried again: of the network, or of a full server.

        The client's classes are told by name, so that none has to be imported.
        """
        status = getattr(error, "status_code", None)
        names = {kind.__name__ for kind in type(error).__mro__}
        passing = status in _PASSING_STATUS or (isinstance(status, int) and status >= 500)
        return self.goes_on and (passing or bool(names & _PASSING_ERRORS))

    async def read(self, emit: Emit) -> None:
        """Read the run to its end; see `Source.read`. Read again, it goes on where it failed.

        Raises:
            SourceError: The run belongs to another event loop.
        """
        self._parts += 1
        self._asked = False
        if self._fold is not None:
            self._fold.abandon()
        scope = "" if self._parts == 1 else f"part{self._parts}/"
        representer = Representer()
        fold = self._fold = AgentsFold(
            emit,
            hooked=self._saved is not None,
            scope=scope,
            represent=representer.represent,
        )
        place = enter_run(fold, emit)
        try:
            try:
                await self._read(fold, emit)
            finally:
                fold.finish()
            await representer.finished()
        except Exception:
            # What its tools returned is worth seeing however the run failed.
            await representer.finished()
            raise
        finally:
            representer.end()
            place.end()
            self.approvals.end()

    async def _read(self, fold: AgentsFold, emit: Emit) -> None:
        """Read the run up to where it stops for a decision, and on from there, until it is over."""
        self.approvals.begin(emit)
        state = None
        if self._run is not None:
            # What had failed goes on from its last whole turn; no tool of that runs twice.
            state = self._run.to_state()
        elif self._saved is not None:
            state = await self._saved()
        while True:
            run = self._run = self._start(fold, state)
            await self._read_part(run, fold)
            calls = fold.interrupted(getattr(run, "interruptions", []))
            if not calls or self._asked or self._saved is None:
                return
            self.approvals.ask(calls)
            decisions = await self.approvals.decisions()
            state = run.to_state()
            for item, decision in decisions:
                decision.tell(state, item)

    async def _read_part(self, run: Any, fold: AgentsFold) -> None:
        fold.context = getattr(run, "context_wrapper", None)
        fold.guardrails = Guardrails(run)
        task = run.run_loop_task
        if task is not None and task.get_loop() is not asyncio.get_running_loop():
            if not task.done():
                raise SourceError(
                    "this run was started on another event loop, where alone its events can be "
                    "read: call Runner.run_streamed() where stream() is called, or let "
                    "nbstream.run(agent, input) start it"
                )
            if not task.cancelled() and task.exception() is None:
                fold.take_items(run.new_items)
                return
        # A run that was resumed has what it did before; its tools go on now.
        fold.remember(run.new_items)
        with sole_reader(run), hinted():
            await self._follow(run, fold)

    def stop(self) -> bool:
        """Let a tool that runs finish its turn; anything else ends at once. See `Source.stop`."""
        if self._run is None:
            return False
        at_work = self._fold is not None and self._fold.tools_at_work and not self.approvals.hold
        if at_work and not self._asked:
            self._asked = True
            self._run.cancel(mode="after_turn")
            return True
        self._run.cancel()
        return False

    async def _follow(self, run: Any, fold: AgentsFold) -> None:
        taken = fold.taken
        try:
            # Never an await between two events: what is queued is lost when a run fails.
            self.stopped = await feed(run, fold.take)
            if fold.taken == taken:
                # Somebody else has read its events; what they came to is still there.
                fold.take_items(run.new_items)
        except Exception as exc:
            fold.fail(exc)
            raise
