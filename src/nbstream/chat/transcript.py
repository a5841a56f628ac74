"""The turns of a conversation, and how the page is told of them. Pure: no clock, no loop, no comm.

Turns are a tree: a question that was asked again, or edited, begins another branch beside the one
that it replaces. Each place says which of its branches is chosen; the chosen ones from the top are
the conversation. So every change costs the page a line, however long the conversation is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbstream.chat.turn import Turn
from nbstream.document import Change, Open, Props, Retract, Set, plain

CHAT = "chat"
"""Id of the block that is the chat itself."""


class Transcript:
    """The turns there are, and which of them are the conversation."""

    def __init__(self, facts: Props) -> None:
        self.facts: Props = plain(facts)
        self._first = dict(self.facts)
        self.turns: dict[str, Turn] = {}
        self._roots: list[Turn] = []
        self._chosen: dict[str, str] = {}
        self._count = 0

    @property
    def path(self) -> list[Turn]:
        """The conversation: the chosen turns, first to last."""
        path: list[Turn] = []
        place = CHAT
        while (chosen := self._chosen.get(place)) is not None:
            path.append(self.turns[chosen])
            place = chosen
        return path

    def new_id(self) -> str:
        """An id for the next turn."""
        self._count += 1
        return f"t{self._count}"

    def versions(self, turn: Turn) -> list[Turn]:
        """All turns that were at this turn's place, the oldest first."""
        return self._below(turn.parent)

    def add(self, turn: Turn) -> list[Change]:
        """Put a turn behind its parent, and choose it."""
        self.turns[turn.id] = turn
        self._below(turn.parent).append(turn)
        number = int(turn.id[1:])
        self._count = max(self._count, number)
        opened = Open(turn.id, "turn", turn.parent.id if turn.parent else CHAT, dict(turn.facts))
        return [opened, *self.choose(turn)]

    def put_before(self, turns: list[Turn]) -> None:
        """Put a line of turns before all there are; the page has to be told the whole."""
        first, chosen = self._roots, self._chosen.pop(CHAT, None)
        self._roots = []
        for turn in turns:
            self.add(turn)
        last = turns[-1]
        last.next = first
        for turn in first:
            turn.parent = last
        if chosen is not None:
            self._chosen[last.id] = chosen

    def choose(self, turn: Turn) -> list[Change]:
        """Make this the chosen one of its versions."""
        place = turn.parent.id if turn.parent else CHAT
        self._chosen[place] = turn.id
        return [Set(place, {"chosen": turn.id})]

    def tell(self, turn: Turn, **facts: Any) -> list[Change]:
        """Replace facts of a turn."""
        facts = plain(facts)
        turn.facts.update(facts)
        return [Set(turn.id, facts)] if turn.id in self.turns else []

    def say(self, **facts: Any) -> list[Change]:
        """Replace facts of the chat itself."""
        facts = {name: value for name, value in plain(facts).items() if self.fact(name) != value}
        self.facts.update(facts)
        return [Set(CHAT, facts)] if facts else []

    def fact(self, name: str) -> Any:
        """A fact of the chat itself; `None` when it has none of that name."""
        return self.facts.get(name)

    def remove(self, turn: Turn) -> list[Change]:
        """Take out a turn and all that follow it; another version of it is chosen, if any."""
        siblings = self._below(turn.parent)
        siblings.remove(turn)
        for each in list(_tree(turn)):
            del self.turns[each.id]
            self._chosen.pop(each.id, None)
        place = turn.parent.id if turn.parent else CHAT
        gone: list[Change] = [Retract(turn.id)]
        if self._chosen.get(place) != turn.id:
            return gone
        if siblings:
            return [*gone, *self.choose(siblings[-1])]
        del self._chosen[place]
        return [*gone, Set(place, {"chosen": None})]

    def take_out(self, turn: Turn) -> None:
        """Take out a turn and leave those that follow it; the page has to be told the whole."""
        place = turn.parent.id if turn.parent else CHAT
        siblings = self._below(turn.parent)
        at = siblings.index(turn)
        siblings[at : at + 1] = turn.next
        for follower in turn.next:
            follower.parent = turn.parent
        del self.turns[turn.id]
        chosen = self._chosen.pop(turn.id)
        if self._chosen[place] == turn.id:
            self._chosen[place] = chosen

    def clear(self) -> list[Change]:
        """Take out every turn, and say again what was said at first."""
        gone = [change for turn in list(self._roots) for change in self.remove(turn)]
        first = {name: self._first[name] for name in ("suggestions", "speaker", "notice")}
        return [*gone, *self.say(**first)]

    def snapshot(self) -> list[dict[str, Any]]:
        """The whole as the wire tells it: the chat, and every turn below its parent."""
        props = {**self.facts, "chosen": self._chosen.get(CHAT)}
        chat: dict[str, Any] = {"id": CHAT, "kind": "chat", "parent": None, "props": props}
        blocks = [{**chat, "text": "", "closed": False}]
        for turn in self._all():
            parent = turn.parent.id if turn.parent else CHAT
            props = {**turn.facts, "chosen": self._chosen.get(turn.id)}
            block = {"id": turn.id, "kind": "turn", "parent": parent, "props": props}
            blocks.append({**block, "text": "", "closed": turn.over})
        return blocks

    def _all(self) -> Iterator[Turn]:
        for root in self._roots:
            yield from _tree(root)

    def _below(self, parent: Turn | None) -> list[Turn]:
        return self._roots if parent is None else parent.next


def _tree(root: Turn) -> Iterator[Turn]:
    """A turn and all that follow it, each before those that follow it, without recursion."""
    left = [root]
    while left:
        turn = left.pop()
        yield turn
        left.extend(reversed(turn.next))
