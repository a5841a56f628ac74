"""A stream in a terminal, a script or a pipe."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc

from nbstream.document import Document
from nbstream.events import (
    Ended,
    Event,
    HandedOff,
    TextDelta,
    ToolArgumentsDelta,
    ToolCalled,
    ToolReturned,
)
from nbstream.widget.printer import Printer


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STORY: list[Event] = [
    TextDelta("a", "Let me "),
    TextDelta("a", "look."),
    ToolCalled("c", "get_weather"),
    ToolArgumentsDelta("c", '{"city": "Rome"}'),
    ToolReturned("c", "sunny", seconds=0.25),
    HandedOff("h", "Scout", "Poet"),
    TextDelta("b", "Sun.\n"),
    Ended(),
]


def printed(out: io.StringIO, story: list[Event], err: io.StringIO | None = None) -> str:
    document, printer = Document(), Printer(out, err or io.StringIO())
    for event in story:
        document.apply(event)
        printer.show(document)
    return out.getvalue()


def test_a_pipe_that_has_no_byte_for_a_character_gets_its_number() -> None:
    document = Document()
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    printer = Printer(out, io.StringIO())
    for event in (TextDelta("a", "to \u2192 "), TextDelta("a", "there"), Ended()):
        document.apply(event)
        printer.show(document)
    out.seek(0)
    assert out.read() == "to \\u2192 there\n"


def test_a_pipe_gets_the_text_and_nothing_else() -> None:
    assert printed(io.StringIO(), STORY) == "Let me look.\n\nSun.\n"


def test_printing_more_of_a_text_takes_no_copy_of_what_was_printed() -> None:
    class Discarding(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    document, printer = Document(), Printer(Discarding(), io.StringIO())
    for _ in range(10_000):
        document.apply(TextDelta("a", "long " * 20))
    printer.show(document)
    tracemalloc.start()
    try:
        for _ in range(300):
            document.apply(TextDelta("a", " and more"))
            printer.show(document)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000


def test_a_terminal_gets_a_line_for_what_was_done() -> None:
    assert printed(Terminal(), STORY) == (
        "Let me look.\n\n"
        '\033[2mget_weather({"city": "Rome"}) done 0.2 s\033[0m\n'
        "\033[2mScout → Poet\033[0m\n"
        "\nSun.\n"
    )


def test_a_failure_goes_to_stderr_and_not_behind_the_text() -> None:
    err = io.StringIO()
    out = printed(io.StringIO(), [TextDelta("a", "x"), Ended("failed", "APIError", "gone")], err)
    assert err.getvalue() == "APIError: gone\n"
    assert out == "x\n"


def test_text_cannot_command_the_terminal() -> None:
    out = printed(Terminal(), [TextDelta("a", "\033]0;owned\007 ok\u202e"), Ended()])
    assert "\033" not in out
    assert "\007" not in out
    assert "\u202e" not in out


def test_a_script_prints_what_it_waits_for() -> None:
    script = "import nbstream; nbstream.stream(iter(['Hello ', 'script'])).wait()"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "Hello script\n"
    assert done.stderr == ""


def in_a_shell(script: str, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f'"$0" -c "$1" {command}', sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


ENDLESS = """
import asyncio, sys, nbstream
async def lines():
    while True:
        await asyncio.sleep(0.01)
        yield "a line\\n"
views = [nbstream.stream(lines()).wait() for _ in range(2)]
with nbstream.writer() as out:
    while True:
        out.write("a line")
print([view.status for view in views], out.view.status, file=sys.stderr)
"""


def test_whoever_leaves_a_pipe_stops_the_run_without_a_word() -> None:
    done = in_a_shell(ENDLESS, "| head -1")
    assert done.stdout == "a line\n"
    assert done.stderr == "['stopped', 'stopped'] stopped\n"


def test_a_full_disk_ends_the_printing_and_not_the_run() -> None:
    script = """
import sys, nbstream
view = nbstream.stream("a line").wait()
print(view.status, view.text, file=sys.stderr)
"""
    done = in_a_shell(script, "> /dev/full")
    warning, said = done.stderr.splitlines()[:2]
    assert "No space left on device: view.text has it" in warning
    assert said == "done a line"


def test_a_process_without_a_console_runs_too() -> None:
    script = "import nbstream; open('/dev/stderr', 'w').write(nbstream.stream('text').wait().text)"
    assert in_a_shell(script, ">&-").stderr == "text"


def test_what_an_agent_says_inside_a_tool_is_not_the_answer() -> None:
    story: list[Event] = [
        ToolCalled("c", "ask"),
        TextDelta("n", "inner words", parent="c"),
        ToolReturned("c", "inner words"),
        TextDelta("t", "The answer."),
        Ended(),
    ]
    assert printed(io.StringIO(), story).strip() == "The answer."
