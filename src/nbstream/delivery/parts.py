"""A whole document in parts, for a page that comes late to a long run: none holds anybody up.

The parts are batches of a document that is told from its beginning; a page folds them as it folds
any others, and then takes the result for the snapshot that it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbstream.bounds import MAX_PART
from nbstream.document import facts_size

Told = dict[str, Any]
"""A change or a block, as the wire has it."""


def is_large(blocks: list[Told]) -> bool:
    """Whether a snapshot of these blocks is too much for one message."""
    return sum(map(_size, blocks)) > MAX_PART


def parts(blocks: list[Told]) -> Iterator[Told]:
    """Tell blocks as batches of about `MAX_PART` characters each, in order.

    A block's facts stay together, however long they are.
    """
    seq = size = 0
    changes: list[Told] = []
    for block in blocks:
        for change in _changes(block):
            changes.append(change)
            size += _size(change)
            if size >= MAX_PART:
                seq += 1
                yield {"seq": seq, "changes": changes}
                changes, size = [], 0
    if changes:
        yield {"seq": seq + 1, "changes": changes}


def _changes(block: Told) -> Iterator[Told]:
    name, text = block["id"], block["text"]
    yield {
        "op": "open",
        "id": name,
        "kind": block["kind"],
        "parent": block["parent"],
        "props": block["props"],
    }
    for start in range(0, len(text), MAX_PART):
        yield {"op": "append", "id": name, "text": text[start : start + MAX_PART]}
    if block["closed"]:
        yield {"op": "close", "id": name}


def _size(told: Told) -> int:
    # What surrounds it counts, too: ten thousand short blocks are a long message.
    return 100 + len(told.get("text", "")) + facts_size(told.get("props", {}))
