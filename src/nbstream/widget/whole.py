"""The whole document for a page that comes late: at once, or part by part when it is long."""

from __future__ import annotations

from typing import Any

from nbstream.delivery import Pump, is_large, parts


class Whole:
    """What the trait `snapshot` says of one stream, and the parts that it leaves out.

    Args:
        pump: Has the document.
    """

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._told: dict[str, Any] = {"seq": -1, "blocks": []}
        self._parts: list[dict[str, Any]] = []

    def snapshot(self, *, told: bool) -> dict[str, Any]:
        """The document as of now; a page is told of a long one that it is to ask for its parts."""
        whole = self._pump.snapshot()
        if not told or not is_large(whole["blocks"]):
            return whole
        # The texts are shared with the document, so that this keeps little of its own.
        self._told, self._parts = whole, []
        return {**whole, "blocks": [], "parts": True}

    def part(self, snapshot: int, number: int) -> dict[str, Any] | None:
        """The message that has a part of the snapshot as of a batch.

        Args:
            snapshot: The batch's `seq`.
            number: Which part, counted from 1.

        Returns:
            `None`: another snapshot has been told since, or there is no such part.
        """
        if snapshot != self._told["seq"]:
            return None
        self._parts = self._parts or list(parts(self._told["blocks"]))
        if not 1 <= number <= len(self._parts):
            return None
        batch, last = self._parts[number - 1], number == len(self._parts)
        if last:
            self._parts = []
        return {"type": "part", "snapshot": snapshot, "last": last, "batch": batch}
