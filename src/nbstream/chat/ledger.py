"""Which turns the memory holds, and what has to be done to it before a question is asked.

Going back to another version, or asking again in a turn's place, means that the memory holds turns
that the next question does not follow, and lacks some that it does.
"""

from __future__ import annotations

from collections.abc import Sequence

from nbstream.chat.items import Item, answered
from nbstream.chat.memory import Memory
from nbstream.chat.turn import Turn


class Ledger:
    """The turns of a chat that its memory holds, first to last.

    Args:
        memory: Where their items are.

    Attributes:
        opened: Whether it is known what the memory held before the chat began.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.opened = memory.session is None
        self._held: list[Turn] = []
        self._assumed: list[Turn] = []

    def assume(self, turns: Sequence[Turn]) -> None:
        """Take these turns, which were loaded, for what a session holds, if it holds anything."""
        self._assumed = list(turns)

    async def open(self) -> list[Item]:
        """Look what the memory holds; returns what no turn of this chat is known to have put in.

        Raises:
            Exception: What the session raised; then it is still unknown.
        """
        items = await self.memory.held()
        self.opened = True
        if not items or not self._assumed:
            self.memory.base = items
            return items
        self._held = self._assumed
        known = [item for turn in self._assumed for item in turn.items]
        ours = items[-len(known) :] == known
        self.memory.base = items[: -len(known)] if ours else []
        return []

    def hold(self, turns: Sequence[Turn]) -> None:
        """Learn that the memory holds just these."""
        self._held = list(turns)

    async def begin(self, path: list[Turn]) -> list[Item]:
        """Have the memory hold the turns that a question follows; returns what the model is told.

        Raises:
            Exception: What the session raised.
        """
        held, common = self._held, 0
        while common < min(len(path), len(held)) and path[common] is held[common]:
            common += 1
        history = await self.memory.begin(
            known=[item for turn in path for item in turn.items],
            drop=[item for turn in held[common:] for item in turn.items],
            put=[item for turn in path[common:] for item in turn.items],
        )
        self._held = path
        return history

    async def keep(self, turn: Turn, path: list[Turn], *, kept: bool) -> None:
        """Have the memory hold a turn that is over, behind those that it follows.

        Args:
            turn: It learns its items.
            path: What it follows.
            kept: Whether the SDK has been putting it into the session as it ran.

        Raises:
            Exception: What the session raised; the turn has its items all the same.
        """
        assert turn.view is not None
        document = turn.view.document
        question, said = turn.question.item, answered(turn.view.result, document)
        turn.items = [question, *said]
        turn.items = await self.memory.end(question, said, document, kept=kept)
        self._held = [*path, turn]

    async def clear(self) -> None:
        """Forget everything, in the session too.

        Raises:
            Exception: What the session raised.
        """
        self._held = self._assumed = []
        self.opened = True
        await self.memory.clear()
