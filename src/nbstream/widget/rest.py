"""What stays of a stream in the notebook's file: its static output, beside the view or instead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from nbstream.bounds import MAX_RENDERED
from nbstream.delivery import Pump, thread_alarm
from nbstream.document import Document, Packed, facts_size
from nbstream.errors import ExportError
from nbstream.export import Page, published, rendered, to_markdown
from nbstream.widget.showing import in_notebook, publish
from nbstream.widget.twin import Twin

INSTEAD = {
    "auto": "A live answer; its static copy follows.",
    "html": "A live answer; its static copy takes its place at the end.",
    "widget": "A live answer: it needs its kernel.",
}
"""What is read where no widget is shown: never how far it had come when it was published."""


class AtRest:
    """The static outputs of one stream.

    Args:
        name: The view's model id.
        settle: As in `Options`: `auto` writes beside the view, `html` takes its place at the end,
            `widget` writes nothing until somebody asks.
        pump: Has what there is to write.
        options: What the page knows of the options, for whoever renders.
    """

    def __init__(self, name: str, settle: str, pump: Pump, options: dict[str, Any]) -> None:
        self._settle = settle
        self._pump = pump
        self._options = options
        # Only outputs beside the view can be told from it, and hidden by it.
        self._twin = Twin(name if settle == "auto" else "", self._page, thread_alarm)

    @property
    def instead(self) -> str:
        """What stands in the view's own place where no widget is shown."""
        return INSTEAD[self._settle]

    @property
    def bundle(self) -> dict[str, str]:
        """What was written last."""
        return self._twin.bundle

    @property
    def is_told(self) -> bool:
        """Whether all that was to be written by now has been."""
        return self._twin.is_told

    def stand_alone(self) -> None:
        """The view is asked for and has been closed: show what it has come to."""
        # By no name: what hides the row above it, where a view was, would hide somebody else's.
        publish(self._page(whole=True).to_bundle(""), {})

    def stand_beside(self, display_id: str) -> None:
        """The view was shown in the current cell: be there, too."""
        if self._settle == "auto":
            self._twin.publish()
        elif self._settle == "html":
            self._twin.adopt(display_id)

    def grew(self, changes: list[dict[str, Any]]) -> None:
        """There is more of it: half of it is kept while it runs, where that hides no view."""
        if self._settle == "auto":
            self._twin.grew(sum(map(_size, changes)))

    def end(self) -> None:
        """It is over."""
        if self._settle != "widget":
            self._twin.write()

    def settle(self, display_ids: list[str]) -> None:
        """Write what there is now, in the view's place where nothing stands beside it."""
        if self._settle == "widget":
            self._settle = "html"
            for display_id in display_ids:
                self._twin.adopt(display_id)
        self._twin.write()

    async def settled(self) -> None:
        """Return when what was to be written is written."""
        if self._settle != "widget" and in_notebook():
            await asyncio.wrap_future(self._twin.written())

    def when_written(self, call: Callable[[Future[None]], object]) -> None:
        """Call when what was to be written is written."""
        self._twin.written().add_done_callback(call)

    def _page(self, whole: bool) -> Page:
        seq, document = self._pump.copy()
        if not whole:
            return Page(seq, to_markdown(document, published))
        return page_at_rest(seq, document, self._options)


def page_at_rest(seq: int, document: Document, options: dict[str, Any]) -> Page:
    """A document as it lasts: rendered, or as markdown with why it is not."""
    html: Packed | None = None
    styles = trouble = ""
    if (size := sum(len(block.text) for block in document.blocks)) > MAX_RENDERED:
        trouble = f"This is markdown as it came: {size:,} characters are too many to render."
    else:
        try:
            html, styles = rendered({"seq": seq, "blocks": document.snapshot()}, options)
        except ExportError as exc:
            trouble = str(exc)
    return Page(seq, to_markdown(document, published), html, styles, trouble)


def _size(change: dict[str, Any]) -> int:
    """About how many characters a change brings."""
    return len(change.get("text", "")) + facts_size(change.get("props", {}))
