"""The answers that the tests and the benchmarks stream: every piece can be told on the page.

Piece number k of an answer ends in the word `w<k>` and begins with whatever markdown stands
before it. So an answer is whole when the numbers on the page count from 0 to the last one, and
how far it has come is its last number: a look at its end, whatever its length.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NUMBER = re.compile(r"w(\d+)")


@dataclass(frozen=True)
class Answer:
    """Markdown as a model would write it.

    Attributes:
        name: What it is called in tests and tables.
        pieces: What comes at once; a token each, about five characters.
    """

    name: str
    pieces: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The whole text."""
        return "".join(self.pieces)


def numbers(text: str) -> list[int]:
    """Return the numbers of the pieces that `text` shows, in its order."""
    return [int(number) for number in NUMBER.findall(text)]


def answer(name: str, pieces: int, *, code: bool = False) -> Answer:
    """Make an answer of so many pieces; `code`: most of it is code."""
    blocks = [_code, _code, _paragraph] if code else [_paragraph, _list, _quote, _paragraph, _code]
    before = itertools.islice(_starts(blocks), pieces)
    return Answer(name, tuple(f"{start}w{index}" for index, start in enumerate(before)))


Block = Callable[[], Iterator[str]]
"""Yields what stands before each word of one block; markers close with the next word."""


def _starts(blocks: list[Block]) -> Iterator[str]:
    closing = ""
    while True:
        for block in [_heading, *blocks]:
            for start in block():
                yield closing + start
                closing = ""
            closing = "\n```" if block is _code else ""


def _heading() -> Iterator[str]:
    yield "\n\n## "
    yield " "
    yield " "


def _paragraph() -> Iterator[str]:
    yield "\n\n"
    for index in range(40):
        match index:
            case 4:
                yield " **"
            case 7:
                yield "** "
            case 14:
                yield " `"
            case 15:
                yield "` and *"
            case 16:
                yield "* "
            case 25:
                yield " [the "
            case 27:
                yield "](https://example.org/) "
            case _:
                yield ", " if index % 9 == 8 else " "


def _list() -> Iterator[str]:
    for item in range(4):
        yield "\n\n- " if item == 0 else "\n- "
        yield from " " * 7


def _quote() -> Iterator[str]:
    yield "\n\n> "
    yield from " " * 11


def _code() -> Iterator[str]:
    yield "\n\n```python\ndef "
    yield "(a: "
    yield "): # "
    for _ in range(6):
        yield "\n    if "
        yield " == 'text': return "
        yield "  # "


SHORT = answer("short", 50)
MEDIUM = answer("medium", 500)
LONG = answer("long", 5_000)
CODE = answer("code-heavy", 1_000, code=True)
