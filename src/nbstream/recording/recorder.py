"""Writes a run down while it happens: a crash keeps all but the last line."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from weakref import WeakValueDictionary

from nbstream.events import Event
from nbstream.recording.file import Redact, line, save
from nbstream.recording.log import Timed

_log = logging.getLogger("nbstream")

_latest: WeakValueDictionary[Path, Recorder] = WeakValueDictionary()
"""By file, who began it last: two runs in one file would be read back as one."""


class Recorder:
    """A file that grows with a run. A disk that is full ends the recording, and never the run.

    So does another run of this process that is recorded in the same file: the later one has it.

    Args:
        path: The file; one that is there is replaced.
        redact: Takes secrets out of every text.

    Raises:
        OSError: The file cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], redact: Redact | None = None) -> None:
        # Where it leads now, whatever folder the run goes to.
        self._path = Path(path).resolve()
        self._redact = redact
        self._broken = False
        save((), self._path)
        _latest[self._path] = self

    def add(self, event: Event, at: float) -> None:
        """Write one event."""
        self._write(lambda: self._append(line(at, event, self._redact)))

    def begin_again(self, events: Iterable[Timed]) -> None:
        """Become this: what was the end was none."""
        self._write(lambda: save(events, self._path, self._redact))

    def _append(self, text: str) -> None:
        # Opened for each line: nothing is left open or unwritten, however the process ends.
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)

    def _write(self, write: Callable[[], None]) -> None:
        if self._broken:
            return
        if _latest.get(self._path) is not self:
            self._broken = True
            _log.warning("the recording ends here: %s has another run's by now", self._path)
            return
        try:
            write()
        except OSError:
            self._broken = True
            _log.exception("the recording ends here: %s cannot be written", self._path)
