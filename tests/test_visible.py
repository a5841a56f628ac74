"""What hides, turns text around or commands a terminal is written out wherever Python says it."""

from __future__ import annotations

import io
import traceback
import unicodedata

import pytest

from nbstream.document import Document
from nbstream.errors import ChatError, NbstreamError
from nbstream.events import Ended, TextDelta, ToolArgumentsEnded, ToolCalled
from nbstream.recording import RecordedError, Recording, Replay
from nbstream.visible import decided, visible, visible_code
from nbstream.widget.printer import Printer

CLIPBOARD = "\x1b]52;c;cm0gLXJmIH4=\x07"
FAMILY = "👨\u200d👩\u200d👧"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PERSIAN = "می\u200cخواهم"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(*pieces: str) -> str:
    document, out = Document(), Terminal()
    printer = Printer(out, io.StringIO())
    for piece in pieces:
        document.apply(TextDelta("a", piece))
        printer.show(document)
    document.apply(Ended())
    printer.show(document)
    return out.getvalue()


def hides(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t\r"


def test_no_control_and_no_format_character_stays_in_code() -> None:
    for point in (*range(0xD800), *range(0xE000, 0x110000)):
        if hides(chr(point)):
            assert visible_code(f"a{chr(point)}b") == f"a<U+{point:04X}>b"


@pytest.mark.parametrize("char", "\x00\x1b\x7f\x9b\u202e\u2066\u061c\u2028\U000e0041")
def test_what_controls_or_turns_around_is_written_out_in_prose(char: str) -> None:
    assert visible(f"a{char}b") == f"a<U+{ord(char):04X}>b"


@pytest.mark.parametrize(
    "text", [FAMILY, SCOTLAND, PERSIAN, "1\ufe0f\u20e3 ❤\ufe0f", "👩🏽\u200d💻"]
)
def test_emoji_and_letters_that_join_stay_as_they_are(text: str) -> None:
    assert visible(text) == visible_code(text) == text


@pytest.mark.parametrize("text", [FAMILY, SCOTLAND, PERSIAN, "a\r\nb\r\n", "x🏴", "🏴\U000e0067"])
def test_a_terminal_gets_the_same_however_a_text_was_cut(text: str) -> None:
    whole = printed(text)
    assert whole.rstrip("\n") == visible(text).rstrip("\n")
    for at in range(1, len(text)):
        assert printed(text[:at], text[at:]) == whole
    assert printed(*text) == whole


def test_a_joiner_between_latin_letters_is_written_out_in_code() -> None:
    assert visible_code("pay\u200dpal") == "pay<U+200D>pal"


def test_what_is_not_decided_yet_waits() -> None:
    assert decided("a\r") == "a"
    assert decided("a" + SCOTLAND[:4]) == "a"
    assert decided("a" + SCOTLAND) == "a" + SCOTLAND


@pytest.mark.parametrize("error", [NbstreamError, ChatError])
def test_an_error_of_ours_commands_no_terminal(error: type[NbstreamError]) -> None:
    told = "".join(traceback.format_exception(error(f"no file {CLIPBOARD}\nis\u202e there")))
    assert "no file <U+001B>]52;c;cm0gLXJmIH4=<U+0007>\nis<U+202E> there" in told


async def test_the_error_of_a_recording_commands_no_terminal() -> None:
    recording = Recording(((0.0, Ended("failed", f"E{CLIPBOARD}", CLIPBOARD)),))
    with pytest.raises(RecordedError) as raised:
        await Replay(recording).read(lambda event: None)
    assert "\x1b" not in str(raised.value)
    assert "\x07" not in "".join(traceback.format_exception(raised.value))


def test_a_call_and_the_line_of_a_call_hide_nothing() -> None:
    document, out = Document(), Terminal()
    printer = Printer(out, io.StringIO())
    for event in (ToolCalled("c", "ls\u200b\x1b[2J"), ToolArgumentsEnded("c", '{"a": "\u202e"}')):
        document.apply(event)
    assert repr(document.tools[0]) == '<ls<U+200B><U+001B>[2J({"a": "<U+202E>"}): ready>'
    document.apply(Ended())
    printer.show(document)
    assert "ls<U+200B><U+001B>[2J" in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()
