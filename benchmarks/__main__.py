"""`python -m benchmarks`: measure, print, and keep the tables under `benchmarks/results`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from benchmarks import ROOT
from benchmarks.adapter import adapter_report
from benchmarks.at_rest import at_rest_report
from benchmarks.cdp import Browser
from benchmarks.conversation import conversation_report
from benchmarks.engine_report import engine_report
from benchmarks.headline import (
    CONTENDERS,
    CPU_RATE,
    FULL,
    QUICK,
    Bench,
    Size,
    import_seconds,
    measure,
)
from benchmarks.report import answers_table, headline_table, headlines, rates_table
from benchmarks.surroundings import report, today
from benchmarks.tables import percent
from browser.lab import Lab

RESULTS = ROOT / "benchmarks" / "results"

Say = Callable[[str], None]


class Report(Protocol):
    """Measures, says meanwhile what it is at, and returns the tables as markdown."""

    def __call__(self, *, quick: bool, say: Say) -> str: ...


EXPLAINED = f"""\
- floor: a widget that appends the same deltas to a text node 30 times a second: no markdown, no
  tools. It pays for the same SDK, kernel, server and page; the ratio to it is what counts.
- first, p50, p95, end: from the moment the model server wrote a piece of text to the end of the
  frame that showed it, for the first piece, half of them, 95 % of them, the last one.
- > 20 ms, > 50 ms: share of the page's frames that took longer, while the text came.
- wire: what the page's WebSockets received while the text came, over the answer's bytes. kept: the
  outputs that they received besides, over the same: what the notebook's file holds for a reader
  without a kernel, written whenever there is twice as much, and rendered at the end. The floor
  keeps nothing.
- CPU: share of one core, of the kernel's process (the SDK's reading included) and of the page's
  main thread (JupyterLab included), from first request to last frame. At {CPU_RATE} tokens/s
  nobody watches the frames; elsewhere the watching is part of it, for both alike.
"""


def main() -> int:
    """Run the benchmarks, print the report, and keep it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run; keeps no results")
    parser.add_argument("--only", choices=[*REPORTS], help="one of the reports")
    parser.add_argument("--out", type=Path, help="the folder to write the reports to")
    given = parser.parse_args()
    out = given.out or (None if given.quick else RESULTS)
    for name, made in REPORTS.items():
        if given.only not in (None, name):
            continue
        written = made(quick=given.quick, say=_say)
        print(written)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            kept = out / f"{today()}-{name}.md"
            kept.write_text(written + "\n")
            print(f"kept as {kept}", file=sys.stderr)
    return 0


def headline(*, quick: bool, say: Say) -> str:
    """Measure an answer on its way from the model server to the screen, and return the report."""
    return report("Headline numbers", lambda: _headline(QUICK if quick else FULL, say))


def _headline(size: Size, say: Say) -> list[str]:
    with Lab() as lab, Browser() as browser:
        bench = Bench(browser, lab, size, say)
        measured = {name: measure(bench, name) for name in CONTENDERS}
    ours, floor = (measured[name] for name in CONTENDERS)
    took = import_seconds(bench)
    kernel, page = ours.idle
    waiting = (
        f"A cell that only waits costs {percent(kernel)} of a core in the kernel, and "
        f"{percent(page)} in the page."
    )
    return [
        headline_table(headlines(ours, floor, size.answers, took, size.memory_tokens)),
        waiting,
        "## The answers",
        answers_table(size.answers, measured),
        "## Tokens a second",
        rates_table(measured),
        "## How to read it",
        EXPLAINED,
    ]


def _say(line: str) -> None:
    print(f"… {line}", file=sys.stderr)


REPORTS: dict[str, Report] = {
    "headline": headline,
    "engines": engine_report,
    "adapter": adapter_report,
    "at-rest": at_rest_report,
    "conversation": conversation_report,
}


if __name__ == "__main__":
    sys.exit(main())
