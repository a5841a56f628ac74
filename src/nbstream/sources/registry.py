"""Finds the source for whatever a caller gave, and lets callers add kinds of their own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from nbstream.errors import UnknownSourceError
from nbstream.sources import agents_sdk, awaited, items, openai_streams
from nbstream.sources.kinds import is_kind
from nbstream.sources.source import Source
from nbstream.sources.text import TextSource

Matches = Callable[[Any], bool]
Open = Callable[[Any], Any]

_registered: list[tuple[Matches, Open]] = []

_ACCEPTED = (
    "expected text, an (async) iterable of str, an OpenAI response or chat completion stream, "
    "an Agents SDK streamed run, an iterable of nbstream events, a recording, or something that "
    "gives one of these when awaited"
)


def register(matches: Matches, open: Open) -> Callable[[], None]:
    """Teach `stream()` another kind of source; the newest registration is asked first.

    Args:
        matches: Told what the caller gave, says whether it is of this kind. It should look at the
            type's name and module rather than import a library to compare with.
        open: Makes of it anything that `stream()` takes: most easily an async generator that
            yields `nbstream.events`.

    Returns:
        A function that undoes the registration.
    """
    entry = (matches, open)
    _registered.insert(0, entry)

    def undo() -> None:
        if entry in _registered:
            _registered.remove(entry)

    return undo


def from_any(given: Any) -> Source:
    """Open whatever a caller gave; nothing of it is read yet.

    Raises:
        UnknownSourceError: It is nothing that can be streamed.
    """
    for matches, open_ in _registered:
        if matches(given):
            opened = open_(given)
            return opened if _is_source(opened) else _built_in(opened)
    return _built_in(given)


def _built_in(given: Any) -> Source:
    if _is_source(given):
        source: Source = given
        return source
    if isinstance(given, str):
        return TextSource(given)
    if hint := _refusal(given):
        raise _unknown(given, hint)
    if agents_sdk.matches(given):
        return agents_sdk.source_of(given)
    if openai_streams.matches(given):
        return openai_streams.source_of(given)
    if awaited.matches(given):
        return awaited.source_of(given, from_any)
    if items.matches(given):
        return items.source_of(given)
    raise _unknown(given, "")


def _is_source(given: Any) -> bool:
    """Whether it keeps the contract of `Source` already, as a recording does."""
    return not isinstance(given, type) and (
        inspect.iscoroutinefunction(getattr(given, "read", None))
        and callable(getattr(given, "stop", None))
    )


def _refusal(given: Any) -> str | None:
    """What to do about things that are often given by mistake; `None`: nothing wrong so far."""
    if isinstance(given, bytes | bytearray | memoryview):
        return "decode the bytes to str first"
    if isinstance(given, Mapping):
        return "give the text in it, or an iterable of str"
    if isinstance(given, type):
        return "this is a class: give an object of it"
    if is_kind(given, "nbstream", "StreamView"):
        return "it is streaming already: await it, or display() it once more"
    if is_kind(given, "agents", "Agent"):
        return "to run an agent, call nbstream.run(agent, input)"
    if is_kind(given, "agents", "RunResult"):
        return "this run is over; call Runner.run_streamed() instead of Runner.run()"
    if is_kind(given, "openai", "Response", "ChatCompletion"):
        return "it is whole already; pass stream=True to the call that made it"
    if callable(given) and not items.matches(given):
        return "this is a function: call it, and give what it returns"
    return None


def _unknown(given: Any, hint: str) -> UnknownSourceError:
    name = type(given).__name__
    what = "None" if given is None else f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
    hint = f" ({hint})" if hint else ""
    return UnknownSourceError(
        f"cannot stream from {what}{hint}: {_ACCEPTED}. For anything else, register it and yield "
        "nbstream.events yourself: docs/sources.md shows how in ten lines."
    )
