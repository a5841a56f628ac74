"""What the model is told of earlier turns: kept in the turns, or in a session of the SDK.

A session is somebody's: it may hold more than this chat shows, and others may add to it. So only
what a turn that is shown holds is ever taken out again, from its end.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any, Protocol

from nbstream.chat.items import Item, completed
from nbstream.document import Document, plain
from nbstream.errors import ChatError

_log = logging.getLogger("nbstream")


class Session(Protocol):
    """What is asked of a session of the Agents SDK."""

    async def get_items(self, limit: int | None = None) -> list[Any]: ...
    async def add_items(self, items: list[Any]) -> None: ...
    async def pop_item(self) -> Any: ...
    async def clear_session(self) -> None: ...


def session_of(given: Any) -> Session | None:
    """Take a session as it is, and make the SDK's SQLite session of a path.

    Raises:
        ChatError: It is neither.
    """
    if given is None:
        return None
    if isinstance(given, str | os.PathLike):
        from agents import SQLiteSession

        return SQLiteSession("chat", os.fspath(given))
    if all(callable(getattr(given, name, None)) for name in ("get_items", "add_items", "pop_item")):
        session: Session = given
        return session
    raise ChatError(
        f"session cannot be a {type(given).__name__}: expected a session of the Agents SDK "
        "(agents.SQLiteSession, …), or a path for one"
    )


class Memory:
    """The items behind a chat's turns.

    Args:
        session: Where they are kept besides; `None`: nowhere.
    """

    def __init__(self, session: Session | None) -> None:
        self.session = session
        self.base: list[Item] = []
        """What the session holds before the first turn."""
        self._before: list[Item] = []

    async def held(self) -> list[Item]:
        """What a session holds now."""
        return [] if self.session is None else await self._items()

    async def begin(
        self, known: Sequence[Item], *, drop: Sequence[Item], put: Sequence[Item]
    ) -> list[Item]:
        """Return what the model is told before the next question.

        Args:
            known: The items of the turns that the question follows.
            drop: The items at the session's end of turns that it does not follow.
            put: Items of turns that it follows instead, and that the session does not hold.

        Raises:
            ChatError: The session ends otherwise; it is left as it is.
        """
        if self.session is None:
            return list(known)
        if drop and (await self._items())[-len(drop) :] != list(drop):
            raise ChatError(
                "the session has gone on elsewhere, so that what this question replaces cannot be "
                "taken out of it: go back to the earlier version, and ask there"
            )
        for _ in drop:
            await self.session.pop_item()
        lost = list(put) if put and not await self._put(put) else []
        self._before = await self._items()
        return [*self._before, *lost]

    async def end(
        self, question: Item, said: list[Item], document: Document, *, kept: bool
    ) -> list[Item]:
        """Keep a turn, and return its items: the question's and the answer's.

        Args:
            question: The question's item.
            said: The answer's items, as the turn itself tells them.
            document: What the reader was shown.
            kept: Whether the SDK has been putting the turn into the session as it ran.
        """
        whole = [question, *said]
        if self.session is None:
            return whole
        if not kept:
            await self.session.add_items(list(whole))
            return whole
        now = await self._items()
        if now[: len(self._before)] != self._before:
            # Compacted, or cut to a limit: what the turn added cannot be told from the rest.
            return whole
        added = now[len(self._before) :]
        wanted = completed(added or [question], document)
        if wanted != added:
            for _ in added:
                await self.session.pop_item()
            await self.session.add_items(list(wanted))
        return wanted

    async def clear(self) -> None:
        """Forget everything, in the session too."""
        self.base = []
        if self.session is not None:
            await self.session.clear_session()

    async def _put(self, items: Sequence[Item]) -> bool:
        """Whether a session took items; one that does not must not keep a question back."""
        assert self.session is not None
        try:
            await self.session.add_items(list(items))
        except Exception:
            _log.warning("a chat's session could not take earlier turns", exc_info=True)
            return False
        return True

    async def _items(self) -> list[Item]:
        assert self.session is not None
        return [plain(item) for item in await self.session.get_items()]
