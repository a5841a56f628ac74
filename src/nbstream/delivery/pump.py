"""Carries events into a document, and its changes out when they are due.

The one place where a stream meets the clock. Whoever reads calls `take`, on any thread; nothing
here waits, and nothing waits for the browser: while a cell runs, the kernel may not hear it.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

from nbstream.delivery.outbox import Outbox
from nbstream.delivery.pacer import Pacer
from nbstream.document import Append, Change, Document
from nbstream.events import Event
from nbstream.recording import Log, Timed

Send = Callable[[dict[str, Any]], None]
"""Sends one batch: `{"seq": n, "changes": […]}`, as docs/design.md has it."""

Wire = weakref.WeakSet["Pump"]
"""The pumps that share a wire: those whose run has begun and has not ended."""

_kernels_wire: Wire = weakref.WeakSet()


class Timer(Protocol):
    """A call that has been put off."""

    def cancel(self) -> None: ...


class Alarm(Protocol):
    """Puts a call off by some seconds; an event loop's `call_later` is one."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> Timer: ...


def thread_alarm(delay: float, callback: Callable[[], None], /) -> Timer:
    """Put a call off without an event loop: a thread waits, and makes the call itself."""
    timer = threading.Timer(delay, callback)
    timer.daemon = True
    timer.start()
    return timer


@dataclass(frozen=True, slots=True)
class Stats:
    """What a stream amounted to so far.

    Attributes:
        seconds: How long it has run, or ran.
        first_token_seconds: When the first text came; `None` before.
        writing_seconds: How long the model wrote, without waits for tools, people, requests.
        pieces: Pieces in which its text came; about its tokens, where the provider counts none.
        characters: Length of those pieces together.
        batches: Messages that carried it.
        requests: Requests to models whose provider has told what they used; with those of agents
            inside tools. The counts below are of these requests, in tokens.
        input_tokens: What the models read.
        output_tokens: What they wrote, reasoning included.
        cached_tokens: How many of `input_tokens` the provider had kept.
        reasoning_tokens: How many of `output_tokens` were thoughts.
        tools: Every tool that came back: its name and how long it ran, in seconds, in the order
            of the calls.
    """

    seconds: float
    first_token_seconds: float | None
    writing_seconds: float
    pieces: int
    characters: int
    batches: int
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    tools: tuple[tuple[str, float], ...] = ()

    @property
    def tokens_per_second(self) -> float:
        """Tokens a second while the model wrote; pieces, where no tokens were counted."""
        count = self.output_tokens or self.pieces
        return count / self.writing_seconds if self.writing_seconds > 0 else 0.0


