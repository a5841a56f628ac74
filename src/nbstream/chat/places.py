"""Where a chat stands: live, and beside that at rest, for whoever reads the notebook later."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

from nbstream.chat.rest import AtRest
from nbstream.widget.kept import Kept
from nbstream.widget.showing import (
    asked_by_display_hook,
    current_cell,
    in_notebook,
    publish,
    republish,
)

Bundle = tuple[dict[str, Any], dict[str, Any]]
"""Contents by media type, and their metadata."""


class Places:
    """The outputs of one chat.

    Args:
        at_rest: Its static output.
        beside: Whether that stands beside the live one, which hides it, from the beginning.
        bundle: Makes what shows the chat live; `None`: it has been closed.
    """

    def __init__(
        self, at_rest: AtRest, bundle: Callable[[], Bundle | None], *, beside: bool
    ) -> None:
        self._at_rest = at_rest
        self._bundle = bundle
        self._beside = beside
        self._display_ids: list[str] = []
        self._cells: set[object] = set()

    def __bool__(self) -> bool:
        return bool(self._display_ids)

    def show(self, instead: str) -> None:
        """Show it as `display()` asks, but not as the last expression of a cell that has it.

        Args:
            instead: What is printed where there is no page.
        """
        if asked_by_display_hook() and current_cell() in self._cells:
            return
        if not in_notebook():
            print(instead)  # noqa: T201 - there is no page to show it on
            return
        if (bundle := self._bundle()) is None:
            return
        data, metadata = bundle
        if self._beside:
            # Where no widget is shown, the static output's own text is.
            data = {**data, "text/plain": ""}
        self._display_ids.append(publish(data, metadata))
        if self._beside:
            self._at_rest.publish()
        self._cells.add(current_cell())

    def freeze(self) -> None:
        """Leave only what lies at rest."""
        if not in_notebook():
            return
        if not self._beside:
            self._at_rest.publish()
        self._at_rest.write().result()
        for display_id in self._display_ids:
            contextvars.Context().run(republish, Kept([("text/plain", [])]), display_id)
