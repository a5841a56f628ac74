"""A long document leaves in parts that are a document again, and none of them is long."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbstream.bounds import MAX_PART
from nbstream.delivery import is_large, parts

SIZES = st.sampled_from([0, 1, 500, MAX_PART - 1, MAX_PART, MAX_PART + 1, 3 * MAX_PART])


def block(number: int, size: int, *, closed: bool) -> dict[str, Any]:
    text = (f"{number}é\U0001f600" * (size // 3 + 1))[:size]
    parent = None if number == 0 else "0"
    facts = {"id": str(number), "kind": "text", "parent": parent, "props": {"n": number}}
    return {**facts, "text": text, "closed": closed}


def folded(batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    blocks: dict[str, dict[str, Any]] = {}
    for change in (change for batch in batches for change in batch["changes"]):
        match change:
            case {"op": "open", "id": name}:
                facts = {key: value for key, value in change.items() if key != "op"}
                blocks[name] = {**facts, "text": "", "closed": False}
            case {"op": "append", "id": name, "text": text}:
                blocks[name]["text"] += text
            case {"op": "close", "id": name}:
                blocks[name]["closed"] = True
    return list(blocks.values())


@given(st.lists(st.tuples(SIZES, st.booleans()), min_size=1, max_size=6))
def test_the_parts_of_a_document_are_the_document(shape: list[tuple[int, bool]]) -> None:
    blocks = [block(n, size, closed=closed) for n, (size, closed) in enumerate(shape)]
    told = list(parts(blocks))
    assert folded(told) == blocks
    assert [batch["seq"] for batch in told] == list(range(1, len(told) + 1))
    longest = max(len(json.dumps(batch, ensure_ascii=False)) for batch in told)
    assert longest <= 2 * MAX_PART + 1000


def test_many_short_blocks_are_as_large_as_one_long_text() -> None:
    short = [block(n, 10, closed=True) for n in range(10_000)]
    assert is_large(short)
    assert len(list(parts(short))) >= 4
    assert not is_large(short[:100])
    assert is_large([block(0, MAX_PART, closed=True)])
