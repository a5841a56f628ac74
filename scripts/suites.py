"""Runs the suites, each whatever the one before it said, and closes with one line that counts.

With names, it runs those alone: `python scripts/suites.py unit browser`. It fails when a suite
failed and when a suite ran no test. Reports are kept in `artifacts/reports`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "artifacts" / "reports"
PYTEST = [sys.executable, "-m", "pytest", "--durations=5"]
SIDE_BY_SIDE = ["--numprocesses=2", "--dist=worksteal"]
APART = ["browser", "notebooks", "install"]
# Each needs a host that is installed for it alone: `make matrix` does.
ELSEWHERE = ["hosts"]


@dataclass(frozen=True, slots=True)
class Suite:
    """A command, and whether it reports its tests one by one."""

    command: list[str]
    folder: str = "."
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a suite; `seconds` are by the wall clock."""

    passed: int
    failed: int
    skipped: int
    seconds: float


def pytest_suite(*arguments: str) -> Suite:
    """Return a suite of pytest's; `{report}` becomes the path of its report."""
    return Suite([*PYTEST, "--junit-xml={report}", *arguments])


SUITES = {
    "check": Suite(["make", "--no-print-directory", "check"], counts=False),
    "vitest": Suite(
        [
            "node_modules/.bin/vitest",
            "run",
            "--reporter=default",
            "--reporter=junit",
            "--outputFile={report}",
        ],
        folder="js",
    ),
    "unit": pytest_suite(
        *SIDE_BY_SIDE, "tests", *(f"--ignore=tests/{name}" for name in APART + ELSEWHERE)
    ),
    # A JupyterLab and a browser for each worker; the tests of a file share a page's cache.
    "browser": pytest_suite(
        "--numprocesses=2",
        "--dist=loadfile",
        "tests/browser",
        # They tell kernels apart, or take a minute: `make matrix` runs them.
        "--ignore=tests/browser/test_kernels.py",
        "--ignore=tests/browser/test_benchmarks.py",
        "--ignore=tests/browser/test_long_chat.py",
    ),
    **{name: pytest_suite(f"tests/{name}") for name in APART if name != "browser"},
}


def run(name: str, suite: Suite) -> Outcome:
    """Run one suite and count."""
    print(f"\n==== {name}", flush=True)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    began = time.monotonic()
    code = subprocess.run(
        [part.replace("{report}", str(report)) for part in suite.command],
        cwd=ROOT / suite.folder,
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    seconds = time.monotonic() - began
    if not suite.counts:
        return Outcome(int(code == 0), int(code != 0), 0, seconds)
    passed, failed, skipped = counted(report)
    # A suite that ended badly has failed whatever it reported; so has one that ran nothing.
    trouble = code != 0 or passed == 0
    return Outcome(passed, max(failed, int(trouble)), skipped, seconds)


def counted(report: Path) -> tuple[int, int, int]:
    """Return how many tests of a JUnit report passed, failed and were skipped."""
    if not report.exists():
        return 0, 0, 0
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    # Our own runners wrote the file.
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314
        for key in totals:
            totals[key] += int(suite.get(key, 0))
    failed = totals["failures"] + totals["errors"]
    return totals["tests"] - failed - totals["skipped"], failed, totals["skipped"]


def name_browser() -> None:
    """Find Chromium, or install it, before the clock of any test runs."""
    finder = [str(ROOT / "scripts/chromium")]
    found = subprocess.run(finder, stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode == 0:
        os.environ["NBSTREAM_CHROMIUM"] = found.stdout.splitlines()[-1]


def main(names: list[str]) -> int:
    """Run the suites of these names, all when there are none; return the exit code."""
    if unknown := set(names) - set(SUITES):
        print(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
        return 2
    chosen = names or list(SUITES)
    REPORTS.mkdir(parents=True, exist_ok=True)
    if "browser" in chosen:
        name_browser()
    outcomes = {name: run(name, SUITES[name]) for name in chosen}
    print(f"\n{'suite':<12}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for name, outcome in outcomes.items():
        print(
            f"{name:<12}{outcome.passed:>8}{outcome.failed:>8}{outcome.skipped:>9}"
            f"{outcome.seconds:>9.1f}"
        )
    passed, failed, skipped = (
        sum(getattr(outcome, key) for outcome in outcomes.values())
        for key in ("passed", "failed", "skipped")
    )
    print(f"\ntotal: {passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
