"""A turn: a question, its answer, and the handle that a person holds on them."""

from __future__ import annotations

import contextvars
from collections.abc import Generator
from concurrent.futures import Future
from typing import Any, Protocol, Self

from nbstream.chat.items import Item
from nbstream.chat.question import Question
from nbstream.document import Props
from nbstream.widget import StreamView
from nbstream.widget.showing import asked_by_display_hook, current_cell

OVER = {"done", "failed", "stopped"}
"""What a turn comes to."""


class Asker(Protocol):
    """Who answers turns."""

    async def finish(self, turn: Turn) -> None:
        """Return when the turn is over; raise what it failed with."""

    def wait(self, turn: Turn) -> None:
        """The same for code that cannot await."""

    def stop(self, turn: Turn) -> None:
        """Ask it to end."""

    def show(self, turn: Turn) -> None:
        """Show its answer in the current cell, unless the chat is on the page."""

    def versions(self, turn: Turn) -> list[Turn]:
        """All turns that were at its place."""


class Turn:
    """A question and its answer: await it, stop it, ask what it said.

    Awaiting returns the turn when it is over, and raises what its answer failed with. Where no
    button is heard before the cell ends, it also returns when a tool waits for a decision:
    `turn.view.pending` has it then, and the turn goes on as soon as somebody decides.

    Attributes:
        question: What was asked, a `str` with `.files`.
        view: The stream of its answer, an ordinary `StreamView`; `None` while it is queued.
        items: The SDK's input items that it added to the history; empty while it is not over.
        trouble: Why it could not be kept in the session; empty when it could.
    """

    def __init__(self, asker: Asker, id: str, question: Question, parent: Turn | None) -> None:
        self.id = id
        self.question = question
        self.parent = parent
        self.next: list[Turn] = []
        self.view: StreamView | None = None
        self.items: list[Item] = []
        self.error: BaseException | None = None
        self.trouble = ""
        self.speaker: Any = None
        """The agent that spoke last, which the next turn goes on with."""
        self.facts: Props = {
            "question": str(question),
            "files": [file.to_wire() for file in question.files],
            "status": "queued",
        }
        self.context = contextvars.copy_context()
        """Where it was asked: what its tools print goes there."""
        self.html: tuple[str, str] | None = None
        """Its HTML once it is over, and the options that it was written with."""
        self.begun: Future[None] = Future()
        """Done when its answer has begun, or never will."""
        self.ended: Future[None] = Future()
        self.stopping = False
        """Whether it was asked to end while its answer had not begun, or was being kept."""
        self._asker = asker
        self._cells: set[object] = set()

    @property
    def status(self) -> str:
        """`queued`, `waiting`, then what its view is; at the end `done`, `failed`, `stopped`."""
        status = str(self.facts["status"])
        if status != "asked":
            return status
        return self.view.status if self.view is not None else "waiting"

    @property
    def over(self) -> bool:
        """Whether the answer is complete, one way or another."""
        return self.facts["status"] in OVER

    @property
    def answer(self) -> str:
        """The answer so far, as markdown."""
        return self.view.text if self.view is not None else ""

    @property
    def agent(self) -> str:
        """The name of who answers, or at the end of who spoke last."""
        return str(self.facts.get("speaker") or self.facts.get("agent") or "")

    @property
    def usage(self) -> dict[str, int]:
        """What it cost, as far as its model said: `requests`, `input_tokens` and so on."""
        if self.view is None:
            return {}
        return dict(self.view.document.run.props.get("usage") or {})

    @property
    def seconds(self) -> float | None:
        """How long the answer took; `None` before its end."""
        if self.view is None:
            return None
        seconds = self.view.document.run.props.get("seconds")
        return None if seconds is None else float(seconds)

    @property
    def versions(self) -> list[Turn]:
        """This turn and those that it replaced or that replaced it, the oldest first."""
        return list(self._asker.versions(self))

    def stop(self) -> None:
        """Ask the answer to end; asked again, it ends at once. A queued one never begins."""
        self._asker.stop(self)

    def __await__(self) -> Generator[Any, None, Self]:
        return self._finished().__await__()

    async def _finished(self) -> Self:
        __tracebackhide__ = True
        self._show()
        await self._asker.finish(self)
        return self

    def wait(self) -> Self:
        """Block until the turn is over, in a cell or a script that cannot await.

        Raises:
            KeyboardInterrupt: It was interrupted; the answer has been stopped.
            Exception: What the answer failed with.
        """
        __tracebackhide__ = True
        self._show()
        self._asker.wait(self)
        return self

    def begin(self, view: StreamView) -> None:
        """Have this for an answer from now on."""
        self.view = view
        self.begun.set_result(None)

    def end(self) -> None:
        """Let go of whoever waits for it."""
        for waited in (self.begun, self.ended):
            if not waited.done():
                waited.set_result(None)

    def _show(self) -> None:
        self._cells.add(current_cell())
        self._asker.show(self)

    def _ipython_display_(self) -> None:
        # The last expression of the cell that awaited it is the same answer again.
        if self.view is not None and not (
            asked_by_display_hook() and current_cell() in self._cells
        ):
            self.view._places.show()

    def __repr__(self) -> str:
        return f"<nbstream turn: {self.status}, {str(self.question)!r:.60}>"
