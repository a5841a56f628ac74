"""Runs the suite on everything that is promised, and writes what came of it to tests/matrix.md.

Each Python that is found here has an environment of its own in `.matrix`, and so has each older
SDK; kernels are exchanged in it. `make matrix ARGS=3.12` runs the rows that have these words in
them alone. Each row is dated; git keeps the older ones.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from suites import ROOT, SIDE_BY_SIDE, counted, name_browser

ENVIRONMENTS = ROOT / ".matrix"
TABLE = ROOT / "tests" / "matrix.md"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
KERNELS = ["6.31", "7.3", "7.4"]
EVERYTHING = (
    *SIDE_BY_SIDE,
    "tests",
    "--ignore=tests/browser",
    "--ignore=tests/install",
    "--ignore=tests/hosts",
)
PRESSED = ("tests/browser/test_kernels.py",)
MEETING_A_KERNEL = ("tests/widget", "tests/notebooks", *PRESSED)
BENCHMARKS = ("tests/browser/test_benchmarks.py",)
LONG_CHAT = ("tests/browser/test_long_chat.py",)
PAYLOADS = ("tests/browser/test_payloads.py",)
# The newest is in every other row. What a run is told of a failed tool changed in 0.23 and in 0.24.
OLDER_SDKS = {"0.21.0": "oldest SDK", "0.23.*": "an SDK between"}
SHOWN = ["ipykernel", "openai-agents", "anywidget", "ipywidgets"]

HEAD = """\
# What was tried

`make matrix` runs the unit suite and the notebooks (executed by nbclient) on each of these, and
writes this page; each row has the commit that it was last tried on. On a Python's older kernels
only those tests run that meet a kernel, `jupyter execute` and papermill among them; what a reader
presses is pressed in a browser there. The other browser tests run in `make test`, on the newest of
everything; there the suite of payloads is a sample, here it is whole. The row "other hosts" opens
streams in Voilà, marimo and nbconvert's HTML, in Chromium.

"""
COLUMNS = ["", "Python", *SHOWN, "result", "passed", "failed", "seconds", "commit", "date"]


@dataclass(frozen=True, slots=True)
class Row:
    """One combination: a Python, and requirements that hold its environment to versions.

    Attributes:
        python: Its version.
        pins: What is to be installed, by exact versions.
        tests: What is run.
        full: Whether the long suites are run whole.
        note: What it stands for.
        group: The dependency group that is installed.
    """

    python: str
    pins: tuple[str, ...] = ()
    tests: tuple[str, ...] = EVERYTHING
    full: bool = False
    note: str = ""
    group: str = "test"

    @property
    def home(self) -> str:
        """Name of its environment, which rows of other kernels share and of other SDKs do not."""
        apart = (self.pins and self.note) or self.group != "test"
        return f"{self.python}-{self.note.replace(' ', '-')}" if apart else self.python

    @property
    def name(self) -> str:
        """What it is called in the table, no two the same."""
        return self.note or " ".join([self.python, *self.pins]).replace("==", " ").rstrip(".*")

    def __str__(self) -> str:
        return " ".join([self.python, *self.pins, self.note]).strip()


@dataclass(slots=True)
class Result:
    """What became of a row; `versions` are those that were in fact there."""

    outcome: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)


def rows() -> Iterator[Row]:
    """Return every combination: each kernel on each Python; SDK, floors and corpora on one."""
    for python in PYTHONS:
        for kernel in KERNELS:
            tests = EVERYTHING if kernel == KERNELS[-1] else MEETING_A_KERNEL
            yield Row(python, (f"ipykernel=={kernel}.*",), tests)
    for sdk, note in OLDER_SDKS.items():
        yield Row("3.12", (f"openai-agents=={sdk}",), note=note)
    yield Row("3.11", floors(), note="every floor at once")
    yield Row("3.12", tests=PRESSED, note="what is pressed, newest kernel")
    yield Row("3.12", tests=BENCHMARKS, note="a quick run of the benchmarks")
    yield Row("3.12", tests=LONG_CHAT, note="a conversation of 300 turns")
    yield Row("3.12", full=True, note="full corpora")
    yield Row("3.12", tests=PAYLOADS, full=True, note="all payloads in Chromium")
    yield Row("3.12", tests=("tests/hosts",), note="other hosts", group="hosts")


def floors() -> tuple[str, ...]:
    """Return the package's own dependencies, each held to the oldest version it admits."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return tuple(asked.replace(">=", "==") for asked in project["dependencies"])


