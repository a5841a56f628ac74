"""Runs on disk: kept as they happen, shown again later."""

from nbstream.recording.file import Recording, Redact, is_time, load, save
from nbstream.recording.log import GRAIN, Log, Timed
from nbstream.recording.recorder import Recorder
from nbstream.recording.replay import RecordedError, Replay

__all__ = [
    "GRAIN",
    "Log",
    "RecordedError",
    "Recorder",
    "Recording",
    "Redact",
    "Replay",
    "Timed",
    "is_time",
    "load",
    "save",
]
