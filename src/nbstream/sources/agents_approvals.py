"""The calls of a run that wait for somebody to decide about them, and what was decided.

Who decides in the page says what was on screen (a digest) and which question is answered (a
nonce): a decision about anything else than what would now run is void. The default is no: nothing
here ever approves by itself but what somebody approved always.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from nbstream.errors import ApprovalError
from nbstream.events import ApprovalDecided, ApprovalRequested, ToolNoted
from nbstream.sources.fields import get
from nbstream.sources.response_calls import Call
from nbstream.sources.response_items import input_of, name_of, notes_of
from nbstream.sources.source import Emit

_GONE_ON = (
    "no button is heard here while the run is waited for, so the code has gone on without an "
    "answer. Decide with a button now, or with view.approve({}) or view.reject({}); then await "
    "the view again"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A call that waits for a decision.

    Attributes:
        block: Id of the call's block.
        call_id: The provider's name for the call; a hosted server's question has one of its own.
        tool: The tool's name.
        arguments: What it would be called with, as it would be.
        notes: What else is known of it, a line each: the server that is asked, the file that is
            changed.
        nonce: Names this question; another one is asked each time.
    """

    block: str
    call_id: str
    tool: str
    arguments: str
    notes: str
    nonce: str

    @property
    def digest(self) -> str:
        """What a page must have shown for its answer to count."""
        return digest(self.tool, self.arguments, self.notes)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a call.

    Attributes:
        approved: Whether it may be made.
        message: What the model is told of a rejection; `None`: what the SDK says.
        always: Whether that goes for every later call of this tool in this run.
    """

    approved: bool
    message: str | None = None
    always: bool = False

    def tell(self, state: Any, item: Any) -> None:
        """Tell the SDK's `RunState` what was decided about one of its interruptions."""
        if self.approved:
            state.approve(item, always_approve=self.always)
        else:
            state.reject(item, always_reject=self.always, rejection_message=self.message)


