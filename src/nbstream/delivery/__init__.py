"""When changes leave, and how a source is read."""

from nbstream.delivery.blocking import block_on
from nbstream.delivery.pacer import Pacer
from nbstream.delivery.pump import Pump, Stats, thread_alarm
from nbstream.delivery.reading import Heard, Reading, failure, unheard

__all__ = [
    "Heard",
    "Pacer",
    "Pump",
    "Reading",
    "Stats",
    "block_on",
    "failure",
    "thread_alarm",
    "unheard",
]
