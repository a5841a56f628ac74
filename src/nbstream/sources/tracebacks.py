"""What an exception says, and where a tool failed, in its author's own frames."""

from __future__ import annotations

import traceback
from types import TracebackType

# Frames of what called the tool, which its author can do nothing about.
_CALLERS = ("agents", "asyncio", "concurrent", "nbstream", "threading")


def message_of(error: BaseException) -> str:
    """What an exception says of itself; it may fail at that, too."""
    try:
        return str(error)
    except Exception as exc:
        return f"<{type(error).__name__} whose str() raised {type(exc).__name__}>"


def traceback_of(error: BaseException | None) -> str:
    """Tell where an exception was raised, from the tool's own code on; empty without one."""
    if error is None or error.__traceback__ is None:
        return ""
    frames = _own(error.__traceback__)
    return "".join(traceback.TracebackException(type(error), error, frames).format()).rstrip()


def _own(frames: TracebackType) -> TracebackType:
    """The frames behind the last of the callers'; all of them where there is none behind."""
    own, frame = frames, frames.tb_next
    while frame is not None:
        if _module(own).partition(".")[0] in _CALLERS:
            own = frame
        else:
            break
        frame = own.tb_next
    return own


def _module(frames: TracebackType) -> str:
    return str(frames.tb_frame.f_globals.get("__name__", ""))
