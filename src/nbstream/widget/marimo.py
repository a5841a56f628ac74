"""marimo: a host of widgets that has no display messages, and whose running cells hear no page."""

from __future__ import annotations

import sys
from collections.abc import Callable

from nbstream.delivery import thread_alarm

VOLUNTEER_SECONDS = 0.5
"""The whole is told again so soon after there is more, for a page that was not there yet."""


def shown_by_marimo(widget: object) -> bool:
    """Show a widget in the running cell of marimo; whether this is marimo.

    A cell shows its last expression once it is over, and before that what is put there.
    """
    marimo = sys.modules.get("marimo")
    if marimo is None or not marimo.running_in_notebook():
        return False
    marimo.output.append(widget)
    return True


class Volunteer:
    """Tells the whole without being asked.

    A view hears nothing of what was said before it was shown, and whatever it asks waits for the
    end of the cell.

    Args:
        tell: Tells it. From another thread.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._waiting = False

    def grew(self) -> None:
        """There is more to tell."""
        if not self._waiting:
            self._waiting = True
            thread_alarm(VOLUNTEER_SECONDS, self._ring)

    def _ring(self) -> None:
        self._waiting = False
        self._tell()
