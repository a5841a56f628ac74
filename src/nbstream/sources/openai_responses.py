"""Responses that were streamed from OpenAI's client directly."""

from __future__ import annotations

from typing import Any

from nbstream.errors import ProviderError
from nbstream.events import Unknown
from nbstream.sources.fields import get
from nbstream.sources.response_parts import ResponseParts
from nbstream.sources.source import Emit
from nbstream.sources.text import odd_item


class ResponsesFold:
    """Folds one response; its tools are the caller's to run, so they get no output here."""

    pauses = True

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._taken = 0
        self._parts = ResponseParts(emit)

    @staticmethod
    def understands(item: Any) -> bool:
        """Whether a stream that begins with this item is one of response events."""
        kind = getattr(item, "type", None)
        return isinstance(kind, str) and (kind == "error" or kind.startswith("response."))

    @property
    def result(self) -> Any:
        """The final `Response`; `None` before it is there."""
        return self._parts.response

    @property
    def ended(self) -> bool:
        """Whether the provider said that this is all."""
        return self._parts.response is not None

    def take(self, event: Any) -> None:
        """Emit one event; see `Fold.take`.

        Raises:
            ProviderError: The provider says that the response failed.
        """
        if not isinstance(getattr(event, "type", None), str):
            raise odd_item(event, self._taken)
        self._taken += 1
        self._parts.take(event)
        if event.type == "response.failed":
            raise _failed(get(event.response, "error"))
        if event.type == "error":
            raise _failed(event)

    def finish(self) -> None:
        """Emit what was held back, and say so when the provider cut the answer short."""
        self._parts.finish()
        if why := get(get(self.result, "incomplete_details"), "reason"):
            self._emit(Unknown("incomplete", "response.incomplete", str(why)))


def _failed(error: Any) -> ProviderError:
    message, code = get(error, "message") or "no reason given", get(error, "code")
    return ProviderError(f"the response failed: {message}" + (f" ({code})" if code else ""))
