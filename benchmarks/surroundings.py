"""Where a measurement was made: without it, no number means anything."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

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


def _surroundings() -> list[str]:
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


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _command() -> str:
    return " ".join(["python -m benchmarks", *sys.argv[1:]])


def report(title: str, measure: Callable[[], list[str]]) -> str:
    """Return a report: the parts that were measured, below where and under which load it was."""
    before = _load()
    measured = measure()
    parts = [
        f"# {title}, {today()}",
        f"`{_command()}`, load averages {before} before and {_load()} after.",
        "\n".join(f"- {line}" for line in _surroundings()),
        *measured,
    ]
    return "\n\n".join(part.rstrip() for part in parts)


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "no commit"
