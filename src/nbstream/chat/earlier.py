"""What a session held before a chat began, told again: its items as turns that are over.

Items say what was asked and what came of it, not when and by whom: that is left out, and so is
what no model could have been given.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbstream.bounds import MAX_EARLIER, MAX_FILES, MAX_QUESTION
from nbstream.chat.files import File, file_of
from nbstream.chat.items import Item
from nbstream.chat.ledger import Ledger
from nbstream.chat.question import Question
from nbstream.chat.turn import Turn
from nbstream.errors import ChatError
from nbstream.events import Ended, Event, TextDelta
from nbstream.recording import Timed
from nbstream.sources.response_parts import ResponseParts
from nbstream.widget import past_view

_DATA = re.compile(r"data:[\w.+/-]+;base64,(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A turn of a session.

    Attributes:
        question: What was asked, with the files that the session holds of it.
        items: Its items, the question's among them, as the session holds them.
        events: What came of it; empty when the session holds no answer.
    """

    question: Question
    items: list[Item]
    events: tuple[Timed, ...]


async def turns_of(
    ledger: Ledger, new_turn: Callable[[Question, Turn | None], Turn], agent: str
) -> list[Turn]:
    """Make the turns of what a memory held before, the last of them; the ledger knows of them.

    Args:
        ledger: Which is opened by this.
        new_turn: Makes a turn of a question, behind another turn.
        agent: Whose answers they are taken for.

    Raises:
        Exception: What the session raised, or holds that is none of the SDK's items.
    """
    if not (items := await ledger.open()):
        return []
    base, found = told_again(items)
    turns: list[Turn] = []
    for each in found[-MAX_EARLIER:]:
        turns.append(_past(each, new_turn(each.question, turns[-1] if turns else None), agent))
        # Each is a model of its own: others have their turn in between.
        await asyncio.sleep(0)
    ledger.memory.base = [*base, *(item for each in found[:-MAX_EARLIER] for item in each.items)]
    ledger.hold(turns)
    return turns


def questions_in(items: Iterable[Item]) -> int:
    """How many questions there are in items."""
    return sum(map(_asks, items))


def _past(told: Earlier, turn: Turn, agent: str) -> Turn:
    turn.items = told.items
    turn.facts |= {"status": "done", "agent": agent}
    if told.events:
        view = past_view(told.events)
        turn.begin(view)
        turn.facts["view"] = view.model_id
    else:
        turn.facts |= {"status": "stopped", "trouble": "The session holds no answer."}
    turn.end()
    return turn


def told_again(items: Sequence[Item]) -> tuple[list[Item], list[Earlier]]:
    """Take a session's items for turns; returns what stands before the first one, and the turns.

    Each question begins a turn; several in a row are one.
    """
    base = list(itertools.takewhile(lambda item: not _asks(item), items))
    groups: list[list[Item]] = []
    asking = False
    for item in items[len(base) :]:
        if _asks(item) and not asking:
            groups.append([])
        asking = _asks(item)
        groups[-1].append(item)
    return base, [_turn(group) for group in groups]


def _asks(item: Item) -> bool:
    return item.get("role") == "user"


def _turn(items: list[Item]) -> Earlier:
    asked = [item for item in items if _asks(item)]
    said = list(_answer([item for item in items if not _asks(item)]))
    events = tuple((0.0, event) for event in (*said, Ended("done"))) if said else ()
    return Earlier(_question(asked), items, events)


def _question(asked: Iterable[Item]) -> Question:
    texts: list[str] = []
    files: list[File] = []
    for part in (part for item in asked for part in _parts(item)):
        if isinstance(text := part.get("text"), str):
            texts.append(text)
        elif (file := _file(part)) is not None:
            files.append(file)
    text = "\n\n".join(texts)[:MAX_QUESTION]
    try:
        return Question(text, files[:MAX_FILES])
    except ChatError:
        # It was asked all the same: elsewhere, where other rules hold.
        return Question(text if text.strip() else "(without a text)")


def _parts(item: Item) -> list[dict[str, Any]]:
    content = item.get("content")
    if isinstance(content, str):
        return [{"text": content}]
    parts = content if isinstance(content, list) else []
    return [part for part in parts if isinstance(part, dict)]


def _file(part: dict[str, Any]) -> File | None:
    address = part.get("image_url") or part.get("file_data")
    found = _DATA.fullmatch(address) if isinstance(address, str) else None
    if found is None:
        return None
    try:
        return file_of(str(part.get("filename") or "file"), base64.b64decode(found[1]))
    except (ChatError, binascii.Error):
        return None


def _answer(items: Iterable[Item]) -> Iterator[Event]:
    told: list[Event] = []
    parts = ResponseParts(told.append)
    for number, item in enumerate(items):
        content = item.get("content")
        if item.get("role") == "assistant" and isinstance(content, str):
            told.append(TextDelta(f"said:{number}", content))
        elif item.get("role") in (None, "assistant"):
            parts.take_item(item)
    parts.finish()
    return iter(told)