@dataclass(frozen=True, slots=True)
class Pending:
    """A run that has stopped until somebody decides.

    Attributes:
        questions: The calls that wait.
    """

    questions: tuple[Question, ...]
    _run: Any = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the run as it stands, as JSON: `nbstream.run(agent, it)` goes on from there.

        It is the SDK's own `RunState`: what the SDK cannot write of the context is left out, and
        can be given again as `run(..., context=…)`.
        """
        told: dict[str, Any] = self._run.to_state().to_json()
        return told


@dataclass(slots=True)
class _Waiting:
    question: Question
    item: Any
    call: Call
    noted: bool = False


class Approvals:
    """The questions of one run.

    Args:
        new_nonce: Makes names for questions that nobody can guess.
    """

    def __init__(self, new_nonce: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        self._emit: Emit = lambda event: None
        self._new_nonce = new_nonce
        self._waiting: dict[str, _Waiting] = {}
        self._decided: dict[str, tuple[Any, Decision]] = {}
        self._always: list[tuple[_Tool, Decision]] = []
        self._asked = asyncio.Event()
        self._answered = asyncio.Event()

    def begin(self, emit: Emit) -> None:
        """The run is read from here on, and its events go there."""
        self._emit = emit

    @property
    def questions(self) -> tuple[Question, ...]:
        """What waits for a decision, in the order of the calls."""
        return tuple(waiting.question for waiting in self._waiting.values())

    def ask(self, calls: list[tuple[Any, Call]]) -> None:
        """The run has stopped: these are its interruptions, and the calls that they are about.

        A question that stands already keeps its nonce. What was decided while the run went on is
        not asked again, nor is what was decided always.
        """
        before, self._waiting = self._waiting, {}
        decided, self._decided = self._decided, {}
        for item, call in calls:
            raw = item.raw_item
            question = Question(
                call.block,
                call.call_id,
                name_of(raw),
                input_of(raw) or "",
                "\n".join(f"{name}: {', '.join(values)}" for name, values in notes_of(raw)),
                self._new_nonce(),
            )
            known = before.get(call.block)
            stands = known is not None and known.question.digest == question.digest
            if known is not None and stands:
                question = known.question
            self._waiting[call.block] = _Waiting(question, item, call)
            if call.block in decided:
                self._decided[call.block] = (item, decided[call.block][1])
                del self._waiting[call.block]
            elif decision := self._always_decided(_Tool.of(item)):
                self._decide(call.block, decision)
            elif not stands:
                call.asked = True
                self._emit(ApprovalRequested(call.block, question.nonce))
        if self._waiting:
            self._asked.set()

    @property
    def hold(self) -> bool:
        """Whether the run stands still until somebody decides."""
        return self._asked.is_set()

    async def asked(self) -> None:
        """Return when the run has stopped for a question."""
        await self._asked.wait()

    def note_nobody_hears(self) -> None:
        """Say at each question that whoever waited for the run does so no longer."""
        for block, waiting in self._waiting.items():
            if not waiting.noted:
                waiting.noted = True
                call_id = waiting.question.call_id
                words = _GONE_ON.format(repr(call_id), repr(call_id))
                self._emit(ToolNoted(block, "decision", (words,)))

    async def decisions(self) -> list[tuple[Any, Decision]]:
        """Wait for at least one decision; return each with the interruption that it is about.

        The run goes on with them: what still waits will be asked again.
        """
        while not self._decided:
            self._answered.clear()
            await self._answered.wait()
        self._asked.clear()
        decided, self._decided = self._decided, {}
        return list(decided.values())

    def find(self, call_id: str) -> Question:
        """Return the question about a call.

        Raises:
            ApprovalError: No such call waits.
        """
        for question in self.questions:
            if question.call_id == call_id:
                return question
        names = ", ".join(f"{q.call_id} ({q.tool})" for q in self.questions)
        waiting = f"what waits: {names}" if names else "nothing waits for a decision"
        raise ApprovalError(f"no call {call_id!r:.100} waits for a decision; {waiting}")

    def decide(self, question: Question, decision: Decision) -> bool:
        """Decide once; return whether this was the first decision."""
        waiting = self._waiting.get(question.block)
        if waiting is None or waiting.question.nonce != question.nonce:
            return False
        self._decide(question.block, decision)
        if decision.always:
            tool = _Tool.of(waiting.item)
            self._always.append((tool, decision))
            for block, other in list(self._waiting.items()):
                if tool.is_that(_Tool.of(other.item)):
                    self._decide(block, decision)
        return True

    def answer(self, block: str, nonce: str, shown: str, decision: Decision) -> bool:
        """Take a page's decision, if it answers what is asked now and saw what would now run.

        A page that saw something else is asked anew.

        Args:
            block: Id of the call's block.
            nonce: Which question the page answers.
            shown: Digest of what the page showed.
            decision: What was decided there.
        """
        waiting = self._waiting.get(block)
        if waiting is None or not secrets.compare_digest(waiting.question.nonce, nonce):
            return False
        if not secrets.compare_digest(waiting.question.digest, shown):
            waiting.question = replace(waiting.question, nonce=self._new_nonce())
            self._emit(ApprovalRequested(block, waiting.question.nonce))
            return False
        return self.decide(waiting.question, decision)

    def end(self) -> None:
        """The run is over: nothing can be decided any more."""
        self._waiting.clear()
        self._decided.clear()
        self._asked.clear()

    def _always_decided(self, tool: _Tool) -> Decision | None:
        return next((decision for other, decision in self._always if tool.is_that(other)), None)

    def _decide(self, block: str, decision: Decision) -> None:
        waiting = self._waiting.pop(block)
        call = waiting.call
        if waiting.noted:
            self._emit(ToolNoted(block, "decision", ()))
        call.asked, call.decided, call.approved = False, True, decision.approved
        self._emit(
            ApprovalDecided(block, decision.approved, decision.message or "", decision.always)
        )
        self._decided[block] = (waiting.item, decision)
        self._answered.set()


def digest(tool: str, arguments: str, notes: str = "") -> str:
    """Return the SHA-256 of a call as a reader is shown it, in hex.

    The page computes the same from its own copy: the lengths in bytes of the name and of the
    arguments, each with a colon, then the name, the arguments and the notes, in UTF-8; what is half
    a character is one U+FFFD in both.
    """
    name, given, noted = (_whole(text) for text in (tool, arguments, notes))
    lengths = b"%d:%d:" % (len(name), len(given))
    return hashlib.sha256(lengths + name + given + noted).hexdigest()


def _whole(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        pairs = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return pairs.encode()


@dataclass(frozen=True, slots=True)
class _Tool:
    """Which tool a decision goes for, when it goes for all of its calls: the SDK's own terms.

    Two servers may have a tool of one name, as may two agents; two agents may have one name.
    """

    agent: Any
    key: tuple[str, ...]

    @classmethod
    def of(cls, item: Any) -> _Tool:
        raw = item.raw_item
        server = get(raw, "server_label") or get(get(raw, "provider_data"), "server_label")
        known = (get(raw, "type"), server, getattr(item, "tool_lookup_key", None), name_of(raw))
        return cls(getattr(item, "agent", None), tuple(map(repr, known)))

    def is_that(self, other: _Tool) -> bool:
        return self.agent is other.agent and self.key == other.key
