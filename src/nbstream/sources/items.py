"""Iterables that do not say what they hold: their first item does."""

from __future__ import annotations

from typing import Any

from nbstream.errors import ProviderError
from nbstream.sources.agents_fold import AgentsFold
from nbstream.sources.openai_chat import ChatFold
from nbstream.sources.openai_responses import ResponsesFold
from nbstream.sources.reading import Fold, IterableSource
from nbstream.sources.source import Emit
from nbstream.sources.text import PieceFold, odd_item

_FOLDS: tuple[type[PieceFold | ResponsesFold | ChatFold | AgentsFold], ...] = (
    PieceFold,
    ResponsesFold,
    ChatFold,
    AgentsFold,
)


def matches(given: Any) -> bool:
    """Whether it can be iterated over, synchronously or not."""
    return hasattr(given, "__aiter__") or hasattr(given, "__iter__")


def source_of(given: Any) -> IterableSource:
    """Read it, item by item."""
    return IterableSource(given, ItemFold)


class ItemFold:
    """Lets the first item decide which fold the stream needs.

    Args:
        emit: Where the events go.
        whole: Whether a stream that ends without its provider saying so was cut off.
    """

    def __init__(self, emit: Emit, *, whole: bool = False) -> None:
        self._emit = emit
        self._whole = whole
        self._fold: Fold | None = None

    @property
    def pauses(self) -> bool:
        """As the stream's own fold would have it."""
        return self._fold is None or self._fold.pauses

    @property
    def result(self) -> Any:
        """What the stream's own fold has come to."""
        return self._fold.result if self._fold else None

    def take(self, item: Any) -> None:
        """Emit what this item tells; see `Fold.take`."""
        if self._fold is None:
            self._fold = self._choose(item)
        self._fold.take(item)

    def finish(self) -> None:
        """Emit what was still open; see `Fold.finish`."""
        if self._fold:
            self._fold.finish()
        if self._whole and self._fold is None:
            raise ProviderError(
                "the stream held nothing at all: the connection ended before the answer began"
            )
        if self._whole and isinstance(self._fold, ResponsesFold) and not self._fold.ended:
            raise ProviderError(
                "the stream ended in the middle of the response: what had arrived is kept"
            )

    def _choose(self, item: Any) -> Fold:
        for fold in _FOLDS:
            if fold.understands(item):
                return fold(self._emit)
        raise odd_item(item, 0)
