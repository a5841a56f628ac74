"""Messages with long texts, written as they leave: as bytes of JSON, once.

The usual way writes a message as pieces of JSON, those as one text and that as bytes: a kernel
would hold its texts three times over while it sends them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

_PORTION = 16_384
"""Characters that are written at once."""


def write_json(out: BytesIO, value: object) -> None:
    """Write something short."""
    out.write(json.dumps(value, ensure_ascii=False).encode())


def write_text(out: BytesIO, portions: Iterable[str]) -> None:
    """Write a text of any length, which comes in portions."""
    out.write(b'"')
    for text in portions:
        for start in range(0, len(text), _PORTION):
            portion = json.dumps(text[start : start + _PORTION], ensure_ascii=False)
            out.write(portion.encode()[1:-1])
    out.write(b'"')


def update_to_json(comm_id: str, name: str, snapshot: Mapping[str, Any]) -> bytes:
    """Write the content of a message that tells a widget's page one trait, a document.

    Args:
        comm_id: The widget's.
        name: The trait's.
        snapshot: As the wire has it, with `blocks`.
    """
    out = BytesIO()
    out.write(b'{"comm_id":')
    write_json(out, comm_id)
    out.write(b',"data":{"method":"update","buffer_paths":[],"state":{')
    write_json(out, name)
    out.write(b':{"blocks":[')
    for number, block in enumerate(snapshot["blocks"]):
        out.write(b"," * bool(number))
        _write_block(out, block)
    out.write(b"]")
    for key in snapshot.keys() - {"blocks"}:
        out.write(b",")
        write_json(out, key)
        out.write(b":")
        write_json(out, snapshot[key])
    out.write(b"}}}}")
    return out.getvalue()


def _write_block(out: BytesIO, block: Mapping[str, Any]) -> None:
    text = block["text"]
    if len(text) <= _PORTION:
        write_json(out, block)
        return
    out.write(b'{"text":')
    write_text(out, [text])
    rest = {key: value for key, value in block.items() if key != "text"}
    out.write(b"," + json.dumps(rest, ensure_ascii=False).encode()[1:])
