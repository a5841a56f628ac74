"""The command: recordings become pages, and are printed again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import nbstream
from nbstream._cli import main
from nbstream.events import TextDelta, ToolCalled, ToolReturned


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "run.jsonl"
    events = [TextDelta("t", "# Weather"), ToolCalled("c", "look_up"), ToolReturned("c", "sunny")]
    nbstream.stream(events, record=path).wait()
    capsys.readouterr()
    return path


def test_a_recording_becomes_a_page(run: Path, tmp_path: Path) -> None:
    assert main(["export", str(run), str(tmp_path / "run.html")]) == 0
    html = (tmp_path / "run.html").read_text()
    assert html.startswith("<!doctype html>")
    assert "<title>run</title>" in html
    assert "sunny" in html
    assert main(["export", str(run), str(tmp_path / "run.md")]) == 0
    assert (tmp_path / "run.md").read_text().startswith("# Weather\n\n> **look\\_up**: done")


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_the_page_of_a_recording_that_broke_off_says_so(
    run: Path, tmp_path: Path, suffix: str
) -> None:
    run.write_text(run.read_text()[:-10])
    page = tmp_path / f"run.{suffix}"
    assert main(["export", str(run), str(page)]) == 0
    assert "sunny" in page.read_text()
    assert "The recording ends here" in page.read_text()


def test_a_recording_is_printed(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(run), "--speed", "inf"]) == 0
    assert capsys.readouterr().out == "# Weather\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["export", "there-is-none.jsonl", "page.html"], "there-is-none.jsonl: No such file"),
        (["replay", "there-is-none.jsonl"], "there-is-none.jsonl: No such file"),
        (["replay", __file__], "is not a recording"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["export", "run.jsonl", "run.pdf"], "ends in neither .html nor .md"),
        (["replay", "run.jsonl", "--speed", "-1"], "is no speed"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert why in capsys.readouterr().err


def test_an_interrupt_ends_the_command_without_a_traceback(tmp_path: Path) -> None:
    recording = tmp_path / "endless.jsonl"
    os.mkfifo(recording)
    command = [sys.executable, "-m", "nbstream", "export", str(recording), str(tmp_path / "p.md")]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as export,
        # Opens once the command reads from it.
        recording.open("w"),
    ):
        export.send_signal(signal.SIGINT)
        _, said = export.communicate(timeout=30)
    assert (export.returncode, said) == (130, "")


def test_a_page_that_the_disk_has_no_room_for_is_said_in_a_line(run: Path) -> None:
    page = run.with_suffix(".md")
    export = f"ulimit -f 0; {sys.executable} -m nbstream export {run} {page}"
    done = subprocess.run(["sh", "-c", export], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "nbstream: File too large\n")
