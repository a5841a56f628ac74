"""Conversations on disk: one JSON document with every turn, its items and what was shown of it.

Reading one is reading data: nothing in it names a type, a path or code to load.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbstream.bounds import MAX_HEADER, MAX_SAVED_BYTES
from nbstream.chat.files import File, file_of
from nbstream.chat.question import Question
from nbstream.chat.turn import OVER, Turn
from nbstream.document import plain
from nbstream.errors import ChatError, EventError, RecordingError
from nbstream.events import Ended, Event, from_json, to_json
from nbstream.recording import RecordedError, Timed, is_time
from nbstream.widget import past_view

if TYPE_CHECKING:
    from nbstream.chat.conversation import Conversation
    from nbstream.chat.transcript import Transcript

VERSION = 1
"""Grows with every change that an older nbstream would read wrongly."""

# JSON that may be ours: an object that is told to be from here.
_BEGINS = re.compile(r'\s*\{[^{}]*"nbstream"\s*:')

# As the transcript counts them.
_ID = re.compile("t[0-9]{1,9}")

_FACTS = ("status", "agent", "speaker", "asked", "trouble", "seconds")


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A turn on disk, checked."""

    id: str
    parent: str | None
    question: Question
    facts: dict[str, Any]
    items: list[dict[str, Any]]
    events: tuple[Timed, ...]


@dataclass(frozen=True, slots=True)
class SavedChat:
    """A conversation on disk, checked.

    Attributes:
        title: Its title.
        turns: Every turn, each behind its parent.
        path: Ids of the chosen turns.
    """

    title: str
    turns: tuple[SavedTurn, ...]
    path: tuple[str, ...]

    def restore(self, conversation: Conversation) -> None:
        """Put the turns into a chat that has none."""
        transcript = conversation.transcript
        for saved in self.turns:
            parent = transcript.turns[saved.parent] if saved.parent else None
            turn = Turn(conversation, saved.id, saved.question, parent)
            turn.items = saved.items
            turn.facts |= saved.facts
            turn.trouble = str(saved.facts.get("trouble", ""))
            turn.speaker = conversation.target.named(turn.agent)
            if saved.events:
                turn.begin(view := past_view(saved.events))
                turn.facts["view"] = view.model_id
                last = saved.events[-1][1]
                if isinstance(last, Ended) and last.status == "failed":
                    turn.error = RecordedError(last)
            turn.end()
            transcript.add(turn)
        for chosen in self.path:
            transcript.choose(transcript.turns[chosen])
        path = transcript.path
        if path:
            transcript.say(speaker=path[-1].agent, suggestions=[])
        conversation.ledger.assume(path)


def write(transcript: Transcript, path: str | os.PathLike[str]) -> None:
    """Write a conversation to a file, replacing it.

    Raises:
        OSError: The file cannot be written.
    """
    turns = [transcript.turns[block["id"]] for block in transcript.snapshot()[1:]]
    saved = {
        "nbstream": "chat",
        "version": VERSION,
        "title": transcript.fact("title"),
        "path": [turn.id for turn in transcript.path],
        "turns": [_told(turn) for turn in turns],
    }
    Path(path).write_text(json.dumps(saved, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: str | os.PathLike[str]) -> SavedChat:
    """Read what `write` wrote.

    Raises:
        RecordingError: It is no saved chat, a newer nbstream wrote it, or a turn is damaged.
        OSError: The file cannot be read.
    """
    try:
        saved = json.loads(_text(path))
    except (ValueError, RecursionError) as exc:
        raise RecordingError(f"{path} is not a saved chat: it is no JSON ({exc})") from exc
    if not isinstance(saved, dict) or saved.get("nbstream") != "chat":
        raise RecordingError(f"{path} is not a saved chat: chat.save(path) writes one")
    version = saved.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        raise RecordingError(
            f"{path} has version {version!r:.20}, and this nbstream reads up to {VERSION}: "
            "read it with the nbstream that wrote it, or a newer one"
        )
    known: set[str] = set()
    turns = []
    for number, told in enumerate(_list(saved.get("turns")), start=1):
        try:
            turns.append(_turn(told, known))
        except (ChatError, EventError, KeyError, TypeError, ValueError) as exc:
            raise RecordingError(f"{path}: turn {number} is damaged ({exc})") from exc
    path_told = [each for each in _list(saved.get("path")) if isinstance(each, str)]
    chosen = tuple(each for each in path_told if each in known)
    return SavedChat(str(saved.get("title") or ""), tuple(turns), chosen)


def _text(path: str | os.PathLike[str]) -> str:
    """Read a file whole, when its beginning says what it is: others may have no end."""
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        head = file.read(MAX_HEADER)
        if not _BEGINS.match(head):
            raise RecordingError(f"{path} is not a saved chat: chat.save(path) writes one")
        if (size := os.fstat(file.fileno()).st_size) > MAX_SAVED_BYTES:
            raise RecordingError(
                f"{path} has {size / 2**30:.1f} GB, and a saved chat has "
                f"{MAX_SAVED_BYTES // 2**30} GB at most"
            )
        return head + file.read(MAX_SAVED_BYTES)


def _told(turn: Turn) -> dict[str, Any]:
    events = turn.view.events if turn.view is not None else ()
    return {
        "id": turn.id,
        "parent": turn.parent.id if turn.parent else None,
        "question": str(turn.question),
        "files": [_file_told(file) for file in turn.question.files],
        "facts": {name: turn.facts[name] for name in _FACTS if name in turn.facts},
        "items": plain(turn.items),
        "events": [{"at": round(at, 4), **plain(to_json(event))} for at, event in events],
    }


def _file_told(file: File) -> dict[str, str]:
    content = base64.b64encode(file.content).decode()
    return {"name": file.name, "content": content, "preview": file.preview}


def _turn(told: dict[str, Any], known: set[str]) -> SavedTurn:
    name, parent = told["id"], told["parent"]
    if not (isinstance(name, str) and _ID.fullmatch(name)) or name in known:
        raise ValueError(f"its id is {name!r:.40}")
    if parent is not None and parent not in known:
        raise ValueError(f"it follows {parent!r:.40}, which is not before it")
    known.add(name)
    facts = {name: value for name, value in plain(dict(told["facts"])).items() if name in _FACTS}
    if facts.get("status") not in OVER:
        facts["status"] = "stopped"
    question = Question(told["question"], [_file(each) for each in told["files"]])
    items = [dict(item) for item in told["items"]]
    return SavedTurn(name, parent, question, facts, items, _events(told["events"]))


def _file(told: dict[str, str]) -> File:
    try:
        content = base64.b64decode(told["content"], validate=True)
    except binascii.Error as exc:
        raise ValueError(f"the file {told['name']!r:.80} is no base64") from exc
    return file_of(told["name"], content, told["preview"])


def _events(told: list[dict[str, Any]]) -> tuple[Timed, ...]:
    events: list[tuple[float, Event]] = []
    for each in told:
        event = dict(each)
        at = event.pop("at")
        if not is_time(at):
            raise ValueError(f"something in it happened at {at!r:.40}")
        events.append((float(at), from_json(event)))
    if events and not isinstance(events[-1][1], Ended):
        events.append((events[-1][0], Ended("stopped")))
    return tuple(events)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
