"""`python -m benchmarks`: measure, print, and keep the tables under `benchmarks/results`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import ROOT
from benchmarks.adapter import adapter_report
from benchmarks.cdp import Browser
from benchmarks.engine_report import engine_report
from benchmarks.headline import (
    CONTENDERS,
    CPU_RATE,
    FULL,
    QUICK,
    Bench,
    import_seconds,
    measure,
)
from benchmarks.report import answers_table, headline_table, headlines, rates_table
from benchmarks.surroundings import command, load, surroundings, today
from benchmarks.tables import percent
from browser.lab import Lab

RESULTS = ROOT / "benchmarks" / "results"

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
    for name, report in REPORTS.items():
        if given.only not in (None, name):
            continue
        written = report(quick=given.quick)
        print(written)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            kept = out / f"{today()}-{name}.md"
            kept.write_text(written + "\n")
            print(f"kept as {kept}", file=sys.stderr)
    return 0


def engines(*, quick: bool) -> str:
    """Measure the markdown engines side by side and return the report."""
    with Browser() as browser:
        return engine_report(browser, quick=quick, say=_say)


def adapter(*, quick: bool) -> str:
    """Measure what reading an agent's run costs and return the report."""
    return adapter_report(quick=quick, say=_say)


def headline(*, quick: bool) -> str:
    """Measure everything and return the report."""
    size = QUICK if quick else FULL
    before = load()
    with Lab() as lab, Browser() as browser:
        bench = Bench(browser, lab, size, _say)
        measured = {name: measure(bench, name) for name in CONTENDERS}
    ours, floor = (measured[name] for name in CONTENDERS)
    took = import_seconds(bench)
    rows = headlines(ours, floor, size.answers, took, size.memory_tokens)
    kernel, page = ours.idle
    waiting = (
        f"A cell that only waits costs {percent(kernel)} of a core in the kernel, and "
        f"{percent(page)} in the page."
    )
    parts = [
        f"# Headline numbers, {today()}",
        f"`{command()}`, load averages {before} before and {load()} after.",
        "\n".join(f"- {line}" for line in surroundings()),
        headline_table(rows),
        waiting,
        "## The answers",
        answers_table(size.answers, measured),
        "## Tokens a second",
        rates_table(measured),
        "## How to read it",
        EXPLAINED.rstrip(),
    ]
    return "\n\n".join(parts)


def _say(line: str) -> None:
    print(f"… {line}", file=sys.stderr)


REPORTS = {"headline": headline, "engines": engines, "adapter": adapter}


if __name__ == "__main__":
    sys.exit(main())
