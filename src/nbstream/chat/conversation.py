"""Asks one question after the other, and remembers what came of it.

The only loop of a chat: whoever asks puts a turn into the queue, and one task answers them in
order. It knows nothing of widgets; what the page has to know is handed to `tell`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from nbstream.chat import earlier, waiting
from nbstream.chat.answering import Answered, Answering, told_of
from nbstream.chat.items import Item
from nbstream.chat.ledger import Ledger
from nbstream.chat.memory import Memory
from nbstream.chat.question import Question
from nbstream.chat.target import Target
from nbstream.chat.transcript import Transcript
from nbstream.chat.turn import Turn
from nbstream.delivery.blocking import block_on
from nbstream.document import Change
from nbstream.errors import ChatError

_log = logging.getLogger("nbstream")


class Conversation:
    """Turns, the memory behind them, and who answers.

    Args:
        target: Who answers.
        memory: What the model is told of earlier turns.
        transcript: The turns, and what the page is told of them.
        tell: Sends changes to the page.
        resend: Sends the page the whole.
        ended: Called with each turn when it is over; what it raises is told in the chat.
        rests: Called whenever what lies at rest is another.
        alone: Whether nothing of the chat is on the page, so that an answer shows itself.
    """

    def __init__(
        self,
        target: Target,
        memory: Memory,
        transcript: Transcript,
        *,
        tell: Callable[[list[Change]], None],
        resend: Callable[[], None],
        ended: Callable[[Turn], None],
        rests: Callable[[], None],
        alone: Callable[[], bool],
    ) -> None:
        self.target = target
        self.ledger = Ledger(memory)
        self._answering = Answering(target, self.ledger)
        self.transcript = transcript
        self.loop: asyncio.AbstractEventLoop | None = None
        self._tell = tell
        self._resend = resend
        self._ended = ended
        self._rests = rests
        self._alone = alone
        self._to_show: set[Turn] = set()
        self._queue: deque[Turn] = deque()
        self._task: asyncio.Task[None] | None = None
        self._clearing = False

    # Asking

    @property
    def current(self) -> Turn | None:
        """The turn that is being answered, or is the next to be."""
        return self._queue[0] if self._queue else None

    @property
    def history(self) -> list[Item]:
        """What the model is told before the next question, as far as it is known."""
        turns = [item for turn in self.transcript.path for item in turn.items]
        return [*self.ledger.memory.base, *turns]

    def ask(self, question: Question, **facts: Any) -> Turn:
        """Put a question behind the last one; it is answered when its turn comes."""
        path = self.transcript.path
        return self._put(question, path[-1] if path else None, facts)

    def again(self, turn: Turn, question: Question) -> Turn:
        """Ask in a turn's place; it and what followed it stay, as an earlier version.

        Raises:
            ChatError: An answer is being written, or the turn is not in the conversation.
        """
        self._must_rest()
        self._must_know(turn)
        return self._put(question, turn.parent, {})

    def choose(self, turn: Turn) -> None:
        """Go on from this version of its place.

        Raises:
            ChatError: An answer is being written, or the turn is not in the conversation.
        """
        self._must_rest()
        self._must_know(turn)
        self._tell(self.transcript.choose(turn))
        self._rests()

    def attend(self) -> None:
        """Answer what is queued, as soon as a loop runs. From any thread."""
        try:
            self.loop = asyncio.get_running_loop()
        except RuntimeError:
            if self.loop is not None and self.loop.is_running():
                self.loop.call_soon_threadsafe(self._work)
        else:
            self._work()

    # Ending

    def stop(self, turn: Turn) -> None:
        """Ask a turn to end; one that is queued is not asked at all. From any thread."""
        if turn.over or turn not in self._queue:
            return
        if turn.facts["status"] == "queued":
            self._queue.remove(turn)
            self._over(turn, Answered("stopped"))
        elif turn.view is None or turn.view.document.run.closed:
            # A session is being waited for, which may never answer.
            if turn.stopping:
                self._answering.leave()
            turn.stopping = True
        else:
            turn.view.stop()

    def cancel(self, turn: Turn) -> None:
        """End a turn at once, whatever it is doing. From any thread."""
        self.stop(turn)
        if turn.view is not None and not turn.over:
            turn.view._driver.cancel()
        elif turn.stopping:
            self._answering.leave()

    def withdraw(self, turn: Turn) -> None:
        """Take back a question that has not been asked yet; those behind it still are."""
        if turn.facts["status"] == "queued" and turn in self._queue:
            self._queue.remove(turn)
            if turn.next:
                self.transcript.take_out(turn)
                self._resend()
            else:
                self._tell(self.transcript.remove(turn))
            turn.end()

    def clear(self) -> None:
        """Begin anew: no turn, no history. What is being answered is stopped."""
        for turn in list(self._queue):
            self.cancel(turn)
        self._clearing = True
        self._tell(self.transcript.clear())
        self._rests()
        self.attend()

    async def finish(self, turn: Turn, *, blocking: bool = False) -> None:
        """Return when a turn is over; raise what it failed with. Leaving stops it.

        Also return when a decision is waited for that cannot be heard meanwhile.

        Args:
            turn: What is waited for.
            blocking: Whether the caller keeps the loop from others.
        """
        __tracebackhide__ = True
        self.attend()
        try:
            if not await waiting.over(turn, lambda: self.current, blocking=blocking):
                return
        except asyncio.CancelledError:
            self.cancel(turn)
            raise
        if turn.view is not None:
            await turn.view._at_rest.settled()
        if turn.error is not None:
            raise turn.error

    def wait(self, turn: Turn) -> None:
        """The same for code that cannot await; see `block_on`."""
        __tracebackhide__ = True

        def start() -> asyncio.Task[None]:
            self.attend()
            assert self._task is not None
            return self._task

        if not turn.over:
            block_on(start, lambda: self.finish(turn, blocking=True))
        elif turn.error is not None:
            raise turn.error

    def show(self, turn: Turn) -> None:
        """Show an answer in the current cell, now or when it begins, unless the chat is shown."""
        if not self._alone():
            return
        if turn.view is None:
            self._to_show.add(turn)
        else:
            self._to_show.discard(turn)
            turn.view._show_unless_shown()

    def versions(self, turn: Turn) -> list[Turn]:
        """All turns that were at this turn's place, the oldest first."""
        return self.transcript.versions(turn)

    # Answering

    def _put(self, question: Question, parent: Turn | None, facts: dict[str, Any]) -> Turn:
        turn = self._new_turn(question, parent)
        turn.facts |= facts
        self._queue.append(turn)
        self._tell([*self.transcript.add(turn), *self.transcript.say(notice="", suggestions=[])])
        self.attend()
        return turn

    def _new_turn(self, question: Question, parent: Turn | None) -> Turn:
        return Turn(self, self.transcript.new_id(), question, parent)

    def _work(self) -> None:
        to_do = self._queue or self._clearing or not self.ledger.opened
        if to_do and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._serve(), name="nbstream chat")

    async def _serve(self) -> None:
        await self._forget_if_asked()
        await self._draw_earlier()
        await self._forget_if_asked()
        while (turn := self.current) is not None:
            # In the context of the cell that asked: what its tools print belongs there.
            answering = asyncio.get_running_loop().create_task(
                self._answer(turn), name="nbstream turn", context=turn.context
            )
            try:
                await answering
            except asyncio.CancelledError:
                answering.cancel()
                await asyncio.wait([answering])
                raise
            finally:
                if turn in self._queue:
                    self._queue.remove(turn)
                if not turn.over:
                    self._over(turn, Answered("stopped"))
            await self._forget_if_asked()

    async def _forget_if_asked(self) -> None:
        if not self._clearing:
            return
        self._clearing = False
        try:
            await self.ledger.clear()
        except Exception as exc:
            self._say_of_session("forget", exc)

    async def _draw_earlier(self) -> None:
        """Show what the session holds from before this chat, as turns that can be gone on from."""
        if self.ledger.opened:
            return
        try:
            turns = await earlier.turns_of(self.ledger, self._new_turn, self.target.name)
        except Exception as exc:
            # What cannot be drawn is told to the model all the same, or fails the next turn.
            self._say_of_session("be read", exc)
            return
        if not turns or self._clearing:
            return
        self.transcript.put_before(turns)
        left_out = earlier.questions_in(self.ledger.memory.base)
        notice = f"{left_out:,} earlier questions of the session are known, and not shown."
        self.transcript.say(suggestions=[], notice=notice if left_out else "")
        self._resend()

    async def _answer(self, turn: Turn) -> None:
        path = _up_to(turn.parent)
        speaker = turn.parent.speaker if turn.parent else self.target.agent
        name = str(getattr(speaker, "name", self.target.name))
        now = round(time.time(), 3)
        self._tell(self.transcript.tell(turn, status="asked", agent=name, asked=now))
        answered = Answered("stopped")
        try:
            if view := await self._answering.begin(turn, path, speaker):
                self._tell(self.transcript.tell(turn, view=view.model_id))
                if turn in self._to_show:
                    self.show(turn)
                answered = await self._answering.finish(turn, path, speaker)
        except Exception as exc:
            turn.error = exc
            answered = Answered("failed", trouble=told_of(exc))
        self._over(turn, answered)

    def _over(self, turn: Turn, answered: Answered) -> None:
        self._tell(self.transcript.tell(turn, **answered.facts))
        self._rests()
        try:
            self._ended(turn)
        except Exception as exc:
            _log.exception("what a chat calls at the end of a turn raised")
            self._tell(self.transcript.say(notice=f"on_turn raised {told_of(exc)}"))
        turn.end()

    def _say_of_session(self, what: str, exc: Exception) -> None:
        _log.warning("a chat's session could not %s", what, exc_info=exc)
        self._tell(self.transcript.say(notice=f"The session could not {what}. {told_of(exc)}"))

    def _must_rest(self) -> None:
        if self._queue:
            raise ChatError("an answer is being written: stop it first, or wait for its end")

    def _must_know(self, turn: Turn) -> None:
        if self.transcript.turns.get(turn.id) is not turn:
            raise ChatError(f"{turn!r} is not in this chat; chat.turns are")


def _up_to(turn: Turn | None) -> list[Turn]:
    """A turn and all that it follows, the first one first."""
    path: list[Turn] = []
    while turn is not None:
        path.append(turn)
        turn = turn.parent
    return path[::-1]
