"""Agents that are tools: what each does stands in the cell of the call that it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbstream.sources.fields import get
from nbstream.sources.response_calls import Call
from nbstream.sources.response_items import call_id, input_of, name_of

if TYPE_CHECKING:
    from nbstream.sources.agents_fold import AgentsFold
    from nbstream.sources.agents_tools import Tools


@dataclass(frozen=True, slots=True, eq=False)
class Untold:
    """What is to be done about a call of an inner agent that its run has not told yet."""

    outer: str | None
    span: Any
    act: Callable[[Tools, Call], None]
    otherwise: Callable[[], None]


class Nests:
    """The inner runs of one run, to any depth.

    The SDK says with each inner event which call it belongs to, but not in which of the runs that
    call was made; parallel runs of one agent may use the same ids. The call itself is the same
    object that its run was told of, which settles it.

    Args:
        outermost: The run itself.
        make: Makes the fold of a run inside a call.
    """

    def __init__(self, outermost: AgentsFold, make: Callable[[Call], AgentsFold]) -> None:
        self._outermost = outermost
        self._make = make
        self._folds: dict[str, AgentsFold] = {}
        self._met: dict[int, tuple[Any, Call]] = {}
        # Events of calls that their own run has not told yet.
        self._waiting: dict[int, tuple[Any, list[Any]]] = {}
        # Which call each of the SDK's spans is about, and what waits for that to be known.
        self._spans: dict[int, tuple[Any, Tools, Call]] = {}
        self._untold: list[Untold] = []

    def meet(self, tool_call: Any, call: Call) -> None:
        """A run has told of a call, which its provider's object `tool_call` stands for."""
        self._met[id(tool_call)] = (tool_call, call)
        if self._waiting:
            self.catch_up()

    def holds(self, call: Call) -> bool:
        """Whether anything is known of a run inside this call."""
        return call.block in self._folds

    def take(self, tool_call: Any, event: Any) -> None:
        """Emit what an event of the run inside a call tells."""
        waiting = self._waiting.get(id(tool_call))
        call = None if waiting else self._find(tool_call)
        if call:
            self._fold_of(call).take(event)
            self._tell_untold()
        else:
            self._waiting.setdefault(id(tool_call), (tool_call, []))[1].append(event)

    def open_call(self, raw: Any, taken: Collection[Call] = ()) -> Call | None:
        """The latest call, in whichever run, that has not come back and that an item stands for.

        A run that goes on after a decision works with copies of its calls. Ids alone do not tell
        them apart: some providers number their calls anew in each run.

        Args:
            raw: The provider's item.
            taken: Calls that others of the same items stand for.
        """
        named = self._named(call_id(raw) or str(get(raw, "id") or ""))
        free = [call for call in named if not any(call is other for other in taken)]
        told = name_of(raw), input_of(raw)
        fits = [(call.name == told[0]) + ((call.name, call.arguments) == told) for call in free]
        return free[fits.index(max(fits))] if free else None

    def decided(self, call_id: str) -> Call | None:
        """The call of this id, in whichever run, that somebody has decided about."""
        return next((call for call in self._named(call_id) if call.decided), None)

    def tell(
        self,
        outer: str | None,
        span: Any,
        act: Callable[[Tools, Call], None],
        otherwise: Callable[[], None] = lambda: None,
    ) -> Untold | None:
        """Do something about the call of an inner agent's tool, once that call is known.

        Args:
            outer: Id of the outermost run's call that the agent works in.
            span: What the SDK traces the tool by: its name, and its arguments if it traces those.
            act: Is given the tools of the agent's run, and the call.
            otherwise: Called if the call never becomes known.

        Returns:
            What waits, for `give_up`; `None`: it is done.
        """
        note = Untold(outer, span, act, otherwise)
        if self._told(note):
            return None
        self._untold.append(note)
        return note

    def give_up(self, note: Untold) -> None:
        """Let something wait no longer, if it still does."""
        if note in self._untold:
            self._untold.remove(note)
            note.otherwise()

    def catch_up(self) -> None:
        """See to what waited for its call."""
        for key, (tool_call, events) in list(self._waiting.items()):
            if (call := self._find(tool_call)) and self._waiting.pop(key, None):
                for event in events:
                    self._fold_of(call).take(event)

    def finish(self) -> None:
        """Emit what was held back."""
        # Showing one call may tell of others: each is taken from here alone.
        waiting, self._waiting = self._waiting, {}
        for tool_call, events in waiting.values():
            call = self._outermost.tools.orphan(
                str(get(tool_call, "call_id") or ""), str(get(tool_call, "name") or "agent")
            )
            for event in events:
                self._fold_of(call).take(event)
        self._tell_untold()
        for note in list(self._untold):
            self.give_up(note)
        for fold in reversed(list(self._folds.values())):
            fold.finish()

    def _tell_untold(self) -> None:
        if self._untold:
            self._untold = [note for note in self._untold if not self._told(note)]

    def _told(self, note: Untold) -> bool:
        known = self._spans.get(id(note.span)) or self._inner_call(note)
        if known is None:
            return False
        self._spans[id(note.span)] = known
        note.act(known[1], known[2])
        return True

    def _inner_call(self, note: Untold) -> tuple[Any, Tools, Call] | None:
        """The call whose tool the span is about: calls in parallel are each taken once."""
        outer = self._outermost.call_named(note.outer or "")
        within = f"{outer.block}/" if outer else ""
        taken = {id(call) for _, _, call in self._spans.values()}
        name, given = note.span.span_data.name, note.span.span_data.input
        for fold in reversed(self._folds.values()):
            for call in fold.calls:
                there = call.block.startswith(within) and not call.returned
                fits = call.name == name and given in (None, "", call.arguments)
                if there and fits and id(call) not in taken:
                    return note.span, fold.tools, call
        return None

    def _fold_of(self, call: Call) -> AgentsFold:
        if call.block not in self._folds:
            self._folds[call.block] = self._make(call)
        return self._folds[call.block]

    def _find(self, tool_call: Any) -> Call | None:
        if met := self._met.get(id(tool_call)):
            return met[1]
        return self.open_call(tool_call) or self._outermost.recall(tool_call)

    def _named(self, name: str) -> Iterator[Call]:
        for fold in (*reversed(self._folds.values()), self._outermost):
            call = fold.call_named(name)
            if call and not call.returned:
                yield call
