"""What a view needs of whoever feeds it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from nbstream.delivery import Heard
from nbstream.sources.agents_approvals import Approvals, Pending


class Driver(Protocol):
    """Who feeds the view: a source that is read, or a writer's block."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The loop that the page's wishes are obeyed on; `None` for any thread."""

    @property
    def result(self) -> Any:
        """What it ended with, in its provider's own terms; `None` before."""

    @property
    def approvals(self) -> Approvals | None:
        """Where decisions about its calls go; `None`: it asks for none."""

    @property
    def pending(self) -> Pending | None:
        """What it has stopped for; `None` while it has not."""

    def stop(self) -> None:
        """Ask it to end; asked again, it ends at once. From any thread."""

    def cancel(self) -> None:
        """End it at once. From any thread."""

    def retry(self) -> None:
        """Let it go on after it failed; RetryError: it cannot."""

    def enter(self, call: Callable[[], object]) -> None:
        """Make a call where its loop runs; from any thread."""

    async def finished(self, heard: Heard | None = None) -> None:
        """Return when it has ended; raise what it failed with.

        Also return when it has stopped for a decision that cannot be heard meanwhile.
        """

    def wait(self, heard: Heard | None = None) -> None:
        """The same for code that cannot await."""
