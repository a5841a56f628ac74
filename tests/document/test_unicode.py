"""Difficult texts: however a provider cuts them, the same text arrives and can be sent."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nbstream.document import Document, repair
from nbstream.events import TextDelta, TextEnded, ToolArgumentsDelta, ToolCalled
from nbstream.export import to_markdown

CORPUS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "corpora" / "unicode.json").read_text(encoding="utf-8")
)
TEXTS = [pytest.param(json.loads(text["text_json"]), id=text["id"]) for text in CORPUS["texts"]]


def cuts(text: str) -> Iterator[list[str]]:
    yield [text]
    yield list(text)
    for at in range(min(len(text), 200) + 1):
        yield [text[:at], text[at:]]
    lots = random.Random(len(text))
    for _ in range(20):
        places = sorted(lots.sample(range(len(text) + 1), min(len(text), 5)))
        yield [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def told(pieces: list[str]) -> Document:
    document = Document()
    changes = [change for piece in pieces for change in document.apply(TextDelta("t", piece))]
    changes += document.apply(TextEnded("t"))
    for change in changes:
        json.dumps(change.to_wire()).encode()
    return document


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_arrives_the_same_however_it_is_cut(text: str) -> None:
    for pieces in cuts(text):
        document = told(pieces)
        assert document.text == repair(text)
        document.text.encode()
        to_markdown(document).encode()


@pytest.mark.parametrize("text", TEXTS)
def test_halves_of_pairs_are_joined_wherever_they_are_cut(text: str) -> None:
    halves = [half for char in text for half in (_pair(char) if char > "\uffff" else [char])]
    assert told(halves).text == repair(text)


def _pair(char: str) -> list[str]:
    point = ord(char) - 0x10000
    return [chr(0xD800 + (point >> 10)), chr(0xDC00 + (point & 0x3FF))]


@pytest.mark.parametrize("arguments", CORPUS["tool_args_json"])
def test_arguments_stay_as_they_were_written(arguments: str) -> None:
    document = Document()
    document.apply(ToolCalled("c", "f", "call"))
    for char in arguments:
        document.apply(ToolArgumentsDelta("c", char))
    [tool] = [block for block in document.blocks if block.kind == "tool"]
    assert tool.text == repair(arguments)
    to_markdown(document).encode()
