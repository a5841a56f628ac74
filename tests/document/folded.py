"""Documents made of events, and a look into them."""

from __future__ import annotations

from typing import Any

from nbstream.document import Document
from nbstream.events import Event


def folded(*events: Event, at: float = 0.0) -> Document:
    document = Document()
    for event in events:
        document.apply(event, at)
    return document


def block(document: Document, id: str) -> dict[str, Any]:
    return next(state for state in document.snapshot() if state["id"] == id)
