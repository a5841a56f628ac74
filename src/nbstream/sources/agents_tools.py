"""When the tools of an agent's run began, how they ended, and which of them failed.

Three voices tell: the stream (that a tool was called, and at the turn's end what all of them came
to), hooks (when each began and ended), and the SDK's error formatter (what a tool raised). Hooks
run beside the stream, and may be ahead of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nbstream.sources.agents_guardrails import tripped
from nbstream.sources.response_calls import Call
from nbstream.sources.response_items import Outcome, given_outcome
from nbstream.sources.response_parts import ResponseParts
from nbstream.sources.tracebacks import message_of, traceback_of

# What the SDK tells the model of a tool that failed; there is no other mark on the output.
_DEFAULT_FAILURE = "An error occurred while running the tool. Please try again."


class Tools:
    """The tools of one run.

    Args:
        parts: Has the calls.
        hooked: Whether hooks will tell when tools begin and end.
        clock: Seconds from any beginning; how long a tool ran is measured with it.
    """

    def __init__(self, parts: ResponseParts, *, hooked: bool, clock: Callable[[], float]) -> None:
        self._parts = parts
        self._hooked = hooked
        self._clock = clock
        self._began_at: dict[str, float] = {}
        self._errors: dict[str, str] = {}
        self._tracebacks: dict[str, str] = {}
        # What hooks told of calls whose raw events are still on their way.
        self._early: list[_Note] = []

    # Hooks

    def began(self, call_id: str | None, name: str) -> None:
        """A tool begins to run; `call_id` is `None` where the SDK does not tell it."""
        now = self._clock()

        def begin(call: Call) -> None:
            self._began_at[call.call_id] = now
            self._parts.calls.started(call)

        self._note(_Note(call_id, name, begin, started=False))

    def came_back(self, call_id: str | None, name: str, result: object) -> None:
        """A tool ended, and this is what it gives the model."""
        now = self._clock()

        def end(call: Call) -> None:
            began = self._began_at.get(call.call_id)
            given = _screen(result) if call.kind == "computer" else result
            self._returned(call, given_outcome(given), None if began is None else now - began)

        self._note(_Note(call_id, name, end, started=True))

    def raised(self, call_id: str, error: str, cause: BaseException | None = None) -> None:
        """A tool raised; what it gives the model instead comes with `came_back`."""
        self._errors[call_id] = error
        if cause is not None:
            self._tracebacks[call_id] = traceback_of(cause)

    def tell(self, call_id: str | None, name: str, act: Callable[[Call], None]) -> None:
        """Do something about a call whose tool runs, as soon as the call is known."""
        self._note(_Note(call_id, name, act, started=True))

    def catch_up(self, *, over: bool = False) -> None:
        """See to what hooks told too early, now that more of the stream has been read.

        Args:
            over: No more will be read: calls that were never seen are shown as they are.
        """
        if not self._early or (self._parts.speaking and not over):
            return
        early, self._early = self._early, []
        for note in early:
            if call := self._find(note):
                note.act(call)
            elif note.call_id is not None:
                note.act(self.orphan(note.call_id, note.name))

    # The stream

    def was_called(self, call_id: str) -> bool:
        """The SDK has taken a call up, and will run it; return whether it is known."""
        call = self._parts.calls.by_id.get(call_id)
        if call and not self._hooked and not call.hidden:
            self._parts.calls.started(call)
        return call is not None

    def gave(self, call_id: str, outcome: Outcome, decided: Call | None = None) -> None:
        """What a tool came to, as it was put into the conversation.

        Args:
            call_id: Whose.
            outcome: What it came to.
            decided: The call that a decision was about, where that stands elsewhere: a run inside
                a tool has told of none when it goes on in another kernel.
        """
        call = self._parts.calls.by_id.get(call_id) or decided or self.orphan(call_id, "tool")
        self._returned(call, outcome)

    def rejected(self, call_id: str, told: str) -> None:
        """Somebody rejected a call, and the model was told this; if that is news."""
        call = self._parts.calls.by_id.get(call_id) or self.orphan(call_id, "tool")
        if not (call.decided or call.returned):
            self._parts.calls.decided(call_id, False, told)

    def orphan(self, call_id: str, name: str) -> Call:
        """Show a call that was made before this stream began: in an earlier part of the run."""
        unknown = {"type": "function_call", "name": name, "call_id": call_id}
        self._parts.take_item(self._parts.earlier.get(call_id, unknown))
        return self._parts.calls.by_id[call_id]

    def failed(self, error: Exception) -> None:
        """The run has failed, and this may be about one of its tools."""
        message = message_of(error)
        if trip := tripped(error):
            waiting = [call for call in self._parts.calls.by_id.values() if not call.returned]
            about = [call for call in waiting if call.name in trip.tools]
            # Of several at once the SDK does not say which.
            if len(about) == 1:
                self._parts.calls.returned(about[0], "", trip.told)
            return
        for call in self._parts.calls.by_id.values():
            if not call.returned and _is_about(message, call.name):
                told = self._errors.get(call.call_id, message)
                where = self._tracebacks.get(call.call_id) or traceback_of(error.__cause__)
                self._parts.calls.returned(call, "", told, traceback=where)
                return

    def _note(self, note: _Note) -> None:
        call = None if self._parts.speaking else self._find(note)
        if call:
            note.act(call)
        else:
            self._early.append(note)

    def _find(self, note: _Note) -> Call | None:
        calls = self._parts.calls.by_id
        if note.call_id is not None:
            return calls.get(note.call_id)
        # Calls without an id in their hook are told apart by name: it is the first that fits.
        for call in calls.values():
            if call.returned or call.started != note.started:
                continue
            # A computer's tool is named after its version, and its calls are not.
            if note.name in (call.name, "computer_use_preview" if call.kind == "computer" else ""):
                return call
        return None

    def _returned(self, call: Call, outcome: Outcome, seconds: float | None = None) -> None:
        error = self._errors.get(call.call_id) or _failure(call.name, outcome.output)
        if error == outcome.output:
            # Where the SDK's words are all that is known, they are said once.
            outcome = replace(outcome, output="")
        where = self._tracebacks.get(call.call_id, "")
        self._parts.calls.come_to(call, outcome, error, seconds, where)


@dataclass(frozen=True, slots=True)
class _Note:
    """What a hook told of a call, and what to do when the call is known."""

    call_id: str | None
    name: str
    act: Callable[[Call], None]
    started: bool


def _screen(result: object) -> object:
    """What a computer's screen shows: its hook is told the base64 alone, its item more."""
    if not isinstance(result, str):
        return result
    url = f"data:image/png;base64,{result}" if result else ""
    return {"type": "computer_screenshot", "image_url": url}


def _failure(tool: str, output: str) -> str | None:
    """What went wrong, where the SDK put its own words in place of a tool's output."""
    said_by_the_sdk = (
        output.startswith((_DEFAULT_FAILURE, f"Tool '{tool}' timed out after "))
        or output == f"Tool '{tool}' not found."
    )
    # Up to 0.22 the SDK's words end in what was raised; from 0.24 on its formatter is shown that.
    return output.removeprefix(f"{_DEFAULT_FAILURE} Error: ") if said_by_the_sdk else None


def _is_about(message: str, tool: str) -> bool:
    # The SDK names the tool in its message, and nowhere else.
    return message.startswith((f"Error running tool {tool}:", f"Tool {tool} not found "))
