"""The benchmarks run: a short one measures every headline, and nothing in it never comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)
def test_a_quick_run_of_the_benchmarks_fills_every_table(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--out", tmp_path], cwd=ROOT, check=True
    )
    rows = [
        line
        for report in tmp_path.glob("*.md")
        for line in report.read_text().splitlines()
        if line.startswith("| ")
    ]
    for kind in ("floor", "nbstream", "coloured code", "nested list", "table", "paragraph"):
        assert any(row.startswith(f"| {kind} ") for row in rows), kind
    for what in (
        "recordings",
        "a burst",
        "formulas",
        "turns are drawn",
        "first token",
        "tokens/s",
        "frames",
        "memory",
        "CPU",
        "wire",
        "import",
    ):
        assert any(what in row for row in rows), what
    assert not [row for row in rows if "never" in row]
