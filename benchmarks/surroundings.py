"""Where a measurement was made: without it, no number means anything."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

from benchmarks import ROOT
from browser import chromium

PACKAGES = (
    "jupyterlab",
    "jupyter_server",
    "ipykernel",
    "ipywidgets",
    "anywidget",
    "openai-agents",
    "openai",
)


def today() -> str:
    """Return today's date, as file names want it."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def surroundings() -> list[str]:
    """Return what was running on what, a line each."""
    from nbstream._version import __version__

    browser = subprocess.run(
        [chromium.executable(), "--version"],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"nbstream {__version__} at {_commit()}",
        f"Python {platform.python_version()}, {packages}",
        browser.stdout.strip(),
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    ]


def load() -> str:
    """Return the load averages of 1, 5 and 15 minutes."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def command() -> str:
    """Return the command that began this, as it would be typed."""
    return " ".join(["python -m benchmarks", *sys.argv[1:]])


def told(title: str, measure: Callable[[], str], *notes: str) -> str:
    """Return a report: what was measured, below where and under which load it was."""
    before = load()
    measured = measure()
    lines = [
        f"# {title}, {today()}",
        "",
        f"`{command()}`, load averages {before} before and {load()} after.",
        "",
        *(f"- {line}" for line in surroundings()),
        "",
        measured,
    ]
    return "\n".join([*lines, *(line for note in notes for line in ("", note))])


def keep(report: str, name: str) -> None:
    """Print a report, and keep it as today's of this name."""
    print(report)
    file = ROOT / "benchmarks" / "results" / f"{today()}-{name}.md"
    file.write_text(report + "\n")
    print(f"kept as {file}", file=sys.stderr)


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "no commit"
