"""What cannot be seen, controls a terminal or turns the text beside it around, written out.

The page has the same rules in `js/src/markdown/visible.ts`: in prose only what no language needs;
in code and names, by which a reader decides, all that hides, but for joiners and selectors where
they do their work.
"""

from __future__ import annotations

import re
import unicodedata

# Flags of parts of countries are spelt in tags.
_FLAG_LETTERS = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]"
_FLAG = f"{_FLAG_LETTERS}{{1,6}}\U000e007f"
_CONTROLLING = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\U000e0000-\U000e007f"
)
_IN_PROSE = re.compile(f"{_FLAG}|([{_CONTROLLING}])")

# All that may hide; which of them do is asked one by one.
_IN_CODE = re.compile(f"{_FLAG}|([\x00-\x08\x0b-\x1f\x7f]|[^\x00-\x7f])")
_HIDING = ("Cc", "Cf", "Zl", "Zp")
# Letters and marks without a look.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
_JOINING = "\u200c\u200d\ufe0e\ufe0f"
# Emoji, and letters of scripts that join.
_JOINED = ("So", "Sm", "Sk", "Mn", "Mc", "Lo")
_SELECTED = "0123456789#*\u203c\u2049\u3030"

_UNDECIDED = re.compile(f"(?:\r|\U0001f3f4|{_FLAG_LETTERS}{{1,6}})\\Z")


def visible(text: str) -> str:
    """Return prose with what controls or turns around written out, as in `<U+202E>`."""
    text = _lines(text)
    return _IN_PROSE.sub(_written, text)


def visible_code(text: str) -> str:
    """Return code, a name or an argument with everything in it that hides written out."""
    text = _lines(text)
    return text if text.isascii() and text.isprintable() else _IN_CODE.sub(_hidden, text)


def decided(text: str) -> str:
    """Return the beginning of a text that grows which what follows makes no other."""
    return _UNDECIDED.sub("", text)


def _lines(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text) if "\r" in text else text


def _written(found: re.Match[str]) -> str:
    return f"<U+{ord(found[1]):04X}>" if found[1] else found[0]


def _hidden(found: re.Match[str]) -> str:
    char = found[1]
    if char is None or not (unicodedata.category(char) in _HIDING or _BLANK.match(char)):
        return found[0]
    before = found.string[max(0, found.start() - 1) : found.start()]
    joined = before and (unicodedata.category(before) in _JOINED or before in _SELECTED)
    return char if joined and char in _JOINING else _written(found)
