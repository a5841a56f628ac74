"""What was measured, as a person reads it: each number beside its target and beside the floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.headline import CPU_RATE, WIRE_RATE, Numbers
from benchmarks.measurement import Measurement
from benchmarks.tables import number, percent, table
from benchmarks.trial import Told

# A reader takes what comes later than this for a delay.
LATE_MS = 100.0

_NEVER = float("inf")


@dataclass(frozen=True)
class Headline:
    """One number that is promised.

    Attributes:
        what: What was measured.
        target: What is promised of it.
        ours: What it is; a share is one of one hundred.
        floor: What the floor needs; `None` where it has none.
        holds: Whether the promise is kept.
        unit: What it is counted in.
        digits: How many decimals are worth showing.
    """

    what: str
    target: str
    ours: float
    floor: float | None
    holds: bool
    unit: str = ""
    digits: int = 0

    @property
    def row(self) -> list[str]:
        """As a row of the table."""
        floor, ratio = "-", "-"
        if self.floor is not None:
            floor = self._shown(self.floor)
            if 0 < self.floor < _NEVER and self.ours != _NEVER:
                ratio = number(self.ours / self.floor, 2)
        return [
            self.what,
            self.target,
            self._shown(self.ours),
            floor,
            ratio,
            "yes" if self.holds else "NO",
        ]

    def _shown(self, value: float) -> str:
        return number(value, self.digits) + ("" if value == _NEVER else self.unit)


def headlines(
    ours: Numbers, floor: Numbers, asked: Sequence[Told], import_seconds: float, tokens: int
) -> Iterator[Headline]:
    """Yield every promise with what became of it.

    Args:
        ours: nbstream's numbers.
        floor: The floor's.
        asked: The answers that were streamed.
        import_seconds: Of `import nbstream`, beyond ipywidgets.
        tokens: How long the answer was that filled the page.
    """
    yield Headline(
        "first token, warm: server's first byte of text to pixels",
        "< 100 ms",
        ours.first_ms,
        floor.first_ms,
        ours.first_ms < 100,
        " ms",
    )
    yield Headline(
        f"most tokens/s at which 95 % are on screen within {LATE_MS:.0f} ms",
        "> 50",
        sustained(ours),
        sustained(floor),
        sustained(ours) > 50,
    )
    for limit, most in ((20, 5.0), (50, 1.0)):
        mine, theirs = (_paced_frames_over(limit, each, asked) for each in (ours, floor))
        what = f"frames over {limit} ms while the paced answers come"
        yield Headline(what, f"< {most:.0f} %", mine, theirs, mine < most, " %", 1)
    for what, read in _MEMORY:
        used, least = read(ours), read(floor)
        label = f"page memory for {tokens:,} tokens: {what}"
        yield Headline(label, "< 50 MB", used, least, used < 50, " MB", 1)
    for what, spent in _CPU:
        mine, theirs = (spent(each.cpu) / each.cpu.seconds * 100 for each in (ours, floor))
        label = f"CPU of the {what} at {CPU_RATE} tokens/s"
        yield Headline(label, "< 10 %", mine, theirs, mine < 10, " %", 1)
    mine, theirs = (each.rates[WIRE_RATE].wire_over_payload for each in (ours, floor))
    label = f"wire bytes over payload at {WIRE_RATE} tokens/s"
    yield Headline(label, "≤ 10", mine, theirs, mine <= 10, "", 1)
    took = import_seconds * 1000
    yield Headline("import nbstream beyond ipywidgets", "< 250 ms", took, None, took < 250, " ms")


_MEMORY: tuple[tuple[str, Callable[[Numbers], float]], ...] = (
    ("JavaScript heap", lambda numbers: numbers.memory.heap),
    ("its process", lambda numbers: numbers.memory.process),
)
_CPU: tuple[tuple[str, Callable[[Measurement], float]], ...] = (
    ("kernel", lambda cpu: cpu.kernel_seconds),
    ("page's main thread", lambda cpu: cpu.page_seconds),
)


def sustained(numbers: Numbers) -> float:
    """Return the highest rate tried up to which nothing was late."""
    best = 0.0
    for rate, each in sorted(numbers.rates.items()):
        if not each.complete or each.p95_ms > LATE_MS:
            break
        best = rate
    return best


def headline_table(rows: Iterable[Headline]) -> str:
    """Return the headlines as a table."""
    head = ["what", "target", "nbstream", "floor", "ratio", "kept"]
    return table(head, [each.row for each in rows])


def answers_table(asked: Sequence[Told], measured: dict[str, Numbers]) -> str:
    """Return each answer by each contender, paced and at full speed."""
    rows = []
    for index, each in enumerate(asked):
        rate = f"{each.per_second:.0f}/s" if each.per_second else "full speed"
        for name, numbers in measured.items():
            rows.append([f"{each.name}, {rate}", name, *_cells(numbers.answers[index])])
    return table(["answer", "shown by", *_HEAD], rows)


def rates_table(measured: dict[str, Numbers]) -> str:
    """Return each rate by each contender."""
    rows = [
        [f"{rate:,}", name, *_cells(each)]
        for name, numbers in measured.items()
        for rate, each in numbers.rates.items()
    ]
    return table(["tokens/s asked", "shown by", *_HEAD], rows)


_HEAD = (
    "first ms",
    "p50 ms",
    "p95 ms",
    "end ms",
    "> 20 ms",
    "> 50 ms",
    "sent/s",
    "messages",
    "wire",
    "kept",
    "kernel CPU",
    "page CPU",
)


def _cells(each: Measurement) -> list[str]:
    return [
        number(each.first_ms),
        number(each.p50_ms),
        number(each.p95_ms),
        number(each.end_ms),
        percent(each.over_20),
        percent(each.over_50),
        number(each.sent_per_second),
        number(each.messages),
        number(each.wire_over_payload, 1),
        number(each.kept_over_payload, 1),
        percent(each.kernel_seconds / each.seconds),
        percent(each.page_seconds / each.seconds),
    ]


def _paced_frames_over(limit: int, numbers: Numbers, asked: Sequence[Told]) -> float:
    """Return the share, in percent, over all paced answers together."""
    paced = [each for each, told in zip(numbers.answers, asked, strict=True) if told.per_second]
    over = sum(each.frames * (each.over_20 if limit == 20 else each.over_50) for each in paced)
    return 100 * over / max(1, sum(each.frames for each in paced))
