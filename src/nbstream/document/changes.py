"""What a document says when it changes: the five things that travel on the wire.

Every change names its block. `js/src/wire/messages.ts` has the same five under the same names,
and both languages read `tests/wire/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Props = dict[str, Any]
"""Named facts about a block: JSON values that were made safe to send."""


def facts_size(props: Props) -> int:
    """Characters of the facts that are text; the others are short."""
    return sum(len(fact) for fact in props.values() if isinstance(fact, str))


@dataclass(frozen=True, slots=True)
class Open:
    """A block begins, as the last child of `parent` (`None`: it is the run itself)."""

    id: str
    kind: str
    parent: str | None
    props: Props

    def to_wire(self) -> dict[str, Any]:
        return {
            "op": "open",
            "id": self.id,
            "kind": self.kind,
            "parent": self.parent,
            "props": self.props,
        }


@dataclass(frozen=True, slots=True)
class Append:
    """A block's text grows at its end; never by nothing, never inside a code point."""

    id: str
    text: str

    def to_wire(self) -> dict[str, Any]:
        return {"op": "append", "id": self.id, "text": self.text}


@dataclass(frozen=True, slots=True)
class Set:
    """Facts about a block are replaced, one by one; `text` among them replaces its text."""

    id: str
    props: Props

    def to_wire(self) -> dict[str, Any]:
        return {"op": "set", "id": self.id, "props": self.props}


@dataclass(frozen=True, slots=True)
class Close:
    """A block is complete: its text grows no more."""

    id: str

    def to_wire(self) -> dict[str, Any]:
        return {"op": "close", "id": self.id}


@dataclass(frozen=True, slots=True)
class Retract:
    """A block goes, with all that stands in it."""

    id: str

    def to_wire(self) -> dict[str, Any]:
        return {"op": "retract", "id": self.id}


Change = Open | Append | Set | Close | Retract
