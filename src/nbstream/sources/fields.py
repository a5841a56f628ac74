"""Looks into providers' values, which are objects in one place and dictionaries in the next."""

from __future__ import annotations

import json
from typing import Any

from nbstream.bounds import MAX_DETAIL, MAX_STRING

# They say nothing to a reader, or are told beside the rest.
_LEFT_OUT = frozenset({"id", "type", "sequence_number", "status", "item_id", "output_index"})


def get(value: Any, name: str) -> Any:
    """A field of an object or of a dictionary; `None` when there is none."""
    if isinstance(value, dict):
        return value.get(name)
    return getattr(value, name, None)


def plain(value: Any) -> Any:
    """The value as dictionaries, lists and scalars; not for what comes with every token."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if dump := getattr(value, "model_dump", None):
        return plain(dump(exclude_none=True))
    if (fields := getattr(value, "__dict__", None)) is not None:
        return plain({name: item for name, item in fields.items() if item is not None})
    return str(value)


def described(value: Any) -> str:
    """What a value holds beside its kind and its ids, as short text."""
    fields = plain(value)
    if not isinstance(fields, dict):
        return _clipped(str(fields), MAX_DETAIL)
    told = {
        name: _short(item)
        for name, item in fields.items()
        if name not in _LEFT_OUT and item not in (None, "", [], {})
    }
    return _clipped(to_json(told), MAX_DETAIL) if told else ""


def output_text(output: Any) -> str:
    """A tool's output as the text that the model is given; what is not text is named."""
    if isinstance(output, str):
        return output
    if not is_given_as_parts(output):
        return str(output)
    parts = output if isinstance(output, list | tuple) else (output,)
    return "\n".join(_part_text(part) for part in parts)


def is_given_as_parts(output: Any) -> bool:
    """Whether a tool's output is what the SDK gives the model piece by piece: texts, pictures."""
    if isinstance(output, list | tuple):
        return bool(output) and all(_kind(part) for part in output)
    return _kind(output) is not None


def to_json(value: Any) -> str:
    """Compact JSON, with whatever JSON has no form for as its `str`."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _kind(part: Any) -> str | None:
    """The kind of a piece of structured output; `None` when it is some other value."""
    kind = get(part, "type")
    known = isinstance(kind, str) and kind.removeprefix("input_") in ("text", "image", "file")
    return kind if known else None


def _part_text(part: Any) -> str:
    text = get(part, "text")
    return text if isinstance(text, str) else f"[{str(_kind(part)).removeprefix('input_')}]"


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return _clipped(value, MAX_STRING)
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value]
    return value


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"
