"""Asks whether anything that nbstream brings along is known to have a hole.

It asks the registries' own tools, and only about what a user gets: the packages that nbstream
depends on, and those whose code the front end contains. Where their data cannot be had (no network,
a mirror without advisories), it says so in a line and fails nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECONDS = 180


def answer(*command: str | Path, folder: Path = ROOT) -> Any:
    """Return what a command says in JSON; `None` when it says nothing that is JSON."""
    try:
        ran = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        return json.loads(ran.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def depended_on() -> dict[str, str]:
    """The versions of what nbstream needs to run, and of what that needs."""
    found: dict[str, str] = {}
    wanted = ["nbstream"]
    while wanted:
        name = wanted.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if name in found:
            continue
        found[name] = package.version
        needed = [need for need in package.requires or [] if "extra ==" not in need]
        wanted += [re.split(r"[^\w.-]", need, maxsplit=1)[0].lower() for need in needed]
    return {name: version for name, version in found.items() if name != "nbstream"}


def python_holes() -> list[str] | None:
    """What is known of the Python packages; `None` when nobody could be asked."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        python = place / "venv/bin/python"
        venv.create(place / "venv", with_pip=True)
        install = [str(python), "-m", "pip", "install", "-qq", "pip-audit"]
        try:
            subprocess.run(install, check=True, capture_output=True, timeout=SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
        asked = place / "asked.txt"
        asked.write_text("".join(f"{name}=={version}\n" for name, version in depended_on().items()))
        options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json"]
        told = answer(python, "-m", "pip_audit", "-r", asked, *options)
    # Without an answer it says of each package that it was passed over.
    if told is None or all("skip_reason" in package for package in told["dependencies"]):
        return None
    return [
        f"{package['name']} {package['version']}: {hole['id']}"
        for package in told["dependencies"]
        for hole in package.get("vulns", [])
    ]


def front_end_holes() -> list[str] | None:
    """What is known of the JavaScript packages; `None` when nobody could be asked."""
    told = answer("npm", "audit", "--omit=dev", "--json", folder=ROOT / "js")
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        return None
    return [f"{name}: {hole.get('severity')}" for name, hole in told["vulnerabilities"].items()]


def main() -> int:
    """Ask, and say; return 1 when there is a hole."""
    holes = 0
    for name, found in (("pip-audit", python_holes()), ("npm audit", front_end_holes())):
        if found is None:
            print(f"{name}: skipped, its data cannot be had here")
            continue
        print(f"{name}: {len(found)} known holes", *found, sep="\n  ")
        holes += len(found)
    return int(holes > 0)


if __name__ == "__main__":
    sys.exit(main())
