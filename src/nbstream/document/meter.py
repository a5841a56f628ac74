"""How long a model wrote: the waits for tools, people and the next request are not its."""

from __future__ import annotations

from nbstream.events import (
    ApprovalRequested,
    Event,
    ReasoningDelta,
    TextDelta,
    ToolArgumentsDelta,
    ToolReturned,
    ToolStarted,
    UsageReported,
)

_PIECES = (TextDelta, ReasoningDelta, ToolArgumentsDelta)
_BREAKS = (UsageReported, ToolStarted, ToolReturned, ApprovalRequested)


class Meter:
    """Takes the times at which pieces came.

    Attributes:
        first: When the first one came, in seconds of the run; `None` before.
        writing: Seconds between pieces of one answer, added up over all answers.
    """

    def __init__(self) -> None:
        self.first: float | None = None
        self.writing = 0.0
        self._last: float | None = None

    def hear(self, event: Event, at: float) -> bool:
        """Learn of an event; return whether it was the first piece of the run."""
        if isinstance(event, _PIECES) and event.text:
            if self._last is not None:
                self.writing += max(0.0, at - self._last)
            self._last = at
            if self.first is None:
                self.first = at
                return True
        elif isinstance(event, _BREAKS):
            self._last = None
        return False
