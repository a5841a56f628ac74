"""What one streamed answer amounted to, worked out from what server, kernel and page noted."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One answer on its way from the model's server to the reader's eyes.

    Attributes:
        first_ms: From the server's first byte of text to the first pixels.
        p50_ms: Half of the pieces were on screen so soon after the server had sent them.
        p95_ms: 95 of 100 were.
        end_ms: From the server's last piece to its pixels; infinite when it never came.
        over_20: Share of frames that took more than 20 ms while text came.
        over_50: Share of frames that took more than 50 ms.
        frames: How many there were.
        pieces: How many pieces the answer came in.
        sent_seconds: How long the server took to send them.
        wire_bytes: What the page's WebSockets received meanwhile, but for what is kept.
        kept_bytes: Outputs that they received: what the notebook's file keeps.
        payload_bytes: The answer itself, as UTF-8.
        messages: WebSocket messages received.
        kernel_seconds: CPU that the kernel spent.
        page_seconds: CPU that the page's main thread spent.
        seconds: How long all of it took.
    """

    first_ms: float
    p50_ms: float
    p95_ms: float
    end_ms: float
    over_20: float
    over_50: float
    frames: int
    pieces: int
    sent_seconds: float
    wire_bytes: int
    kept_bytes: int
    payload_bytes: int
    messages: int
    kernel_seconds: float
    page_seconds: float
    seconds: float

    @property
    def wire_over_payload(self) -> float:
        """Bytes received for each byte of text."""
        return self.wire_bytes / self.payload_bytes

    @property
    def kept_over_payload(self) -> float:
        """The same of what is kept."""
        return self.kept_bytes / self.payload_bytes

    @property
    def sent_per_second(self) -> float:
        """Pieces a second that the server could send."""
        return self.pieces / self.sent_seconds if self.sent_seconds else 0.0

    @property
    def complete(self) -> bool:
        """Whether the last piece was seen."""
        return self.end_ms != float("inf")


def delays(sent: Sequence[float], seen: Sequence[tuple[float, int]]) -> list[float]:
    """Return how long each piece took, in seconds; pieces that were never seen are left out.

    Args:
        sent: When each piece left the server, by its number.
        seen: When a reader could see that far: `(time, number of the last piece)`, ascending.
    """
    reached = [number for _, number in seen]
    found = ((at, bisect_left(reached, number)) for number, at in enumerate(sent))
    return [seen[index][0] - at for at, index in found if index < len(seen)]


def share_over(frames: Sequence[float], limit_ms: float) -> float:
    """Return the share of frames that took longer than the limit."""
    return sum(frame > limit_ms for frame in frames) / len(frames) if frames else 0.0


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that `percent` of a hundred do not exceed; infinite without any."""
    if not values:
        return float("inf")
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def median(values: Sequence[float]) -> float:
    """Return the value in the middle; infinite without any."""
    return statistics.median(values) if values else float("inf")
