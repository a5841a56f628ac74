"""The floor: a widget that does nothing but append text, thirty times a second.

No markdown, no tools, no blocks, no snapshot. What it costs is what the SDK, the kernel, the
server and the page cost, whatever is shown; these machines are noisy, so the ratio counts.
"""

from __future__ import annotations

import asyncio
from typing import Any

import anywidget
import traitlets

INTERVAL_SECONDS = 1 / 30

ESM = """
export default {
  render({ model, el }) {
    const text = document.createTextNode("")
    el.style.whiteSpace = "pre-wrap"
    el.append(text)
    model.on("change:piece", () => text.appendData(model.get("piece").text))
  },
}
"""


class Plain(anywidget.AnyWidget):
    """Text in a cell.

    Attributes:
        piece: `{"n": count, "text": what to append}`; the count makes each a change.
    """

    _esm = ESM
    piece = traitlets.Dict({"n": 0, "text": ""}).tag(sync=True)
    _count = 0

    async def follow(self, run: Any) -> None:
        """Append the text of an Agents SDK run as it comes."""
        pending: list[str] = []
        sender = asyncio.create_task(self._flush_in_time(pending))
        async for event in run.stream_events():
            if event.type == "raw_response_event" and event.data.type.endswith("text.delta"):
                pending += [event.data.delta]
        sender.cancel()
        self._flush(pending)

    async def _flush_in_time(self, pending: list[str]) -> None:
        while True:
            self._flush(pending)
            await asyncio.sleep(INTERVAL_SECONDS)

    def _flush(self, pending: list[str]) -> None:
        if pending:
            self._count += 1
            self.piece = {"n": self._count, "text": "".join(pending)}
            pending.clear()
