"""What the page has to know of a chat besides its turns, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from nbstream._options import Options
from nbstream.bounds import MAX_FILE_BYTES, MAX_FILES, MAX_QUESTION
from nbstream.errors import ChatError

STREAM_OPTIONS = {field.name for field in fields(Options)}
"""Options of a chat that are options of its streams."""

HEIGHT = 600
"""How high a transcript becomes before it scrolls, in pixels."""


def of_chat(
    *,
    id: str,
    name: str,
    title: str | None,
    placeholder: str | None,
    suggestions: Iterable[str],
    greeting: str | None,
    height: int | None,
    enter_sends: bool,
) -> dict[str, Any]:
    """Check what a caller chose, and say it as the page is told.

    Raises:
        ChatError: One of them is not what it should be.
    """
    for what, text in (("title", title), ("placeholder", placeholder), ("greeting", greeting)):
        if text is not None and not isinstance(text, str):
            raise ChatError(f"{what} cannot be {text!r:.80}: expected a str")
    if height is not None and (
        isinstance(height, bool) or not isinstance(height, int) or not 120 <= height <= 10_000
    ):
        raise ChatError(f"height cannot be {height!r:.80}: expected pixels, 120 to 10,000")
    if not isinstance(enter_sends, bool):
        raise ChatError(f"enter_sends cannot be {enter_sends!r:.80}: expected True or False")
    return {
        "chat": id,
        "name": name,
        "title": title or "",
        "placeholder": placeholder or "",
        "suggestions": suggestions_of(suggestions),
        "greeting": greeting or "",
        "height": HEIGHT if height is None else height,
        "enter_sends": enter_sends,
        "max_characters": MAX_QUESTION,
        "max_files": MAX_FILES,
        "max_bytes": MAX_FILE_BYTES,
        "speaker": name,
        "notice": "",
        "rest": 0,
    }


def suggestions_of(given: Iterable[str]) -> list[str]:
    """Check suggestions.

    Raises:
        ChatError: They are not texts.
    """
    texts = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [None]
    if not all(isinstance(each, str) for each in texts):
        raise ChatError(f"suggestions cannot be {given!r:.80}: expected a list of str")
    return [each for each in texts if isinstance(each, str) and each.strip()]
