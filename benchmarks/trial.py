"""One answer, streamed once by one contender, and measured from the server to the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from benchmarks import ROOT
from benchmarks.cdp import Browser
from benchmarks.contenders import SETUP, STREAMS
from benchmarks.desk import Desk
from benchmarks.measurement import Measurement, delays, percentile, share_over
from benchmarks.model import model
from browser.answers import SHORT, Answer
from browser.lab import Lab
from servers.script import Call, Say, Turn

# Messages with outputs.
KEPT = ("iopub display_data", "iopub update_display_data")

_numbers = count()

# How long the page is watched after the model should have been done.
PATIENCE_SECONDS = 30.0
# Nothing sends faster than this; it only bounds the wait.
FULL_SPEED = 500.0


@dataclass(frozen=True)
class Told:
    """A script whose text is the pieces of one answer.

    Attributes:
        name: What tables call it.
        turns: What the model says, request by request.
        pieces: How many numbered pieces there are in it.
        payload_bytes: Its text, as UTF-8.
        per_second: Pieces a second; 0 for as fast as it goes.
    """

    name: str
    turns: Sequence[Turn]
    pieces: int
    payload_bytes: int
    per_second: float


def told(answer: Answer, per_second: float) -> Told:
    """Return an answer as one turn of the model's."""
    turns = [[Say(answer.pieces, per_second)]]
    size = len(answer.markdown.encode())
    return Told(answer.name, turns, len(answer.pieces), size, per_second)


def told_with_tools(answer: Answer, per_second: float) -> Told:
    """Return an answer in two turns, with two tools called in parallel between them."""
    half = len(answer.pieces) // 2
    calls = [Call("look_up", ('{"city"', f': "{city}"}}')) for city in ("Oslo", "Lima")]
    turns: list[Turn] = [
        [Say(answer.pieces[:half], per_second), *calls],
        [Say(answer.pieces[half:], per_second)],
    ]
    size = len(answer.markdown.encode())
    return Told(answer.name, turns, len(answer.pieces), size, per_second)


@contextmanager
def desk(browser: Browser, lab: Lab, contender: str) -> Iterator[Desk]:
    """Open a notebook for a contender, with all that it needs imported and used once."""
    opened = Desk(browser, lab, f"{contender}-{next(_numbers)}")
    try:
        opened.run(f"import sys; sys.path.append({str(ROOT)!r})")
        run(opened, contender, told(SHORT, 100))
        yield opened
    finally:
        opened.close()


def run(desk: Desk, contender: str, told: Told, *, watch: bool = True) -> Measurement:
    """Stream it and measure.

    Args:
        desk: Where.
        contender: Who.
        told: What the model says.
        watch: Look at each frame. Without it nothing is known of delays and frames, and the CPU
            that is measured is the contender's alone.
    """
    limit = told.pieces / (told.per_second or FULL_SPEED) + PATIENCE_SECONDS
    with model(told.turns) as server:
        desk.run(SETUP.format(url=server.url))
        desk.forget_traffic()
        before = desk.usage()
        if watch:
            followed = desk.follow(STREAMS[contender], told.pieces - 1, limit)
        else:
            desk.run(STREAMS[contender])
            followed = {"seen": [], "frames": []}
        after = desk.usage()
        received = desk.received()
        exchanges = server.exchanges()
    ahead = desk.clock_ahead()
    seen = [(at / 1000 - ahead, number) for at, number in followed["seen"]]
    sent = [at for exchange in exchanges for at in exchange["sent_at"]]
    late = [each * 1000 for each in delays(sent, seen)]
    whole = len(late) == told.pieces
    return Measurement(
        first_ms=late[0] if late else float("inf"),
        p50_ms=percentile(late, 50),
        p95_ms=percentile(late, 95),
        end_ms=late[-1] if whole else float("inf"),
        over_20=share_over(followed["frames"], 20),
        over_50=share_over(followed["frames"], 50),
        frames=len(followed["frames"]),
        pieces=told.pieces,
        sent_seconds=sent[-1] - sent[0],
        wire_bytes=_bytes(each for name, each in received.items() if name not in KEPT),
        kept_bytes=_bytes(each for name, each in received.items() if name in KEPT),
        payload_bytes=told.payload_bytes,
        messages=sum(each["count"] for each in received.values()),
        kernel_seconds=after.kernel_seconds - before.kernel_seconds,
        page_seconds=after.page_seconds - before.page_seconds,
        seconds=after.at - before.at,
    )


def _bytes(tallies: Iterable[dict[str, int]]) -> int:
    return sum(each["bytes"] for each in tallies)
