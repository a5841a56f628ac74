"""Runs on disk: kept as they happen, shown again later."""

from nbstream.recording.file import Recording, load, save
from nbstream.recording.log import Log, Timed
from nbstream.recording.replay import RecordedError, Replay

__all__ = ["Log", "RecordedError", "Recording", "Replay", "Timed", "load", "save"]