class Pump:
    """One run on its way from its events to the wire.

    Args:
        document: What the events are folded into.
        send: Sends one batch.
        pacer: Decides when.
        alarm: Puts a call off.
        batch_size: Pieces of text that are not made to wait; `None` for any number.
        buffer_size: Characters that one batch carries at most.
        log: Keeps the events; a new one by default.
        wire: The pumps that it shares the wire with; every pump of the kernel by default.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        document: Document,
        send: Send,
        pacer: Pacer,
        alarm: Alarm,
        *,
        batch_size: int | None = None,
        buffer_size: int = 100_000,
        log: Log | None = None,
        wire: Wire = _kernels_wire,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.document = document
        self.log = Log() if log is None else log
        self.alarm = alarm
        self._send = send
        self._pacer = pacer
        self._batch_size = batch_size
        self._buffer_size = buffer_size
        self._wire = wire
        self._clock = clock
        # Re-entrant, because sending may make the host ask for the state.
        self._lock = threading.RLock()
        self._outbox = Outbox()
        self._oldest = 0.0
        self._timer: Timer | None = None
        self._alarmed = inf
        self._began = clock()
        self._ended: float | None = None
        self._first: float | None = None
        self._pieces = self._characters = 0
        self.seq = 0

    def begin(self) -> None:
        """Start the run's clock anew: its reader begins now."""
        self._began = self._clock()

    def recall(self, past: Iterable[Timed]) -> None:
        """Take in what happened before, at the times it did; a snapshot tells it, no batch."""
        with self._lock:
            for at, event in past:
                self._began = self._clock() - at
                self._count(self.document.apply(event, at), self._clock())
                self.log.add(event, at)
            if self.document.run.closed:
                self._ended = self._clock()

    def take(self, event: Event) -> None:
        """Fold one event in, and send what is due; the first text leaves at once.

        Raises:
            EventError: The event makes no sense in this document.
        """
        with self._lock:
            now = self._clock()
            changes = self.document.apply(event, now - self._began)
            self.log.add(event, now - self._began)
            self._wire.add(self)
            if not changes:
                return
            if not self._outbox:
                self._oldest = now
            self._outbox.put(changes)
            first = self._count(changes, now)
            if self.document.run.closed:
                self._end(now)
            elif first:
                self._flush_if_due(now, first=True)
            else:
                self._flush_if_due(now)

    def reopen(self) -> None:
        """Let a run that has failed go on, with the same clock."""
        with self._lock:
            self._ended = None
            self.log.reopen()
            self._outbox.put(self.document.reopen())
            self.flush()

    def flush(self) -> None:
        """Send everything that is pending."""
        with self._lock:
            self._quiet()
            while self._outbox:
                self.seq += 1
                changes = self._outbox.take(self._buffer_size)
                self._send({"seq": self.seq, "changes": [each.to_wire() for each in changes]})
                self._pacer.sent(self._clock())

    def snapshot(self) -> dict[str, Any]:
        """The whole document as of the last batch: `{"seq": n, "time": s, "blocks": […]}`."""
        with self._lock:
            # What is pending is in the document already: sent later, it would come twice.
            self.flush()
            time = round(self._seconds, 3)
            return {"seq": self.seq, "time": time, "blocks": self.document.snapshot()}

    def copy(self) -> tuple[int, Document]:
        """The document as it is now, to read on another thread; and the batch it belongs to."""
        with self._lock:
            return self.seq, self.document.copy()

    def drawn(self, seconds: float, *, hidden: bool) -> None:
        """Learn from the page how long its last frame took, and whether anybody can see it."""
        with self._lock:
            self._pacer.drawn(seconds, hidden=hidden)

    @property
    def stats(self) -> Stats:
        """What the stream amounted to so far."""
        with self._lock:
            blocks = self.document.blocks
            return Stats(
                seconds=self._seconds,
                first_token_seconds=None if self._first is None else self._first - self._began,
                writing_seconds=self.document.writing,
                pieces=self._pieces,
                characters=self._characters,
                batches=self.seq,
                **self.document.run.props.get("usage", {}),
                tools=tuple(
                    (block.props["name"], block.props["seconds"])
                    for block in blocks
                    if block.kind == "tool" and "seconds" in block.props
                ),
            )

    @property
    def _seconds(self) -> float:
        return (self._clock() if self._ended is None else self._ended) - self._began

    def _count(self, changes: list[Change], now: float) -> bool:
        texts = [len(change.text) for change in changes if isinstance(change, Append)]
        self._pieces += len(texts)
        self._characters += sum(texts)
        if not texts or self._first is not None:
            return False
        self._first = now
        return True

    def _end(self, now: float) -> None:
        self._ended = now
        self._wire.discard(self)
        self.flush()

    def _flush_if_due(self, now: float, *, first: bool = False) -> None:
        if not self._outbox:
            return
        full = self._outbox.size >= self._buffer_size or (
            self._batch_size is not None and self._outbox.pieces >= self._batch_size
        )
        few = self._outbox.few
        due = self._pacer.due(self._oldest, len(self._wire), few=few, full=first or full)
        if due <= now:
            self.flush()
        elif due < self._alarmed:
            self._quiet()
            self._timer, self._alarmed = self.alarm(due - now, self._ring), due

    def _quiet(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._alarmed = None, inf

    def _ring(self) -> None:
        with self._lock:
            self._quiet()
            self._flush_if_due(self._clock())
