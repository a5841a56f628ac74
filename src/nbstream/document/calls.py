"""One call of a tool, as the next cell finds it."""

from __future__ import annotations

import json
from typing import Any

from nbstream.document.blocks import Block
from nbstream.visible import visible_code


class ToolCall:
    """A call of a tool, as it stands at this moment.

    ```python
    view.tools[0].output  # what the tool returned, itself: a DataFrame, a figure, …
    ```

    Args:
        block: Its block.
        value: What the tool returned; `...` where that is not known.
    """

    def __init__(self, block: Block, value: object) -> None:
        self._block = block
        self._value = value

    @property
    def name(self) -> str:
        """The tool's name, as the model wrote it."""
        return str(self._block.props["name"])

    @property
    def call_id(self) -> str:
        """The provider's name for the call; empty where it has none."""
        return str(self._block.props["call_id"])

    @property
    def kind(self) -> str:
        """What sort of tool it is: `function`, `web_search`, `shell` and so on."""
        return str(self._block.props.get("kind", "function"))

    @property
    def arguments(self) -> Any:
        """What it was called with: the value of its JSON, or its text where it is none (yet)."""
        if self._block.props.get("language", "json") != "json":
            return self._block.text
        try:
            return json.loads(self._block.text)
        except (ValueError, RecursionError):
            return self._block.text

    @property
    def status(self) -> str:
        """How far it is: `writing` (its arguments), `ready`, `approval`, `running`.

        And at the end `done`, `failed`, `rejected` or `stopped`.
        """
        return str(self._block.props["status"])

    @property
    def output(self) -> Any:
        """What it returned: the object itself in the process that ran it, else `text`.

        `None` before it returned.
        """
        return self.text if self._value is ... else self._value

    @property
    def text(self) -> str | None:
        """What the model was given for it; `None` before it returned.

        Empty where that is what `error` says.
        """
        return self._block.props.get("output", "" if self._block.closed else None)

    @property
    def error(self) -> str | None:
        """Why it failed; `None` when it did not."""
        return self._block.props.get("error")

    @property
    def seconds(self) -> float | None:
        """How long it ran; `None` where that is not known."""
        return self._block.props.get("seconds")

    def __repr__(self) -> str:
        return visible_code(f"<{self.name:.200}({self._block.text:.60}): {self.status}>")
