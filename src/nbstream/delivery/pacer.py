"""Decides when what is pending should leave. Pure: it is told the time, in seconds.

Coalesce, don't queue: what waits merges, so that a wait costs a reader nothing but itself.
"""

from __future__ import annotations

from math import inf

MESSAGES_PER_SECOND = 180
"""What all streams of a kernel may send together. Jupyter's server drops messages, silently,
above 1,000 a second; other widgets and the other things that a kernel says need room too."""

SLOWEST = 0.1
"""The longest wait, in seconds, that a slow page can cause: its frames may be late for reasons that
are not ours, and a reader notices every wait."""

UNSEEN = 0.5
"""The wait, in seconds, for a page that nobody can see."""


class Pacer:
    """When one stream's next batch is due.

    Args:
        interval: Time between two batches while the page keeps up, in seconds.
        enabled: `False`: nothing is ever due before the end.
    """

    def __init__(self, interval: float = 0.033, *, enabled: bool = True) -> None:
        self._base = interval
        self._enabled = enabled
        self._page = 0.0
        self._last_sent = -inf

    def due(self, oldest: float, streams: int = 1, *, full: bool = False) -> float:
        """Return when to send what has been pending since `oldest`.

        Args:
            oldest: When the oldest pending change came.
            streams: How many streams of this kernel are live, this one among them.
            full: So much is pending that only the share of the wire is worth waiting for.
        """
        if not self._enabled:
            return inf
        share = streams / MESSAGES_PER_SECOND
        interval = share if full else max(self._base, self._page, share)
        return max(oldest, self._last_sent + interval)

    def sent(self, now: float) -> None:
        """Learn that a batch has left."""
        self._last_sent = now

    def drawn(self, seconds: float, *, hidden: bool) -> None:
        """Learn from the page how long its last frame took, and whether anybody can see it.

        The page gets at least as long for everything else as it spends on us.
        """
        self._page = UNSEEN if hidden else min(2 * seconds, SLOWEST)
