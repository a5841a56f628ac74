"""When changes leave, and how a source is read."""

from nbstream.delivery.blocking import block_on
from nbstream.delivery.pacer import Pacer
from nbstream.delivery.parts import is_large, parts
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
    "is_large",
    "parts",
    "thread_alarm",
    "unheard",
]
