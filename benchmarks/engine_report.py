"""What engines cost beside each other, as tables."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.cdp import Browser
from benchmarks.engines import (
    BENCH,
    FULL,
    ONLY_SHORT,
    QUICK,
    RIVALS,
    Effort,
    Engines,
    Frames,
    engines,
)
from benchmarks.surroundings import report
from benchmarks.tables import number, table

OURS, FLOOR = "nbstream", "floor"
MOST_OVER_FLOOR = 1.4
LEAST_UNDER_WHOLE = 20
MOST_GROWTH = 1.3
MOST_GROWTH_OF_A_PARAGRAPH = 2.0

KINDS = ("mixed", "code", "coloured code", "list", "nested list", "table", "lines", "paragraph")

EXPLAINED = """\
- A frame writes 16 characters, and then style and layout happen. Windows of frames all over the
  document are measured several times, and of each frame the fastest time counts; "all" is their
  mean times the number of frames. Painting is not part of it.
- floor: no parsing; as many elements and as much text as nbstream makes of the document, appended
  at an even rate in grouped divs.
- nbstream is measured as a page uses it: code is coloured, links are checked, and each frame is
  painted. Of the others only streamdown checks links, and marked's HTML is sanitised.
- marked + DOMPurify and streamdown are used as their documentation says; markdown-it parses only
  what follows the last block that is complete. At 50,000 tokens the first would take half an hour.
- script: the frame without style and layout.
"""

Say = Callable[[str], None]


def engine_report(*, quick: bool, say: Say) -> str:
    """Measure the engines and return the report."""
    effort = QUICK if quick else FULL
    return report("Markdown engines", lambda: _measured(effort, say))


def _measured(effort: Effort, say: Say) -> list[str]:
    with Browser() as browser, engines(browser, effort) as measured:
        mixed = _mixed(measured, say)
        growth = _growth(measured, say)
    return [
        f"Beside {_versions()}.",
        "## Against targets",
        _targets(mixed, growth, effort.short, effort.long),
        *[
            part
            for tokens in (effort.short, effort.long)
            for part in (f"## A mixed document of {tokens:,} tokens", _engines(mixed, tokens))
        ],
        f"## The last frames of a document of {effort.few:,} and of {effort.many:,} tokens",
        _shapes(growth),
        "## How to read it",
        EXPLAINED,
    ]


def _versions() -> str:
    packages = json.loads((BENCH / "package.json").read_text())["dependencies"]
    return ", ".join(f"{name} {number}" for name, number in packages.items())


def _mixed(measured: Engines, say: Say) -> dict[tuple[str, int], Frames]:
    effort = measured.effort
    found = {}
    for name in (FLOOR, OURS, *(RIVALS if effort.rivals else ())):
        for tokens in (effort.short, effort.long):
            if tokens == effort.long and name in ONLY_SHORT:
                continue
            say(f"{name}: a mixed document of {tokens:,} tokens")
            found[name, tokens] = measured.mixed(name, tokens)
    return found


def _growth(measured: Engines, say: Say) -> dict[str, tuple[Frames, Frames]]:
    effort = measured.effort
    found = {}
    for kind in KINDS:
        say(f"{OURS}: {kind} of {effort.few:,} and {effort.many:,} tokens")
        few, many = (measured.last(OURS, kind, tokens) for tokens in (effort.few, effort.many))
        found[kind] = few, many
    return found


def _targets(
    mixed: dict[tuple[str, int], Frames],
    growth: dict[str, tuple[Frames, Frames]],
    short: int,
    long: int,
) -> str:
    ours = mixed[OURS, long].total
    rows = [
        _row(
            f"over the floor, {long:,} tokens",
            ours / mixed[FLOOR, long].total,
            MOST_OVER_FLOOR,
        )
    ]
    for name in RIVALS:
        for tokens, least in ((short, LEAST_UNDER_WHOLE), (long, 1)):
            theirs = mixed.get((name, tokens))
            if theirs is None or (tokens == short) != (name in ONLY_SHORT):
                continue
            times = theirs.total / mixed[OURS, tokens].total
            rows.append(_row(f"{name}, {tokens:,} tokens: times ours", times, least, at_most=False))
    for kind, (few, many) in growth.items():
        most = MOST_GROWTH_OF_A_PARAGRAPH if kind in ("paragraph", "lines") else MOST_GROWTH
        rows.append(_row(f"growth of a frame, {kind}", many.whole / few.whole, most))
    return table(["what", "measured", "target", ""], rows)


def _row(what: str, measured: float, target: float, *, at_most: bool = True) -> list[str]:
    holds = measured <= target if at_most else measured >= target
    sign = "≤" if at_most else "≥"
    verdict = "holds" if holds else "MISSED"
    return [what, f"{number(measured, 2)} x", f"{sign} {target:g} x", verdict]


def _engines(mixed: dict[tuple[str, int], Frames], tokens: int) -> str:
    floor = mixed[FLOOR, tokens].total
    head = ["engine", "all s", "over floor", "frame ms", "median", "p95", "script ms"]
    return table(
        head,
        [
            [
                name,
                number(frames.total / 1000, 2),
                number(frames.total / floor, 2),
                number(frames.whole, 3),
                number(frames.median, 3),
                number(frames.p95, 3),
                number(frames.script, 3),
            ]
            for (name, size), frames in mixed.items()
            if size == tokens
        ],
    )


def _shapes(growth: dict[str, tuple[Frames, Frames]]) -> str:
    head = ["one block of", "frame ms", "later", "ratio", "script ms", "later", "ratio"]
    return table(
        head,
        [
            [
                kind,
                number(few.whole, 3),
                number(many.whole, 3),
                number(many.whole / few.whole, 2),
                number(few.script, 3),
                number(many.script, 3),
                number(many.script / few.script, 2),
            ]
            for kind, (few, many) in growth.items()
        ],
    )
