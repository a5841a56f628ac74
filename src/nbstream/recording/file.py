"""Recordings on disk: JSON lines, a header and then one timed event a line.

    {"nbstream": "recording", "version": 1}
    {"at": 0.0, "event": "TextDelta", "block": "text", "text": "Hello"}
    {"at": 0.41, "event": "Ended"}

Reading one is reading data: nothing in it names a type, a path or code to load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeGuard

from nbstream.bounds import MAX_HEADER, MAX_RECORDED_LINE, MAX_RECORDED_SECONDS
from nbstream.document import plain
from nbstream.errors import EventError, OptionError, RecordingError
from nbstream.events import VERSION, Ended, Event, from_json, to_json
from nbstream.recording.log import Timed

_CUT = Ended(
    "failed",
    "RecordingError",
    "The recording ends here, before its run did.",
    "All it has is above.",
)


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

    @property
    def to_the_end(self) -> tuple[Timed, ...]:
        """What happened up to an end: the run's, or that of a recording which broke off before."""
        ends = any(isinstance(event, Ended) for _, event in self.events)
        return self.events if ends else (*self.events, (self.seconds, _CUT))


Redact = Callable[[str], str]
"""Takes secrets out of a text; gets every text of a recording before it is written."""


def save(
    events: Iterable[Timed], path: str | os.PathLike[str], redact: Redact | None = None
) -> None:
    """Write timed events to a file, replacing it.

    Raises:
        OptionError: `redact` returned something else than a text.
        OSError: The file cannot be written.
    """
    # First all of it: what `redact` raises leaves the file that is there as it was.
    lines = [header(), *(line(at, event, redact) for at, event in events)]
    with Path(path).open("w", encoding="utf-8") as file:
        file.writelines(lines)


def header() -> str:
    """The first line of every recording."""
    return json.dumps({"nbstream": "recording", "version": VERSION}) + "\n"


def line(at: float, event: Event, redact: Redact | None = None) -> str:
    """The line that stands for an event."""
    told = plain(to_json(event))
    if redact is not None:
        told = {
            name: told[name] if name in _NAMES else _redacted(told[name], redact) for name in told
        }
    return json.dumps({"at": round(at, 4), **told}, ensure_ascii=False) + "\n"


# What leads from one event to another: changed, a recording could not be read back.
_NAMES = {"event", "block", "parent", "role", "status", "kind"}


def _redacted(value: Any, redact: Redact) -> Any:
    match value:
        case str():
            if not isinstance(text := redact(value), str):
                raise OptionError(f"redact returned a {type(text).__name__}: expected a text")
            return plain(text)
        case dict():
            return {name: _redacted(item, redact) for name, item in value.items()}
        case list():
            return [_redacted(item, redact) for item in value]
        case _:
            return value


def load(path: str | os.PathLike[str]) -> Recording:
    """Read what `view.save(path)` or `stream(…, record=path)` wrote.

    A last line that has no end was being written when its process ended; it is left out.

    Raises:
        OSError: The file cannot be read.
        RecordingError: It is not a recording, a newer nbstream wrote it, or a line of it is
            damaged; the line is named.
    """
    # Some editors put a mark before the first line.
    with Path(path).open(encoding="utf-8-sig", errors="replace") as file:
        # Whatever else it is may have no end of a line at all.
        _check_header(file.readline(MAX_HEADER), path)
        return Recording(
            tuple(
                _timed(line, number, path)
                for number, line in _lines(file, path)
                if line.strip() and not _is_cut(line)
            )
        )


def _lines(file: TextIO, path: object) -> Iterator[tuple[int, str]]:
    """Each line behind the header and its number; of one that never ends, only a part is read."""
    number = 1
    while line := file.readline(MAX_RECORDED_LINE + 1):
        number += 1
        if len(line) > MAX_RECORDED_LINE:
            raise RecordingError(
                f"{path}, line {number}: expected an event, got more than "
                f"{MAX_RECORDED_LINE:,} characters in one line"
            )
        yield number, line


def _is_cut(line: str) -> bool:
    return not line.endswith("\n") and _object(line) is None


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


def is_time(value: object) -> TypeGuard[float]:
    """Whether a value from a file can be a time, in seconds since its run began."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value <= MAX_RECORDED_SECONDS
    )


def _timed(line: str, number: int, path: object) -> Timed:
    told = _object(line)
    at = told.pop("at", None) if told is not None else None
    if not is_time(at):
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
