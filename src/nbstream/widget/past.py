"""A view of a run that is over: nothing reads any more, and nothing is streamed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nbstream._options import take_options
from nbstream.delivery import Heard, Pump
from nbstream.errors import RetryError
from nbstream.recording import Timed
from nbstream.widget.view import StreamView


def past_view(events: Iterable[Timed]) -> StreamView:
    """Show what happened, whole and at once; the last event is the end of the run."""
    return StreamView(_Over, options=take_options({}), show=False, past=events)


class _Over:
    """Drives nothing."""

    loop = None
    result = None
    approvals = None
    pending = None

    def __init__(self, pump: Pump, on_end: Callable[[], None]) -> None:
        pass

    def stop(self) -> None:
        pass

    def cancel(self) -> None:
        pass

    def retry(self) -> None:
        raise RetryError("this run is over, and was only told again: ask anew")

    def enter(self, call: Callable[[], object]) -> None:
        call()

    async def finished(self, heard: Heard | None = None) -> None:
        pass

    def wait(self, heard: Heard | None = None) -> None:
        pass
