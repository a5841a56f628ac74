"""What the page says to a chat, checked, on its way to the loop.

All of it is data from outside, like in `widget/inbox.py`: types and sizes are checked here, and
what is not understood is ignored with one log line.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from nbstream.bounds import MAX_FILES, MAX_NONCE, MAX_TYPED
from nbstream.chat.files import File, checked, file_of
from nbstream.document import repair
from nbstream.errors import ChatError
from nbstream.widget.entrance import Entrance
from nbstream.widget.inbox import RESYNC_SECONDS


class Desk(Protocol):
    """Who answers what the page says. Every call is made on the loop, if there is one."""

    def on_submit(self, text: str, files: tuple[File, ...], nonce: str) -> None: ...
    def on_refused(self, nonce: str, reason: str) -> None: ...
    def on_stop(self) -> None: ...
    def on_retry(self, turn: str) -> None: ...
    def on_edit(self, turn: str, text: str) -> None: ...
    def on_choose(self, turn: str) -> None: ...
    def on_withdraw(self, turn: str) -> None: ...
    def on_clear(self) -> None: ...
    def on_resync(self) -> None: ...
    def on_page(self) -> None: ...


class Inbox:
    """Sorts the page's messages.

    Args:
        desk: Who answers them.
        loop: Says which loop the chat runs on; `None` while there is none.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        desk: Desk,
        loop: Callable[[], asyncio.AbstractEventLoop | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._resynced = -math.inf
        self._entrance = Entrance(loop)
        self.heard = False
        """Whether a page has said anything at all."""

    def receive(self, content: object, buffers: Sequence[Any]) -> None:
        """Take one message, on whatever thread it came."""
        desk = self._desk
        self.heard = True
        match content:
            case {"type": "submit", "text": str() as text, "nonce": str() as nonce, "files": files}:
                self._submit(text, nonce[:MAX_NONCE], files, buffers)
            case {"type": "stop"}:
                self._entrance.enter(desk.on_stop)
            case {"type": "retry", "turn": str() as turn}:
                self._entrance.enter(lambda: desk.on_retry(turn))
            case {"type": "edit", "turn": str() as turn, "text": str() as text} if (
                len(text) <= MAX_TYPED
            ):
                self._entrance.enter(lambda: desk.on_edit(turn, repair(text)))
            case {"type": "choose", "turn": str() as turn}:
                self._entrance.enter(lambda: desk.on_choose(turn))
            case {"type": "withdraw", "turn": str() as turn}:
                self._entrance.enter(lambda: desk.on_withdraw(turn))
            case {"type": "clear"}:
                self._entrance.enter(desk.on_clear)
            case {"type": "opened"}:
                pass
            case {"type": "page"}:
                self._entrance.enter(desk.on_page)
            case {"type": "resync"}:
                if self._clock() - self._resynced >= RESYNC_SECONDS:
                    self._resynced = self._clock()
                    self._entrance.enter(desk.on_resync)
            case _:
                self._entrance.complain("this version does not know it", content)

    def _submit(self, text: str, nonce: str, told: object, buffers: Sequence[Any]) -> None:
        try:
            files = _files(told, buffers)
            question = _asked(text)
        except ChatError as exc:
            reason = str(exc)
            self._entrance.enter(lambda: self._desk.on_refused(nonce, reason))
        else:
            self._entrance.enter(lambda: self._desk.on_submit(question, files, nonce))


def _asked(text: str) -> str:
    """A question as it can be sent on.

    Raises:
        ChatError: It is longer than any model reads.
    """
    if len(text) > MAX_TYPED:
        raise ChatError(f"a question has {MAX_TYPED:,} characters at most, and not {len(text):,}")
    return repair(text)


def _files(told: object, buffers: Sequence[Any]) -> tuple[File, ...]:
    """Put what a page says of its files to their contents, which came beside.

    Raises:
        ChatError: They do not fit together, or one of them is of no use to a model.
    """
    if not isinstance(told, list) or len(told) != len(buffers):
        raise ChatError("the files of this question did not arrive whole: attach them again")
    if len(told) > MAX_FILES:
        raise ChatError(f"a question takes {MAX_FILES} files, and these are {len(told)}")
    files = []
    for about, content in zip(told, buffers, strict=True):
        match about:
            case {"name": str() as name, "preview": str() as preview}:
                files.append(file_of(name, bytes(content), preview))
            case {"name": str() as name}:
                files.append(file_of(name, bytes(content)))
            case _:
                raise ChatError("a file without a name came with this question: attach it again")
    return checked(files)
