"""Answers one question: asks the target, follows the answer to its end, has it remembered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from nbstream.chat.ledger import Ledger
from nbstream.chat.target import Target
from nbstream.chat.turn import Turn
from nbstream.chat.waiting import Left, Patience
from nbstream.document import words
from nbstream.widget import StreamView

_log = logging.getLogger("nbstream")


class Answered:
    """What a turn came to.

    Attributes:
        facts: What the page has to know of it: those that say something.
    """

    def __init__(
        self, status: str, *, speaker: str = "", trouble: str = "", seconds: float | None = None
    ) -> None:
        facts = {"status": status, "speaker": speaker, "trouble": trouble, "seconds": seconds}
        self.facts = {name: fact for name, fact in facts.items() if fact}


class Answering:
    """Who answers, and what is remembered of it.

    Args:
        target: Who answers.
        ledger: Which turns the memory holds.
    """

    def __init__(self, target: Target, ledger: Ledger) -> None:
        self._target = target
        self._ledger = ledger
        self._patience = Patience()

    def leave(self) -> None:
        """Wait no longer for a session, if one is being waited for."""
        self._patience.leave()

    async def begin(self, turn: Turn, path: list[Turn], speaker: Any) -> StreamView | None:
        """Begin an answer; `None` when it was stopped before.

        Args:
            turn: What is answered.
            path: The turns that it follows.
            speaker: The agent that answers; `None`: the first one, or a function.

        Raises:
            Exception: What the session raised, or the target.
        """
        try:
            history = await self._patience.wait(self._ledger.begin(path))
        except Left:
            return None
        if turn.stopping:
            return None
        session = self._ledger.memory.session
        view = self._target.begin(turn.question, history, speaker=speaker, session=session)
        turn.begin(view)
        return view

    async def finish(self, turn: Turn, path: list[Turn], speaker: Any) -> Answered:
        """Follow an answer that has begun to its end, and have the memory hold it."""
        view = turn.view
        assert view is not None
        turn.error = await _error_of(view)
        await self._keep(turn, path)
        turn.speaker = getattr(view.result, "last_agent", None) or speaker
        last = str(getattr(turn.speaker, "name", self._target.name))
        # Where tokens are told, the time stands beside them.
        seconds = None if turn.usage else turn.seconds
        return Answered(view.status, speaker=last, trouble=turn.trouble, seconds=seconds)

    async def _keep(self, turn: Turn, path: list[Turn]) -> None:
        try:
            await self._patience.wait(self._ledger.keep(turn, path, kept=self._target.keeps))
        except Left:
            turn.trouble = "The session did not answer, and may not hold this turn."
        except Exception as exc:
            turn.trouble = f"The session could not keep this turn. {told_of(exc)}"
            _log.warning("a chat's session could not keep a turn", exc_info=exc)


async def _error_of(view: StreamView) -> BaseException | None:
    """Wait for an answer's end; returns what it failed with.

    What would end the loop, and the kernel with it, is content like any other failure.
    """
    try:
        await view._driver.finished()
    except (asyncio.CancelledError, GeneratorExit):
        raise
    except BaseException as exc:
        return exc
    return None


def told_of(exc: BaseException) -> str:
    """An exception in a line, for the reader of a chat."""
    return f"{type(exc).__name__}: {words(exc)}".strip()
