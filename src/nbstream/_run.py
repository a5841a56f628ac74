"""`run()`: an Agents SDK run, in a cell."""

from __future__ import annotations

from collections.abc import Mapping
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from nbstream._options import take_options
from nbstream._stream import view_of
from nbstream.errors import UnknownSourceError
from nbstream.sources.agents_sdk import run_source
from nbstream.sources.kinds import is_kind
from nbstream.widget import StreamView

if TYPE_CHECKING:
    from agents import Agent, ModelRetrySettings, RunConfig, RunHooks, RunState, TResponseInputItem
    from agents.memory import Session


def run(
    agent: Agent[Any],
    input: str | list[TResponseInputItem] | RunState[Any] | dict[str, Any],
    *,
    session: Session | None = None,
    context: Any = None,
    max_turns: int | EllipsisType | None = ...,
    run_config: RunConfig | dict[str, Any] | None = None,
    hooks: RunHooks[Any] | None = None,
    previous_response_id: str | None = None,
    retry: ModelRetrySettings | int | None = None,
    show: bool = True,
    **options: Any,
) -> StreamView:
    """Run an agent, and stream what it does into the current cell.

    With a running loop (any notebook cell) it starts at once and goes on in the background;
    without one it starts in `.wait()`, or when it is awaited. Its tools show when each of them
    began and ended, and what those raised that failed.

    Args:
        agent: The agent that begins.
        input: What to say to it: text, or the SDK's input items. Or a run to go on with: the SDK's
            `RunState`, or what `view.pending.to_json()` gave, here or in another kernel.
        session: The SDK's memory of earlier turns.
        context: Handed to tools and hooks.
        max_turns: Turns after which the SDK gives up; not given: the SDK's own default.
            `None`: never.
        run_config: The SDK's settings for the run. Its error formatter still decides what the
            model is told. Tracing is turned off only if there is no key to send traces with, and
            neither these settings nor a trace processor of yours ask for any.
        hooks: Your hooks; nbstream's stand beside them.
        previous_response_id: The response to go on from, as in `Runner.run_streamed`.
        retry: How often a request that network or server refused is made again by itself, or the
            SDK's own `ModelRetrySettings`. An answer that has begun is not asked for again:
            `view.retry()` does that, and so does the button below the error.
        show: Whether the view shows itself when it is awaited or waited for.
        **options: Any of `Options`, for this run alone.

    Returns:
        The view. Awaiting it, or its `.wait()`, returns it again when the run is over;
        `view.result` is the SDK's own `RunResultStreaming`.

    Raises:
        UnknownSourceError: `agent` is no agent, or `input` is nothing that one can be told.
        OptionError: An option does not exist, or its value is out of range.
    """
    if not is_kind(agent, "agents", "Agent", "AgentBase"):
        raise UnknownSourceError(
            f"cannot run a {type(agent).__name__}: expected an agents.Agent. "
            "To show a stream that you have already, call nbstream.stream(it)."
        )
    if not (isinstance(input, str | list | Mapping) or is_kind(input, "agents", "RunState")):
        raise UnknownSourceError(
            f"cannot run an agent on input of type {type(input).__name__}: expected text, a list "
            "of the SDK's input items, or a run to go on with (a RunState, or what "
            "view.pending.to_json() gave)."
        )
    arguments: dict[str, Any] = {
        "session": session,
        "context": context,
        "previous_response_id": previous_response_id,
    }
    if max_turns is not ...:
        arguments["max_turns"] = max_turns
    source = run_source(agent, input, run_config=run_config, hooks=hooks, retry=retry, **arguments)
    return view_of(source, take_options(options), show=show)
