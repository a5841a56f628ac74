"""A recording as a source: what happened happens again, at its own pace or another."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from nbstream.errors import NbstreamError, OptionError
from nbstream.events import Ended, StopRequested
from nbstream.recording.file import Recording
from nbstream.sources.source import Emit


class RecordedError(NbstreamError):
    """The run that is shown again failed.

    Attributes:
        ended: How it ended, as it was recorded.
    """

    def __init__(self, ended: Ended) -> None:
        super().__init__(f"the recorded run failed with {ended.error}: {ended.message}")
        self.ended = ended


class Replay:
    """Reads a recording.

    Args:
        recording: What to show again.
        speed: How many times faster than it was; `math.inf` for at once.

    Raises:
        OptionError: The speed is not a positive number.
    """

    def __init__(self, recording: Recording, speed: float = 1.0) -> None:
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not speed > 0:
            raise OptionError(f"speed cannot be {speed!r}: expected a positive number, or math.inf")
        self._recording = recording
        self._speed = speed
        self.result: Any = recording

    async def read(self, emit: Emit) -> None:
        """Emit what was recorded.

        Raises:
            RecordedError: The recorded run failed, or went on when its recording ended.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        for at, event in self._recording.to_the_end:
            wait = 0.0 if math.isinf(self._speed) else began + at / self._speed - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            match event:
                case StopRequested():
                    continue
                case Ended("failed"):
                    raise RecordedError(event)
                case Ended():
                    return
                case _:
                    emit(event)

    def stop(self) -> bool:
        """There is nothing to wait for."""
        return False
