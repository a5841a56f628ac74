"""What a model server is to say: the words of a script, a turn for each request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_calls = count(1)


@dataclass(frozen=True)
class Say:
    """Text of the answer, piece by piece.

    Attributes:
        pieces: What each event carries.
        per_second: Pieces a second; 0: as fast as they can be written.
        refusal: Whether it is the refusal to answer instead.
    """

    pieces: tuple[str, ...]
    per_second: float = 0
    refusal: bool = False


@dataclass(frozen=True)
class Think:
    """What the model thinks aloud, piece by piece."""

    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """A call of a tool, its arguments cut into pieces."""

    name: str
    pieces: tuple[str, ...]
    call_id: str = field(default_factory=lambda: f"call_{next(_calls)}")

    @property
    def arguments(self) -> str:
        """All of its arguments."""
        return "".join(self.pieces)


@dataclass(frozen=True)
class Wait:
    """Silence: for so many seconds, or until `ModelServer.open` opens the gate."""

    seconds: float = 0
    gate: str = ""


@dataclass(frozen=True)
class Drop:
    """The connection breaks here."""


@dataclass(frozen=True)
class EndEarly:
    """The response ends here in good order, as HTTP sees it: nothing says that it was not all."""


@dataclass(frozen=True)
class Break:
    """The provider breaks the answer off with an error of its own."""

    message: str = "the model broke"


@dataclass(frozen=True)
class Refuse:
    """The request is answered with an HTTP error; the only step of its turn."""

    status: int = 500
    message: str = "scripted"


@dataclass(frozen=True)
class Verbatim:
    """Payloads that were recorded, as they are; the only step of its turn."""

    payloads: tuple[dict[str, Any], ...]


Step = Say | Think | Call | Wait | Drop | EndEarly | Break | Refuse | Verbatim
Turn = Sequence[Step]


def say(text: str, *, per_second: float = 0) -> Say:
    """Text cut before each space."""
    words = text.replace(" ", "\0 ").split("\0")
    return Say(tuple(words), per_second)


def call(name: str, arguments: str, *, call_id: str = "") -> Call:
    """A call whose arguments come in pieces of six characters."""
    pieces = tuple(arguments[at : at + 6] for at in range(0, len(arguments), 6))
    return Call(name, pieces, call_id) if call_id else Call(name, pieces)
