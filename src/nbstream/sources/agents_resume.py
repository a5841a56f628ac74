"""A Responses model whose dropped streams go on by themselves, from the event where they were.

The provider is asked to write its response in the background, where it goes on whether or not
anybody listens; its events are numbered, and can be had from any number on. Only the Responses API
does that, and only over HTTP.
"""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import AsyncIterator
from functools import cache
from typing import TYPE_CHECKING, Any

from nbstream.errors import OptionError, ProviderError, UnknownSourceError
from nbstream.sources.fields import get
from nbstream.sources.kinds import is_kind
from nbstream.sources.reading import close_stream

if TYPE_CHECKING:
    from agents import OpenAIResponsesModel

_log = logging.getLogger("nbstream")

_ENDS = frozenset({"response.completed", "response.failed", "response.incomplete", "error"})
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 8.0
# How long a run that was stopped may take to say so to the provider.
_GRACE_SECONDS = 1.0


def resumable(model: OpenAIResponsesModel, *, attempts: int = 5) -> OpenAIResponsesModel:
    """Make a model whose streams go on by themselves when their connection drops.

    ```python
    model = nbstream.resumable(OpenAIResponsesModel("gpt-5", AsyncOpenAI()))
    await nbstream.run(Agent("Guide", model=model), "…")
    ```

    Its streamed requests ask for `background` and `store`; nothing else about the model changes.
    The reader sees a pause and no seam. A run that is stopped cancels its response at the
    provider's. What must be supported, and when it gives up: docs/sources.md.

    Args:
        model: The SDK's Responses model, over HTTP; it is left as it is.
        attempts: How often in a row to go on without one new event, pausing longer each time,
            before the drop is raised after all.

    Returns:
        A model of the same kind, on the same client.

    Raises:
        UnknownSourceError: The model speaks another API, or the Responses API over a WebSocket.
        OptionError: `attempts` is less than one.
    """
    if is_kind(model, "agents", "OpenAIResponsesWSModel"):
        raise UnknownSourceError(
            "cannot resume an OpenAIResponsesWSModel: over a WebSocket no response is written in "
            "the background. Give the OpenAIResponsesModel of the same name and client."
        )
    if not is_kind(model, "agents", "OpenAIResponsesModel"):
        raise UnknownSourceError(
            f"cannot resume a {type(model).__name__}: expected an agents.OpenAIResponsesModel, "
            'such as OpenAIResponsesModel("gpt-5", AsyncOpenAI()); no other API numbers its events.'
        )
    if not isinstance(attempts, int) or attempts < 1:
        raise OptionError(f"attempts must be a whole number of at least 1, not {attempts!r}")
    resumed: Any = copy.copy(model)
    resumed.__class__ = _resuming(type(model))
    resumed.nbstream_attempts = attempts
    return resumed  # type: ignore[no-any-return]


@cache
def _resuming(kind: type[Any]) -> type[Any]:
    """The same class of model, with another way to stream."""

    class Resuming(kind):  # type: ignore[misc]
        async def stream_response(
            self, system_instructions: Any, input: Any, model_settings: Any, *rest: Any, **more: Any
        ) -> AsyncIterator[Any]:
            settings = _in_the_background(model_settings)
            first = super().stream_response(system_instructions, input, settings, *rest, **more)
            following = _Following(self._client, self.nbstream_attempts)
            async for event in following.events(first):
                yield event

    Resuming.__name__ = f"Resumable{kind.__name__}"
    return Resuming


def _in_the_background(settings: Any) -> Any:
    """The settings of a request, so that its stream can be had again.

    Raises:
        OptionError: The caller wants it to be kept nowhere.
    """
    from agents import ModelSettings

    if settings.store is False:
        raise OptionError(
            "a resumable model needs ModelSettings(store=True): what the provider does not keep "
            "cannot be asked for again. Leave store out, or use the model itself."
        )
    more = {**(settings.extra_args or {}), "background": True}
    return settings.resolve(ModelSettings(store=True, extra_args=more))


class _Following:
    """One response, followed to its end over as many connections as it takes.

    Args:
        client: Who is asked for the rest of it.
        attempts: How often in a row without one new event.
    """

    def __init__(self, client: Any, attempts: int) -> None:
        self._client = client
        self._attempts = attempts
        self._response = ""
        self._last = -1
        self._over = False
        # Since the last event: how often it was tried in vain, and what began it.
        self._in_vain = 0
        self._drop: Exception | None = None

    async def events(self, stream: Any) -> AsyncIterator[Any]:
        """Yield each event once, whichever connection it came over."""
        try:
            while True:
                try:
                    async for event in stream:
                        if self._is_news(event):
                            yield event
                except Exception as exc:
                    if self._over or not self._response or not _is_a_drop(exc):
                        raise
                    self._drop = exc
                if self._over or not self._response:
                    return
                await close_stream(stream)
                stream = await self._go_on()
        except (asyncio.CancelledError, GeneratorExit):
            await self._cancel()
            raise
        finally:
            await close_stream(stream)

    def _is_news(self, event: Any) -> bool:
        number = get(event, "sequence_number")
        if isinstance(number, int):
            if number <= self._last:
                return False
            self._last = number
        self._in_vain, self._drop = 0, None
        self._response = self._response or str(get(get(event, "response"), "id") or "")
        self._over = event.type in _ENDS
        return True

    async def _go_on(self) -> Any:
        """Return what follows the last event, as a stream; raise the drop when there is no hope."""
        while True:
            if self._in_vain == self._attempts:
                raise self._given_up(f"{self._attempts} attempts brought nothing new")
            if self._in_vain:
                pause = _FIRST_PAUSE_SECONDS * 2 ** (self._in_vain - 1)
                await asyncio.sleep(min(pause, _LONGEST_PAUSE_SECONDS))
            self._in_vain += 1
            try:
                return await self._client.responses.retrieve(
                    self._response, stream=True, starting_after=self._last
                )
            except Exception as exc:
                self._drop = self._drop or exc
                if not (_is_a_drop(exc) or _may_pass(exc)):
                    raise self._given_up(f"the provider refused: {exc}") from exc

    def _given_up(self, why: str) -> Exception:
        name = self._response
        error = self._drop or ProviderError(f"the stream of {name} ended before its response")
        error.add_note(
            f"nbstream could not go on with {name} after its event {self._last}: {why}. "
            f"If the provider still has it: client.responses.retrieve({name!r})."
        )
        return error

    async def _cancel(self) -> None:
        """Have the provider stop too: in the background it would go on, and be paid for."""
        if self._response and not self._over:
            cancelling = asyncio.ensure_future(self._client.responses.cancel(self._response))
            cancelling.add_done_callback(_note_failure)
            await asyncio.wait({cancelling}, timeout=_GRACE_SECONDS)


def _note_failure(cancelling: asyncio.Future[Any]) -> None:
    if not cancelling.cancelled() and (error := cancelling.exception()):
        _log.warning("nbstream could not cancel a response at its provider's: %s", error)


def _is_a_drop(error: Exception) -> bool:
    """Whether the connection is to blame; some versions of the client leave its own words to it."""
    return is_kind(error, "openai", "APIConnectionError") or any(
        is_kind(error, package, "TransportError") for package in ("httpx", "httpx2")
    )


def _may_pass(error: Exception) -> bool:
    """Whether a refusal is about this moment and not about the request."""
    status = get(error, "status_code")
    return isinstance(status, int) and (status in (408, 409, 429) or status >= 500)
