"""The parts of a document: what stands where, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbstream.document.changes import Props
from nbstream.document.pieces import Pieces

RUN = "run"
"""Id of the block that is the run itself: the first one, without a parent."""


@dataclass(slots=True)
class Block:
    """One part of a document. Only `Document` writes to it.

    Attributes:
        id: Unique within the document.
        kind: `run`, `text`, `reasoning`, `tool`, `output`, `image`, `display`, `source`, `handoff`,
            `agent`, `error` or `unknown`.
        parent: Id of the block it stands in; `None` for the run itself.
        props: What is known of it, ready to be sent; docs/design.md lists them by kind.
        closed: Whether its text is complete.
    """

    id: str
    kind: str
    parent: str | None
    props: Props
    closed: bool = False
    _pieces: Pieces = field(default_factory=Pieces)
    # Half a surrogate pair, waiting for its other half.
    _half: str = ""

    @property
    def text(self) -> str:
        """The block's text so far: markdown, or a tool's arguments as JSON text."""
        return self._pieces.text

    def after(self, count: int) -> str:
        """What its text has beyond the first `count` characters."""
        return self._pieces.after(count)

    def copy(self) -> Block:
        """The block as it is now."""
        props = dict(self.props)
        return Block(self.id, self.kind, self.parent, props, self.closed, Pieces(self.text))

    def to_wire(self) -> dict[str, Any]:
        """The block as a snapshot tells it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "parent": self.parent,
            "props": dict(self.props),
            "text": self.text,
            "closed": self.closed,
        }
