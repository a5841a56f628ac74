"""A stream at IPython's prompt in a terminal: no kernel, and a loop that runs only at times."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

PROMPT = r"In \[\d+\]: $"
SETUP = "import sys; sys.path.insert(0, r'%s'); from terminal_words import *"
WORDS = """
import asyncio
from nbstream import stream, writer

async def words(count=5):
    for number in range(count):
        await asyncio.sleep(0.02)
        yield f"word{number} "
"""
WHOLE = "word0 word1 word2 word3 word4 "


class Prompt:
    """A session of IPython in a terminal."""

    def __init__(self, folder: Path) -> None:
        (folder / "terminal_words.py").write_text(WORDS)
        ipython = ["-m", "IPython", "--no-banner", "--colors=NoColor", "--simple-prompt"]
        self.shell: Any = pexpect.spawn(
            sys.executable,
            [*ipython, f"--ipython-dir={folder}"],
            encoding="utf-8",
            timeout=60,
            dimensions=(40, 200),
            echo=False,
        )
        self.shell.expect(PROMPT)
        self.enter(SETUP % folder)

    def enter(self, line: str) -> str:
        """Type a line, and return all that is told until the next prompt."""
        self.shell.sendline(line)
        return self.rest()

    def rest(self) -> str:
        self.shell.expect(PROMPT)
        return str(self.shell.before).replace("\r\n", "\n").strip()


@pytest.fixture
def prompt(tmp_path: Path) -> Iterator[Prompt]:
    begun = Prompt(tmp_path)
    yield begun
    begun.shell.close(force=True)


def test_a_stream_is_printed_once_and_then_goes_by_its_name(prompt: Prompt) -> None:
    name = "<nbstream: done, 30 characters>"
    told = prompt.enter("view = stream(words()); await view")
    assert told.startswith(WHOLE)
    assert told.endswith(name)
    assert told.count("word0") == 1
    assert prompt.enter("view").endswith(name)
    assert prompt.enter("display(view)") == WHOLE.strip()
    assert prompt.enter("_ = stream(words()).wait()") == WHOLE.strip()
    assert "by hand" in prompt.enter("with writer() as out: print('by hand', file=out)")
    prompt.enter("view.close()")
    assert prompt.enter("view").endswith(name)


@pytest.mark.parametrize(
    "wait", ["view.wait(); print('went', 'on')", "await view; print('went', 'on')"]
)
def test_an_interrupt_ends_the_run_and_nothing_of_it_comes_later(prompt: Prompt, wait: str) -> None:
    prompt.enter("view = stream(words(1000))")
    prompt.shell.sendline(wait)
    prompt.shell.expect("word3")
    prompt.shell.sendintr()
    told = prompt.rest()
    assert "KeyboardInterrupt" in told
    assert told.count("Traceback") == 1
    assert "went on" not in told
    assert prompt.enter("view.status").endswith("'stopped'")
    assert prompt.enter("_ = await stream(words())") == WHOLE.strip()
