"""Recordings on disk: JSON lines, a header and then one timed event a line.

    {"nbstream": "recording", "version": 1}
    {"at": 0.0, "event": "TextDelta", "block": "text", "text": "Hello"}
    {"at": 0.41, "event": "Ended"}

Reading one is reading data: nothing in it names a type, a path or code to load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbstream.bounds import MAX_RECORDED_SECONDS
from nbstream.document import plain
from nbstream.errors import EventError, RecordingError
from nbstream.events import VERSION, from_json, to_json
from nbstream.recording.log import Timed


@dataclass(frozen=True, slots=True)
class Recording:
    """A run that was kept: `stream(recording)` shows it again.

    Attributes:
        events: What happened, each with its time in seconds since the run began.
    """

    events: tuple[Timed, ...]

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return self.events[-1][0] if self.events else 0.0


def save(events: Iterable[Timed], path: str | os.PathLike[str]) -> None:
    """Write timed events to a file, replacing it.

    Raises:
        OSError: The file cannot be written.
    """
    with Path(path).open("w", encoding="utf-8") as file:
        file.write(json.dumps({"nbstream": "recording", "version": VERSION}) + "\n")
        for at, event in events:
            line = {"at": round(at, 4), **plain(to_json(event))}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def load(path: str | os.PathLike[str]) -> Recording:
    """Read what `view.save(path)` wrote.

    Raises:
        OSError: The file cannot be read.
        RecordingError: It is not a recording, a newer nbstream wrote it, or a line of it is
            damaged; the line is named.
    """
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        lines = enumerate(file, start=1)
        _check_header(next(lines, (1, ""))[1], path)
        return Recording(
            tuple(_timed(line, number, path) for number, line in lines if line.strip())
        )


def _check_header(line: str, path: object) -> None:
    header = _object(line)
    if header is None or header.get("nbstream") != "recording":
        raise RecordingError(f"{path} is not a recording: its first line is {line.strip()!r:.100}")
    version = header.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise RecordingError(
            f"{path} has version {version!r:.20}, and this nbstream reads up to {VERSION}: "
            "read it with the nbstream that wrote it, or a newer one"
        )


def _timed(line: str, number: int, path: object) -> Timed:
    told = _object(line)
    at = told.pop("at", None) if told is not None else None
    if (
        isinstance(at, bool)
        or not isinstance(at, int | float)
        or not 0 <= at <= MAX_RECORDED_SECONDS
    ):
        raise RecordingError(
            f"{path}, line {number}: expected a timed event, got {line.strip()!r:.100}"
        )
    try:
        return float(at), from_json(told)
    except EventError as exc:
        raise RecordingError(f"{path}, line {number}: {exc}") from exc


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
