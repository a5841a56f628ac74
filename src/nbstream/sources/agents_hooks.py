"""What only the SDK's hooks know of a run, told to its fold beside the stream.

The stream says of a tool that it was called, and of all tools of a turn together what they came
to, once the slowest is done. Hooks say when each began and ended; the error formatter is shown
what it raised. Ours stand beside the caller's, and can neither change nor end the run.
"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any

from nbstream.sources import inside
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.tracebacks import message_of

_log = logging.getLogger("nbstream")


def composed_hooks(fold: AgentsFold, theirs: Any) -> Any:
    """Make `RunHooks` that tell the fold about tools and then call the caller's.

    Raises:
        TypeError: `theirs` is no `RunHooks`.
    """
    from agents.lifecycle import RunHooksBase

    if theirs is not None and not isinstance(theirs, RunHooksBase):
        raise TypeError(
            f"hooks must be an agents.RunHooks, not a {type(theirs).__name__}; hooks of one agent "
            "(AgentHooks) belong to it: Agent(hooks=...)"
        )

    def began(context: Any, agent: Any, tool: Any) -> None:
        call_id = getattr(context, "tool_call_id", None)
        inside.enter_tool(call_id, tool.name)
        fold.tools.began(call_id, tool.name)

    def came_back(context: Any, agent: Any, tool: Any, result: object) -> None:
        fold.tools.came_back(getattr(context, "tool_call_id", None), tool.name, result)

    ours: dict[str, Callable[..., None]] = {"on_tool_start": began, "on_tool_end": came_back}
    # Every hook that this version of the SDK has, so that the caller's newest are called too.
    names = [name for name in dir(RunHooksBase) if name.startswith("on_")]
    methods = {name: _method(name, ours.get(name), theirs) for name in names}
    return type("NbstreamHooks", (RunHooksBase,), methods)()


def _method(name: str, ours: Callable[..., None] | None, theirs: Any) -> Callable[..., Any]:
    # No coroutine function itself: ours is done where the SDK calls the hook, which is the context
    # that the tool gets, and not in the task in which it awaits what the hook returns.
    def hook(self: Any, *args: Any, **kwargs: Any) -> Any:
        if ours:
            with _harmless(name):
                ours(*args, **kwargs)
        return getattr(theirs, name)(*args, **kwargs) if theirs is not None else _nothing()

    return hook


async def _nothing() -> None:
    """What a hook has to wait for that has nothing to do."""


def composed_config(fold: AgentsFold, theirs: Any, retry: Any = None) -> Any:
    """Make a run configuration that shows the fold what tools raise; the rest is the caller's.

    Args:
        fold: Is told.
        theirs: The caller's `RunConfig`, a dictionary of its fields, or `None`.
        retry: The SDK's `ModelRetrySettings` for every model of the run, how often to try again
            what network and server refuse, or `None`.

    Raises:
        TypeError: `theirs` is no run configuration.
    """
    changes: dict[str, Any] = {"tool_error_formatter": _formatter(fold, theirs)}
    if not _has_tracing_settings(theirs) and _tracing_is_only_noise():
        changes["tracing_disabled"] = True
    if retry is not None:
        changes["model_settings"] = _with_retry(_setting(theirs, "model_settings"), retry)
    if theirs is not None and not isinstance(theirs, Mapping):
        if not dataclasses.is_dataclass(theirs) or isinstance(theirs, type):
            raise TypeError(
                "run_config must be an agents.RunConfig or a dictionary of its fields, not of type "
                f"{type(theirs).__name__}"
            )
        return dataclasses.replace(theirs, **changes)
    changes = {**(theirs or {}), **changes}
    return changes if _takes_dictionary() else _run_config(changes)


def _formatter(fold: AgentsFold, config: Any) -> Callable[[Any], Any]:
    theirs = _setting(config, "tool_error_formatter")

    def format_error(args: Any) -> Any:
        with _harmless("tool_error_formatter"):
            # Somebody's no is no failure of the tool.
            if args.kind != "approval_rejected":
                told = args.call_id, _told(args), getattr(args, "error", None)
                if not inside.raised_inside(fold, lambda tools, _call: tools.raised(*told)):
                    fold.tools.raised(*told)
        # `None`: the SDK's own words go to the model.
        return theirs(args) if theirs else None

    return format_error


def _with_retry(settings: Any, retry: Any) -> Any:
    from agents import ModelRetrySettings, ModelSettings, retry_policies

    if isinstance(retry, int):
        passing = [408, 409, 429, 500, 502, 503, 504]
        policy = retry_policies.any(
            retry_policies.provider_suggested(),
            retry_policies.network_error(),
            retry_policies.http_status(passing),
        )
        retry = ModelRetrySettings(max_retries=retry, policy=policy)
    ours = ModelSettings(retry=retry)
    return settings.resolve(ours) if isinstance(settings, ModelSettings) else ours


def _told(args: Any) -> str:
    error = getattr(args, "error", None)
    if error is None:
        return str(args.default_message)
    return f"{type(error).__name__}: {message_of(error)}"


def _takes_dictionary() -> bool:
    """Whether this SDK takes the configuration's fields as they are.

    It then makes the model provider itself, and closes it when the run is over.
    """
    from agents import Runner

    return "dict" in str(inspect.signature(Runner.run_streamed).parameters["run_config"])


def _run_config(fields: dict[str, Any]) -> Any:
    from agents import RunConfig

    return RunConfig(**fields)


def _has_tracing_settings(config: Any) -> bool:
    return any(
        _setting(config, name)
        for name in ("tracing_disabled", "tracing", "trace_id", "group_id", "trace_metadata")
    )


def _tracing_is_only_noise() -> bool:
    """Whether traces would go nowhere but to the warning that there is no key to send them with."""
    from agents.tracing import get_current_trace, get_trace_provider
    from agents.tracing.processors import default_exporter

    if get_current_trace() is not None or default_exporter().api_key:
        return False
    # The provider does not tell its processors. Where they cannot be seen to be the SDK's one
    # alone, somebody may be listening, and tracing stays on.
    several = getattr(get_trace_provider(), "_multi_processor", None)
    names = [type(processor).__name__ for processor in getattr(several, "_processors", ())]
    return names == ["BatchTraceProcessor"]


def _setting(config: Any, name: str) -> Any:
    if isinstance(config, Mapping):
        return config.get(name)
    return getattr(config, name, None)


@contextlib.contextmanager
def _harmless(what: str) -> Any:
    """A hook that raises would end the run: what goes wrong in ours is logged instead."""
    try:
        yield
    except Exception:
        _log.exception("nbstream could not follow %s; the run goes on", what)
