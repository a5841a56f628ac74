"""Text made safe to send: what JSON and UTF-8 cannot carry is repaired, nothing else changes.

A kernel raises from a send when a string holds a lone surrogate, and turns NaN into words of its
own. Providers cut their tokens anywhere, so that a pair may also arrive in two pieces.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from nbstream.bounds import MAX_DEPTH, MAX_FACT

# Beyond it JSON readers lose digits, and Python may refuse to write them at all.
_BIG = 2**63

_SURROGATES = re.compile("[\ud800-\udfff]")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def repair(text: str) -> str:
    """Join surrogate pairs into their character, and put U+FFFD for each lone half."""
    if not _SURROGATES.search(text):
        return text
    joined = _PAIRS.sub(lambda pair: _join(pair.group()), text)
    return _SURROGATES.sub("\ufffd", joined)


def cut_open_pair(text: str) -> tuple[str, str]:
    """Split off a last half that may become a character with the next piece."""
    if text and "\ud800" <= text[-1] <= "\udbff":
        return text[:-1], text[-1]
    return text, ""


def plain(value: object, depth: int = 0) -> Any:
    """Make any value JSON can carry: repaired strings, finite numbers, bounded depth and length.

    What JSON has no form for becomes its `str`.
    """
    match value:
        case None | bool():
            return value
        case str():
            return bounded(repair(str(value)))
        case int() if -_BIG < value < _BIG:
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else str(value)
        case dict() | list() | tuple() if depth >= MAX_DEPTH:
            return "…"
        case dict():
            return {repair(str(key)): plain(item, depth + 1) for key, item in value.items()}
        case list() | tuple():
            return [plain(item, depth + 1) for item in value]
        case _:
            return repair(_shown(value))


def bounded(text: str) -> str:
    """Cut a text that no page could take as one piece, and say how much more of it there was."""
    if len(text) <= MAX_FACT:
        return text
    return f"{text[:MAX_FACT]}\n… {len(text) - MAX_FACT:,} more characters"


def words(value: object) -> str:
    """Say any value as text for a reader: strings as they are, the rest as JSON or `str`."""
    if isinstance(value, str):
        return repair(value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(plain(value), ensure_ascii=False, indent=2)
    return repair(_shown(value))


def _shown(value: object) -> str:
    try:
        return str(value)
    except Exception as exc:
        return f"<{type(value).__name__} whose str() raised {type(exc).__name__}>"


def _join(pair: str) -> str:
    return pair.encode("utf-16", "surrogatepass").decode("utf-16")
