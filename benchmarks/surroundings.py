"""Where a measurement was made: without it, no number means anything."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
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


def _commit() -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "no commit"
