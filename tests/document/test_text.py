"""Whatever a provider or a tool returns can be sent."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbstream.document import plain, repair, words


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
