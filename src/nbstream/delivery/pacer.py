"""Decides when what is pending should leave. Pure: it is told the time, in seconds.

Coalesce, don't queue: what waits merges, so that a wait costs a reader nothing but itself.
"""

from __future__ import annotations

from math import inf

MESSAGES_PER_SECOND = 180
"""What all streams of a kernel may send together. Jupyter's server drops messages, silently,
above 1,000 a second; other widgets and the other things that a kernel says need room too."""

BRISK = 2 / 3
"""The share of its interval that a batch waits which holds more than a few words. A batch costs a
notebook's page about four milliseconds, hardly depending on what is in it: a slow model's next word
is worth waiting for."""

SLOWEST = 0.1
"""The longest wait, in seconds, that a slow page can cause: its frames may be late for reasons that
are not ours, and a reader notices every wait."""

UNSEEN = 0.5
"""The wait, in seconds, for a page that nobody can see."""


class Pacer:
    """When one stream's next batch is due.

    Args:
        interval: Time between two batches of a few words while the page keeps up, in seconds;
            between fuller ones it is two thirds of that: thirty a second by default.
        enabled: `False`: nothing is ever due before the end.
    """

    def __init__(self, interval: float = 0.05, *, enabled: bool = True) -> None:
        self._base = interval
        self._enabled = enabled
        self._page = 0.0
        self._last_sent = -inf

    def due(
        self, oldest: float, streams: int = 1, *, few: bool = False, full: bool = False
    ) -> float:
        """Return when to send what has been pending since `oldest`.

        Args:
            oldest: When the oldest pending change came.
            streams: How many streams of this kernel are live, this one among them.
            few: Only a few words are pending.
            full: So much is pending that only the share of the wire is worth waiting for.
        """
        if not self._enabled:
            return inf
        share = streams / MESSAGES_PER_SECOND
        wanted = self._base if few else self._base * BRISK
        interval = share if full else max(wanted, self._page, share)
        return max(oldest, self._last_sent + interval)

    def sent(self, now: float) -> None:
        """Learn that a batch has left."""
        self._last_sent = now

    def drawn(self, seconds: float, *, hidden: bool) -> None:
        """Learn from the page how long its last frame took, and whether anybody can see it.

        The page gets at least as long for everything else as it spends on us.
        """
        self._page = UNSEEN if hidden else min(2 * seconds, SLOWEST)