def interpreter(version: str) -> str | None:
    """Return the path of a Python of this version, from the PATH or from pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"))]
    for path in candidates:
        if path and says(
            path, "-c", "import ensurepip, platform; print(platform.python_version())"
        ):
            return str(path)
    return None


def says(*command: str | Path) -> str:
    """Return what a command prints, nothing if it fails."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode == 0 else ""


def environment(row: Row) -> Path | None:
    """Return the Python of a row's environment, made if it was not there."""
    own = ENVIRONMENTS / row.home / "bin" / "python"
    if not own.exists():
        found = interpreter(row.python)
        if found is None:
            return None
        subprocess.run([found, "-m", "venv", own.parents[1]], check=True)
    pip(own, "--upgrade", "pip>=25.1")
    # Again on every row: it takes back what the row before held to older versions.
    pip(own, "--upgrade", "--upgrade-strategy=eager", "--editable", str(ROOT), "--group", row.group)
    return own


def pip(python: Path, *arguments: str) -> None:
    """Install, in the folder that the dependency groups are named in."""
    subprocess.run([python, "-m", "pip", "install", "-qq", *arguments], cwd=ROOT, check=True)


def run(row: Row) -> Result:
    """Bring the row's environment about, and run the suite in it."""
    python = environment(row)
    if python is None:
        return Result("no such Python here")
    if row.pins:
        pip(python, *row.pins)
    report = ENVIRONMENTS / "report.xml"
    report.unlink(missing_ok=True)
    command = [str(python), "-m", "pytest", "-q", f"--junit-xml={report}", *row.tests]
    if row.full:
        command.append("--timeout=3600")
    began = time.monotonic()
    code = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | ({"NBSTREAM_FULL": "1"} if row.full else {}),
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    seconds = time.monotonic() - began
    passed, failed, _ = counted(report)
    outcome = "passed" if code == 0 and passed else "FAILED"
    return Result(outcome, passed, failed, seconds, versions(python))


def versions(python: Path) -> dict[str, str]:
    """Return the versions in an environment of what the table shows."""
    asked = "import sys, platform, importlib.metadata as m; print(platform.python_version(), "
    found = says(python, "-c", f"{asked}*map(m.version, {SHOWN}))").split()
    return dict(zip(["python", *SHOWN], found, strict=True))


def line(row: Row, result: Result, commit: str) -> str:
    """Return the row's line of the table."""
    cells = [
        row.name,
        result.versions.get("python", row.python),
        *(result.versions.get(name, "") for name in SHOWN),
        result.outcome,
        str(result.passed),
        str(result.failed),
        f"{result.seconds:.0f}",
        commit,
        str(datetime.now(UTC).date()),
    ]
    return f"| {' | '.join(cells)} |"


def keep(row: Row, told: str) -> None:
    """Put a row's line into the page, in the place of what it said before."""
    page = TABLE.read_text() if TABLE.exists() else ""
    lines = {each.split(" | ")[0].removeprefix("| "): each for each in page.splitlines()}
    lines[row.name] = told
    table = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    table += [lines[each.name] for each in rows() if each.name in lines]
    machine = f"Last on {platform.system()} {platform.machine()}, {os.cpu_count()} cores."
    TABLE.write_text("\n".join([HEAD + machine, "", *table, ""]))


def main(words: list[str]) -> int:
    """Run the rows with these words in them, all when there are none; return the exit code."""
    name_browser()
    # The page itself changes with each row.
    changed = says("git", "status", "--porcelain", "--", ".", f":!{TABLE.relative_to(ROOT)}")
    commit = says("git", "describe", "--always").strip() + ("-dirty" if changed else "")
    outcomes = []
    for row in rows():
        if not all(word in f"{row} {row.name}" for word in words):
            continue
        print(f"\n==== {row}", flush=True)
        result = run(row)
        keep(row, line(row, result, commit))
        outcomes.append(result.outcome)
    return int("FAILED" in outcomes or not outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
