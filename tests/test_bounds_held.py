"""Bounds of the kernel's side, at, above and far above: what is cut says so, and nothing raises.

Those of parts, tables, floods, pictures and sessions stand with the tests of these.
"""

from __future__ import annotations

import io
from typing import Any

import pytest

from nbstream.bounds import (
    MAX_CHAT_NAME,
    MAX_DEPTH,
    MAX_DETAIL,
    MAX_LINE,
    MAX_NAMED,
    MAX_NONCE,
    MAX_NOTE,
    MAX_PLAIN,
    MAX_PREVIEW,
    MAX_QUESTION,
    MAX_REJECTION,
    MAX_RENDERED,
    MAX_STRING,
    MAX_TRACEBACK,
)
from nbstream.chat.files import file_of
from nbstream.chat.inbox import Inbox as ChatInbox
from nbstream.chat.question import Question
from nbstream.document import Document
from nbstream.document.text import plain
from nbstream.errors import ChatError
from nbstream.events import Ended, TextDelta, ToolArgumentsEnded, ToolCalled, ToolReturned
from nbstream.export.page import Page
from nbstream.sources.fields import described
from nbstream.sources.tables import tables_in
from nbstream.widget.inbox import Inbox
from nbstream.widget.printer import Printer
from nbstream.widget.rest import page_at_rest

Case = pytest.mark.parametrize

FAR = 20


def around(bound: int) -> list[tuple[int, bool]]:
    """At the bound, one above it and far above, and whether that is within."""
    return [(bound, True), (bound + 1, False), (FAR * bound, False)]


class Desk:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, *tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **_: self.asked.append((name, *given))


@Case(("depth", "within"), around(MAX_DEPTH))
def test_nesting(depth: int, within: bool) -> None:
    value: Any = "deep"
    for _ in range(depth):
        value = [value]
    value = plain(value)
    for _ in range(min(depth, MAX_DEPTH)):
        [value] = value
    assert value == ("deep" if within else "…")


@Case(("length", "within"), around(MAX_TRACEBACK))
def test_a_traceback(length: int, within: bool) -> None:
    document = Document()
    told = "x" * (length - 5) + "error"
    for event in (
        ToolCalled("c", "a"),
        ToolArgumentsEnded("c", "{}"),
        ToolReturned("c", "", error="no", traceback=told),
    ):
        document.apply(event)
    shown = next(block for block in document.blocks if block.kind == "tool").props["traceback"]
    assert shown.endswith("error")
    said = f"… {length - MAX_TRACEBACK:,} characters before this\n"
    assert shown == told if within else shown.startswith(said)


@Case(("length", "within"), around(MAX_NOTE))
def test_what_stands_below_a_table(length: int, within: bool) -> None:
    [table] = tables_in("<table><tr><td>1</td></tr></table>" + "x" * length)
    assert f'"{"x" * length}"' in table if within else f'{"x" * MAX_NOTE}…"' in table


@Case(("length", "within"), around(MAX_STRING))
def test_one_text_of_what_there_is_no_word_for(length: int, within: bool) -> None:
    assert described({"a": "x" * length}).endswith('…"}') is not within


@Case(("length", "within"), around(MAX_DETAIL))
def test_all_of_what_there_is_no_word_for(length: int, within: bool) -> None:
    said = described("x" * length)
    assert said == ("x" * length if within else "x" * MAX_DETAIL + "…")


@Case(("length", "within"), around(MAX_LINE))
def test_the_line_of_a_call_in_a_terminal(length: int, within: bool) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def printed(name: str) -> str:
        document, out = Document(), Terminal()
        printer = Printer(out, io.StringIO())
        for event in (ToolCalled("c", name), ToolArgumentsEnded("c", "{}"), Ended()):
            document.apply(event)
            printer.show(document)
        return out.getvalue()

    around_name = next(line for line in printed("@").splitlines() if "@" in line)
    beside = len("".join(around_name.split("\x1b[")[1].split("m", 1)[1])) - 1
    said = printed("n" * (length - beside))
    assert ("…" in said) is not within


@Case(("length", "within"), around(MAX_PLAIN))
def test_the_plain_text_beside_a_static_output(length: int, within: bool) -> None:
    text = Page(1, "x" * length, ["<p>x</p>"]).to_bundle("")["text/plain"]
    assert text.endswith("x" if within else f"… {length - MAX_PLAIN:,} more characters")


@Case(("length", "within"), around(MAX_RENDERED))
def test_a_run_that_is_rendered_at_its_end(length: int, within: bool) -> None:
    document = Document()
    document.apply(
        TextDelta("a", ("word " * 19 + "end.\n") * (length // 100) + "x" * (length % 100))
    )
    page = page_at_rest(1, document, {})
    assert bool(page.html) is within
    said = f"{length:,} characters are too many to render"
    assert page.trouble == "" if within else said in page.trouble


@Case(("length", "within"), around(MAX_NAMED))
def test_the_nonce_of_a_decision(length: int, within: bool) -> None:
    desk = Desk()
    told = {"type": "approve", "id": "c", "nonce": "n" * length, "digest": "d", "always": False}
    Inbox(desk, lambda: None).receive(told)
    assert len(desk.asked) == within


@Case(("length", "within"), around(MAX_REJECTION))
def test_why_a_call_was_rejected(length: int, within: bool) -> None:
    desk = Desk()
    told = {"type": "reject", "id": "c", "nonce": "n", "digest": "d", "message": "x" * length}
    Inbox(desk, lambda: None).receive(told)
    assert len(desk.asked) == within


@Case(("length", "within"), around(MAX_NONCE))
def test_the_name_that_a_page_gives_its_question(length: int, within: bool) -> None:
    desk = Desk()
    told = {"type": "submit", "text": "Hello", "nonce": "n" * length, "files": []}
    ChatInbox(desk, lambda: None).receive(told, [])
    [(_, *given)] = desk.asked
    assert "n" * min(length, MAX_NONCE) in given
    assert ("n" * length in given) is within


@Case(("length", "within"), around(MAX_QUESTION))
def test_a_question(length: int, within: bool) -> None:
    if within:
        assert len(Question("x" * length)) == length
    else:
        with pytest.raises(ChatError, match=f"{MAX_QUESTION:,}"):
            Question("x" * length)


@Case(("length", "within"), around(MAX_CHAT_NAME))
def test_the_name_of_a_file(length: int, within: bool) -> None:
    name = file_of("n" * length, b"text").name
    assert name == "n" * min(length, MAX_CHAT_NAME)
    assert (len(name) == length) is within


@Case(("size", "within"), [(MAX_PREVIEW - 2, True), (MAX_PREVIEW + 2, False), (2_000_002, False)])
def test_the_picture_beside_a_question(size: int, within: bool) -> None:
    head = "data:image/gif;base64,"
    preview = head + "A" * ((size - len(head)) // 4 * 4)
    assert (file_of("a.txt", b"text", preview).preview == preview) is within


def test_a_text_of_any_length_is_printed_whole() -> None:
    document, out = Document(), io.StringIO()
    document.apply(TextDelta("a", "x" * 1_000_000))
    Printer(out, io.StringIO()).show(document)
    assert len(out.getvalue()) == 1_000_000
