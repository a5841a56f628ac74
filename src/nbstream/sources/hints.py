"""What to do about the errors that people meet most, told beside the provider's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

_DROPPED = "What had arrived is kept. Is the network up? Then try again."
_BY_CLASS = {
    "AuthenticationError": "Set OPENAI_API_KEY, or give the client api_key=.",
    "RateLimitError": "Wait a moment and try again.",
    "APIConnectionError": _DROPPED,
    # Clients before 3.1 or so leave the words for a drop in mid-stream to their HTTP library.
    "TransportError": _DROPPED,
    "APITimeoutError": "What had arrived is kept. Try again, or give the client timeout=.",
    "MaxTurnsExceeded": "Allow more: nbstream.run(agent, input, max_turns=...).",
}
_LOOPS = re.compile(r"different (event )?loop|[Ee]vent loop is closed")
_CLOSED = "client has been closed"
_NEW_CLIENT = "Keep the client open until the view is done, or make a new one."
_OTHER_LOOP = (
    "The client was used on another event loop before, and cannot change it: make a new one where "
    "the stream is made."
)


@contextmanager
def hinted() -> Iterator[None]:
    """Add a note to an exception that passes through, where it is known what helps."""
    try:
        yield
    except Exception as exc:
        hint = _hint(exc)
        if hint and hint not in getattr(exc, "__notes__", ()):
            exc.add_note(hint)
        raise


def _hint(exc: Exception) -> str | None:
    if isinstance(exc, RuntimeError) and _LOOPS.search(str(exc)):
        return _OTHER_LOOP
    if isinstance(exc, RuntimeError) and _CLOSED in str(exc):
        return _NEW_CLIENT
    names = (kind.__name__ for kind in type(exc).__mro__)
    return next((_BY_CLASS[name] for name in names if name in _BY_CLASS), None)
