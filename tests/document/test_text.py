"""Whatever a provider or a tool returns can be sent."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbstream.bounds import MAX_FACT
from nbstream.delivery import Pacer, Pump, thread_alarm
from nbstream.document import Document, plain, repair, words
from nbstream.events import TextDelta, TextEnded


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("no")


def test_a_pair_becomes_its_character_and_a_lone_half_is_replaced() -> None:
    assert repair("\ud83d\ude00 \ud83d. \ude00") == "😀 \ufffd. \ufffd"


def test_numbers_that_json_cannot_carry_become_words() -> None:
    assert plain([math.nan, math.inf, 10**30, 10**5000])[:3] == ["nan", "inf", str(10**30)]
    assert isinstance(plain(10**5000), str)


def test_a_value_too_deep_is_cut() -> None:
    value: Any = "bottom"
    for _ in range(3000):
        value = [value]
    assert "…" in json.dumps(plain(value), ensure_ascii=False)
    assert "…" in words(value)


@pytest.mark.parametrize(
    ("more", "said"),
    [(0, ""), (1, "… 1 more characters"), (MAX_FACT, "… 12,000,000 more characters")],
)
def test_a_fact_too_long_is_cut_and_says_so(more: int, said: str) -> None:
    _, _, end = plain({"output": "x" * (MAX_FACT + more)})["output"].partition("\n")
    assert end == said


def test_a_text_that_is_told_whole_travels_in_portions_however_long_it_is() -> None:
    document, sent = Document(), list[dict[str, Any]]()
    pump = Pump(document, sent.append, Pacer(), thread_alarm)
    pump.take(TextDelta("t", "draft"))
    whole = "x" * (2 * MAX_FACT)
    pump.take(TextEnded("t", whole))
    pump.flush()
    page = ""
    for change in (change for batch in sent for change in batch["changes"]):
        page = change.get("props", {}).get("text", page) + change.get("text", "")
    assert page == whole
    assert max(len(json.dumps(batch)) for batch in sent) < MAX_FACT + 1_000


def test_an_object_whose_str_raises_is_named() -> None:
    assert words(Hostile()) == "<Hostile whose str() raised RuntimeError>"


def test_objects_read_as_json() -> None:
    assert words({"a": [1, None]}) == '{\n  "a": [\n    1,\n    null\n  ]\n}'


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner),
)


@given(JSONISH)
def test_anything_at_all_can_be_sent(value: Any) -> None:
    json.dumps(plain(value), allow_nan=False).encode()
    words(value).encode()
