"""What the installed Agents SDK tells of a tool that failed: an older one cannot say more.

Up to 0.22 the model was told the exception's message behind the SDK's own words, from 0.23 on only
those words. From 0.24 on the error formatter is shown the exception.
"""

from __future__ import annotations

from importlib.metadata import version

VERSION = tuple(int(part) for part in version("openai-agents").split(".")[:2])
SHOWS_EXCEPTIONS = VERSION >= (0, 24)

_FAILED = "An error occurred while running the tool. Please try again."


def told_to_the_model(error: Exception) -> str:
    """What the model is told of a tool that raised this, where nobody else decides it."""
    return _FAILED if VERSION >= (0, 23) else f"{_FAILED} Error: {error}"


def told_by_the_stream(error: Exception) -> str:
    """What can be known of it without hooks: the end of what the model was told."""
    return told_to_the_model(error).removeprefix(f"{_FAILED} Error: ")


def told_by_a_run(error: Exception) -> str:
    """What a reader is told of it in a run that `nbstream.run` began."""
    shown = f"{type(error).__name__}: {error}"
    return shown if SHOWS_EXCEPTIONS else told_by_the_stream(error)
