"""The tool calls of a run: found by their place while they are written, by their id afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from nbstream.events import (
    ApprovalDecided,
    ApprovalRequested,
    Discarded,
    Displayed,
    Event,
    ImageShown,
    Language,
    MediaType,
    SourceFound,
    ToolArgumentsDelta,
    ToolArgumentsEnded,
    ToolCalled,
    ToolKind,
    ToolNoted,
    ToolOutputDelta,
    ToolReturned,
    ToolStarted,
)
from nbstream.sources.fields import get
from nbstream.sources.representer import Represent, represent_at_once
from nbstream.sources.response_items import (
    Outcome,
    answer_outcome,
    answers_itself,
    call_id,
    input_of,
    name_of,
    notes_of,
    own_outcome,
    picture,
    shape_of,
)
from nbstream.sources.shown import Representation
from nbstream.sources.source import Emit

_TOO_SLOW = "drawing what it returned took too long"


@dataclass(slots=True)
class Call:
    """One call of a tool.

    Attributes:
        written: Whether its arguments are complete.
        noted: Whether what else is known of it has been told.
        started: Whether the tool is known to have begun.
        returned: Whether the tool is known to have come back.
        hidden: Whether it stands for something else, and is shown only if that never comes.
        streamed: Whether what it says has been told while it ran.
        asked: Whether it waits for somebody to allow it.
        decided: Whether somebody has decided about it, and that has been told.
        approved: Whether they allowed it.
        commands: How many commands of a shell have been begun.
        told: How many blocks stand in it.
    """

    block: str
    name: str
    call_id: str
    kind: ToolKind = "function"
    language: Language = "json"
    written: bool = False
    noted: bool = False
    started: bool = False
    returned: bool = False
    hidden: bool = False
    streamed: bool = False
    asked: bool = False
    decided: bool = False
    approved: bool = False
    commands: int = 0
    told: int = 0
    arguments: str | None = None


class Calls:
    """Every call of a run, and those of the latest response by their output index.

    Args:
        emit: Where the events go.
        parent: Id of the block that they stand in.
        hides: Told a tool's name, says whether its calls are to be hidden.
        represent: Asks what a tool returned how it is to be shown.
    """

    def __init__(
        self,
        emit: Emit,
        parent: str | None,
        hides: Callable[[str], bool],
        represent: Represent = represent_at_once,
    ) -> None:
        self.by_id: dict[str, Call] = {}
        self.at: dict[int, Call] = {}
        self._emit = emit
        self._parent = parent
        self._hides = hides
        self._represent = represent
        # The calls whose answers are items of this response, by the places of the answers.
        self._answers: dict[int, Call] = {}

    @property
    def blocks(self) -> tuple[str, ...]:
        """The calls of the latest response that are shown."""
        return tuple(call.block for call in self.at.values() if not call.hidden)

    @property
    def at_work(self) -> bool:
        """Whether a tool is running, or will without another word of the model."""
        return any(
            call.written and not (call.returned or call.hidden or call.asked)
            for call in self.by_id.values()
        )

    def begin_response(self) -> None:
        """From here on, places are those of another response."""
        self.at = {}
        self._answers = {}

    def forget_response(self) -> None:
        """The latest response does not count: none of its calls was ever made."""
        for call in self.at.values():
            self.by_id.pop(call.call_id or call.block, None)

    # While it is written

    def find_or_begin(self, index: int, block: str, item: Any) -> Call:
        """Return the call at this place; begin to show it if it is new."""
        if call := self.at.get(index):
            return call
        kind, language = shape_of(item)
        asked = get(item, "approval_request_id") if kind == "mcp" else None
        if call := self.by_id.get(str(asked or "")):
            # What somebody allowed is the call that they were asked about.
            self.at[index] = call
            self.by_id[call_id(item) or block] = call
            return call
        name = name_of(item)
        call = self.at[index] = Call(block, name, call_id(item), kind, language)
        self.by_id[call.call_id or block] = call
        call.hidden = self._hides(name)
        self._say(call, self._called(call))
        return call

    def write(self, index: int, text: str) -> None:
        """More of the arguments of the call at this place."""
        call = self.at.get(index)
        # Without a call this reader came late: the item's snapshot has it all.
        if call and text and not call.written:
            self._say(call, ToolArgumentsDelta(call.block, text))

    def write_command(self, index: int, place: int, text: str) -> None:
        """More of a shell's command; they are counted within their call."""
        call = self.at.get(index)
        if call and place >= call.commands:
            self.write(index, "\n" if call.commands else "")
            call.commands = place + 1
        self.write(index, text)

    def written(self, index: int, arguments: str | None) -> None:
        """The arguments of the call at this place are complete."""
        call = self.at.get(index)
        if call and not call.written:
            call.written, call.arguments = True, arguments
            self._say(call, ToolArgumentsEnded(call.block, arguments))

    def whole(self, index: int, block: str, item: Any) -> None:
        """The call at this place is complete, and so is its outcome if it answers itself."""
        call = self.find_or_begin(index, block, item)
        if call.returned:
            return
        if (name := name_of(item)) != call.name:
            # A search turns out to be the opening of a page.
            call.name = name
            self._say(call, self._called(call))
        self.written(index, input_of(item))
        if not call.noted:
            call.noted = True
            for note, values in notes_of(item):
                self._say(call, ToolNoted(call.block, note, values))
        if answers_itself(item):
            self.come_to(call, own_outcome(item))
        elif get(item, "type") == "mcp_approval_request":
            self.ask(call)

    # While it runs

    def started(self, call: Call) -> None:
        """The tool began, if that is news."""
        if not call.started and not call.returned:
            self.show(call)
            call.started, call.asked = True, False
            self._emit(ToolStarted(call.block))

    def started_at(self, index: int) -> None:
        """The tool at this place began."""
        if call := self.at.get(index):
            self.started(call)

    def answer_begins(self, index: int, item: Any) -> None:
        """What is at this place answers a call, and may say so piece by piece."""
        if call := self._answered_by(item):
            self._answers[index] = call
            self.started(call)

    def hear(self, index: int, channel: Literal["stdout", "stderr"], text: str | None) -> None:
        """More of what the tool whose call or answer is at this place says."""
        call = self._answers.get(index) or self.at.get(index)
        if call and text and not call.returned:
            call.streamed = True
            self._say(call, ToolOutputDelta(call.block, text, channel))

    def glimpse(self, index: int, data: Any, form: Any) -> None:
        """A picture that the tool at this place has not finished yet."""
        call, image = self.at.get(index), picture(data, form)
        if call and image and not call.returned:
            shown = ImageShown(f"{call.block}.i0", *image, partial=True, parent=call.block)
            self._say(call, shown)

    def ask(self, call: Call) -> None:
        """A call waits to be allowed, if that is news."""
        if not (call.asked or call.decided or call.returned):
            self.show(call)
            call.asked = True
            self._emit(ApprovalRequested(call.block))

    def decided(self, request: str, approved: bool, message: str) -> bool:
        """Somebody has decided; return whether the call is known."""
        call = self.by_id.get(request)
        if call and not call.decided:
            call.asked, call.decided, call.approved = False, True, approved
            self._emit(ApprovalDecided(call.block, approved, message))
        if call:
            call.returned = call.returned or not approved
        return call is not None

    # When it is done

    def answer(self, item: Any) -> bool:
        """A whole item answers a call; return whether that is known."""
        call = self._answered_by(item)
        if call:
            self.come_to(call, answer_outcome(item))
        return call is not None

    def come_to(
        self,
        call: Call,
        outcome: Outcome,
        error: str | None = None,
        seconds: float | None = None,
        traceback: str = "",
    ) -> None:
        """The tool came back, if that is news.

        Args:
            call: Whose tool it is.
            outcome: What it came to.
            error: What somebody else knows of its failure.
            seconds: How long it ran.
            traceback: Where it failed.
        """
        if call.returned:
            # A hook has told its output; only what a hook does not know is news.
            for note, values in outcome.notes:
                self._emit(ToolNoted(call.block, note, values))
            return
        self.show(call)
        for note, values in outcome.notes:
            self._emit(ToolNoted(call.block, note, values))
        for channel, text in () if call.streamed else outcome.said:
            self._emit(ToolOutputDelta(call.block, text, channel))
        for found in outcome.found:
            block = self._new_block(call)
            self._emit(
                SourceFound(block, found.title, found.url, found.file, found.text, call.block)
            )
        error = error or outcome.error
        value = ... if error else outcome.value
        self._show_images(call, outcome.images)
        before = len(outcome.images)
        if value is not ...:
            self._represent(value, lambda said: self._show_representation(call, said, before))
        self.returned(
            call,
            outcome.output,
            error,
            seconds,
            traceback=traceback,
            value=value,
            rejected=outcome.rejected,
        )

    def _show_images(
        self, call: Call, images: tuple[tuple[MediaType, str], ...], before: int = 0
    ) -> None:
        for place, image in enumerate(images, before):
            self._emit(ImageShown(f"{call.block}.i{place}", *image, parent=call.block))

    def _show_representation(self, call: Call, said: Representation | None, before: int) -> None:
        if note := said.note if said else _TOO_SLOW:
            self._emit(ToolNoted(call.block, "shown as text", (note,)))
        if said is None:
            return
        self._show_images(call, said.images, before)
        for shown in said.shown:
            block = self._new_block(call)
            self._emit(Displayed(block, shown.form, shown.content, call.block))

    def returned(
        self,
        call: Call,
        output: str,
        error: str | None = None,
        seconds: float | None = None,
        *,
        traceback: str = "",
        value: object = ...,
        rejected: bool = False,
    ) -> None:
        """The tool came back with a text, if that is news."""
        if not call.returned:
            self.show(call)
            call.returned, call.asked = True, False
            told = ToolReturned(call.block, output, error, seconds, traceback, value, rejected)
            self._emit(told)

    def show(self, call: Call) -> None:
        """Show a call that had been hidden."""
        if not call.hidden:
            return
        call.hidden = False
        self._emit(self._called(call))
        if call.written:
            self._emit(ToolArgumentsEnded(call.block, call.arguments))

    def drop(self, call_id: str) -> None:
        """Take a call back: it turned out to be something else, which is told in its place."""
        call = self.by_id.pop(call_id, None)
        if call and not call.hidden:
            self._emit(Discarded((call.block,)))

    def finish(self) -> None:
        """Show what was hidden for something that did not come."""
        for call in list(self.by_id.values()):
            self.show(call)
            if call.approved and call.kind == "mcp" and not call.started:
                # The server was called under another id; of the question, nothing is open.
                self.returned(call, "")

    def _answered_by(self, item: Any) -> Call | None:
        answered = call_id(item)
        if answered:
            return self.by_id.get(answered)
        # A search for tools at the provider's may come without any id: it is the last one.
        kind = str(get(item, "type")).removesuffix("_output")
        open_calls = (c for c in self.at.values() if c.kind == kind and not c.returned)
        return next(open_calls, None)

    def _called(self, call: Call) -> ToolCalled:
        return ToolCalled(
            call.block, call.name, call.call_id, self._parent, call.kind, call.language
        )

    def _say(self, call: Call, event: Event) -> None:
        if not call.hidden:
            self._emit(event)

    def _new_block(self, call: Call) -> str:
        call.told += 1
        return f"{call.block}.{call.told}"
