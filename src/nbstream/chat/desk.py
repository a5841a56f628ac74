"""Does what the page asks. What it gets wrong is said in the chat, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbstream.chat.conversation import Conversation
from nbstream.chat.files import File
from nbstream.chat.question import Question
from nbstream.chat.turn import Turn
from nbstream.document import Change
from nbstream.errors import ChatError


class PageDesk:
    """Answers a page's messages.

    Args:
        conversation: What they are about.
        tell: Sends changes to the page.
        resend: Sends the page the whole.
        send_page: Sends it what lies at rest.
    """

    def __init__(
        self,
        conversation: Conversation,
        tell: Callable[[list[Change]], None],
        resend: Callable[[], None],
        send_page: Callable[[], None],
    ) -> None:
        self._chat = conversation
        self._tell = tell
        self._resend = resend
        self._send_page = send_page

    def on_submit(self, text: str, files: tuple[File, ...], nonce: str) -> None:
        try:
            self._chat.ask(Question(text, files), nonce=nonce)
        except ChatError as exc:
            self.on_refused(nonce, str(exc))

    def on_refused(self, nonce: str, reason: str) -> None:
        self._tell(self._chat.transcript.say(notice=reason, refused=nonce))

    def on_stop(self) -> None:
        if (turn := self._chat.current) is not None:
            self._chat.stop(turn)

    def on_retry(self, turn: str) -> None:
        self._act(turn, lambda found: self._chat.again(found, found.question))

    def on_edit(self, turn: str, text: str) -> None:
        self._act(turn, lambda found: self._chat.again(found, Question(text, found.question.files)))

    def on_choose(self, turn: str) -> None:
        self._act(turn, self._chat.choose)

    def on_withdraw(self, turn: str) -> None:
        self._act(turn, self._chat.withdraw)

    def on_clear(self) -> None:
        self._chat.clear()

    def on_resync(self) -> None:
        self._resend()

    def on_page(self) -> None:
        self._send_page()

    def _act(self, turn: str, act: Callable[[Turn], Any]) -> None:
        found = self._chat.transcript.turns.get(turn)
        if found is None:
            return
        try:
            act(found)
        except ChatError as exc:
            self._tell(self._chat.transcript.say(notice=str(exc)))
