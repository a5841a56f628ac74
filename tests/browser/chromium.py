"""Which browser the tests and benchmarks drive, and with which switches."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

FINDER = Path(__file__).parents[2] / "scripts" / "chromium"

SWITCHES = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    # A page of ours is always in front; headless would sometimes take it for hidden.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]


def executable() -> str:
    """Return the path of the browser that `make` would use.

    Raises:
        subprocess.CalledProcessError: There is none, and none could be installed.
    """
    found = subprocess.run([FINDER], check=True, stdout=subprocess.PIPE, text=True)
    return found.stdout.splitlines()[-1]


def switches() -> list[str]:
    """Return the switches; Chromium's sandbox refuses to start for root."""
    return [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
