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

from nbstream.bounds import MAX_EARLIER
from nbstream.chat import earlier, waiting
from nbstream.chat.items import Item
from nbstream.chat.ledger import Ledger
from nbstream.chat.memory import Memory
from nbstream.chat.question import Question
from nbstream.chat.target import Target
from nbstream.chat.transcript import Transcript
from nbstream.chat.turn import Turn
from nbstream.delivery.blocking import block_on
from nbstream.document import Change, words
from nbstream.errors import ChatError
from nbstream.widget import StreamView, past_view

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
        alone: Callable[[], bool],
    ) -> None:
        self.target = target
        self.ledger = Ledger(memory)
        self.transcript = transcript
        self.loop: asyncio.AbstractEventLoop | None = None
        self._tell = tell
        self._resend = resend
        self._ended = ended
        self._alone = alone
        self._to_show: set[Turn] = set()
        self._queue: deque[Turn] = deque()
        self._task: asyncio.Task[None] | None = None
        self._patience = waiting.Patience()
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
            self._over(turn, "stopped")
        elif turn.view is None or turn.view.document.run.closed:
            # A session is being waited for, which may never answer.
            if turn.stopping:
                self._patience.leave()
            turn.stopping = True
        else:
            turn.view.stop()

    def cancel(self, turn: Turn) -> None:
        """End a turn at once, whatever it is doing. From any thread."""
        self.stop(turn)
        if turn.view is not None and not turn.over:
            turn.view._driver.cancel()
        elif turn.stopping:
            self._patience.leave()

    def withdraw(self, turn: Turn) -> None:
        """Take back a question that has not been asked yet."""
        if turn.facts["status"] == "queued" and turn in self._queue:
            self._queue.remove(turn)
            self._tell(self.transcript.remove(turn))
            turn.end()

    def clear(self) -> None:
        """Begin anew: no turn, no history. What is being answered is stopped."""
        for turn in list(self._queue):
            self.cancel(turn)
        self._clearing = True
        self._tell(self.transcript.clear())
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
        turn = Turn(self, self.transcript.new_id(), question, parent)
        turn.facts |= facts
        self._queue.append(turn)
        self._tell([*self.transcript.add(turn), *self.transcript.say(notice="", suggestions=[])])
        self.attend()
        return turn

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
                    self._over(turn, "stopped")
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
            self.ledger.memory.base = items = await self.ledger.open()
            self.ledger.memory.base, found = earlier.told_again(items)
        except Exception as exc:
            # What cannot be drawn is told to the model all the same, or fails the next turn.
            self._say_of_session("be read", exc)
            return
        left_out = found[:-MAX_EARLIER]
        self.ledger.memory.base += [item for each in left_out for item in each.items]
        turns: list[Turn] = []
        for each in found[-MAX_EARLIER:]:
            turns.append(self._past(each, turns[-1] if turns else None))
            await asyncio.sleep(0)
        if not turns or self._clearing:
            return
        self.ledger.hold(turns)
        self.transcript.put_before(turns)
        self.transcript.say(suggestions=[])
        if left_out:
            told = f"{len(left_out):,} earlier turns of the session are known, and not shown."
            self.transcript.say(notice=told)
        self._resend()

    def _past(self, told: earlier.Earlier, parent: Turn | None) -> Turn:
        turn = Turn(self, self.transcript.new_id(), told.question, parent)
        turn.items = told.items
        turn.facts |= {"status": "done", "agent": self.target.name}
        if told.events:
            turn.begin(past_view(told.events))
            turn.facts["view"] = turn.view.model_id if turn.view else ""
        else:
            turn.facts |= {"status": "stopped", "trouble": "The session holds no answer."}
        turn.end()
        return turn

    async def _answer(self, turn: Turn) -> None:
        path = _up_to(turn.parent)
        speaker = turn.parent.speaker if turn.parent else self.target.agent
        name = str(getattr(speaker, "name", self.target.name))
        now = round(time.time(), 3)
        self._tell(self.transcript.tell(turn, status="asked", agent=name, asked=now))
        try:
            view = await self._begin(turn, path, speaker)
        except Exception as exc:
            turn.error = exc
            self._over(turn, "failed", trouble=_told(exc))
            return
        if view is None:
            self._over(turn, "stopped")
            return
        turn.error = await _error_of(view)
        await self._keep(turn, path)
        turn.speaker = getattr(view.result, "last_agent", None) or speaker
        last = str(getattr(turn.speaker, "name", name))
        self._over(turn, view.status, speaker=last, trouble=turn.trouble)

    async def _begin(self, turn: Turn, path: list[Turn], speaker: Any) -> StreamView | None:
        """Begin an answer; `None` when it was stopped before."""
        try:
            history = await self._patience.wait(self.ledger.begin(path))
        except waiting.Left:
            return None
        if turn.stopping:
            return None
        session = self.ledger.memory.session
        view = self.target.begin(turn.question, history, speaker=speaker, session=session)
        turn.begin(view)
        self._tell(self.transcript.tell(turn, view=view.model_id))
        if turn in self._to_show:
            self.show(turn)
        return view

    async def _keep(self, turn: Turn, path: list[Turn]) -> None:
        try:
            await self._patience.wait(self.ledger.keep(turn, path, kept=self.target.keeps))
        except waiting.Left:
            turn.trouble = "The session did not answer, and does not hold this turn."
        except Exception as exc:
            turn.trouble = f"The session could not keep this turn. {_told(exc)}"
            _log.warning("a chat's session could not keep a turn", exc_info=exc)

    def _over(self, turn: Turn, status: str, **facts: Any) -> None:
        facts = {name: value for name, value in facts.items() if value}
        self._tell(self.transcript.tell(turn, status=status, **facts))
        try:
            self._ended(turn)
        except Exception as exc:
            _log.exception("what a chat calls at the end of a turn raised")
            self._tell(self.transcript.say(notice=f"on_turn raised {_told(exc)}"))
        turn.end()

    def _say_of_session(self, what: str, exc: Exception) -> None:
        _log.warning("a chat's session could not %s", what, exc_info=exc)
        self._tell(self.transcript.say(notice=f"The session could not {what}. {_told(exc)}"))

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


def _told(exc: BaseException) -> str:
    return f"{type(exc).__name__}: {words(exc)}".strip()
