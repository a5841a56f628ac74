"""A recorded run at rest."""

from __future__ import annotations

from collections.abc import Iterable

from nbstream.document import Document
from nbstream.events import Event
from nbstream.export.html import to_html
from nbstream.export.markdown import to_markdown


def export(events: Iterable[tuple[float, Event]], suffix: str, *, title: str) -> str:
    """Make a page of what happened.

    Args:
        events: What happened, each with its time in seconds since the run began.
        suffix: `.md` for markdown; else it is HTML, whole, and asks for nothing.
        title: Of the page.

    Raises:
        EventError: The events make no sense in this order.
        ExportError: quickjs-ng is missing, or the engine ran out of memory or time.
    """
    document = Document()
    for at, event in events:
        if not document.run.closed:
            document.apply(event, at)
    if suffix == ".md":
        return to_markdown(document) + "\n"
    snapshot = {"seq": 1, "blocks": document.snapshot()}
    return to_html(snapshot, {}, standalone=True, title=title)
