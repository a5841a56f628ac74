"""The errors this package raises on purpose; each says whose doing it was and what to do."""

from __future__ import annotations

from nbstream.visible import visible


class NbstreamError(Exception):
    """The root of them all.

    A message may quote a model, a page or a file, and a traceback prints it as it is: so what
    controls a terminal is written out in it.
    """

    def __str__(self) -> str:
        return visible(super().__str__())


class UnknownSourceError(NbstreamError, TypeError):
    """The caller gave something that cannot be streamed."""


class SourceError(NbstreamError):
    """The caller gave a stream that cannot be read here and now: used up, or of another loop."""


class OptionError(NbstreamError, ValueError):
    """The caller gave an option that does not exist, or a value out of its range."""


class EventError(NbstreamError, ValueError):
    """A source or a recording told events that make no sense together."""


class RecordingError(NbstreamError, ValueError):
    """A recording cannot be read: not one at all, of a newer version, or damaged."""


class ExportError(NbstreamError):
    """A document could not be written in another form."""


class WriterClosedError(NbstreamError):
    """The caller wrote after the writer's block had ended."""


class ProviderError(NbstreamError):
    """The provider ended the stream with a failure of its own, or ended it too early."""


class ApprovalError(NbstreamError, LookupError):
    """The caller decided about a call that does not wait for a decision."""


class RetryError(NbstreamError):
    """The caller asked to retry what has not failed, or cannot be begun again."""


class StoppedError(NbstreamError):
    """The reader pressed Stop: it ends a writer's block, and goes no further."""


class ChatError(NbstreamError, ValueError):
    """The caller asked a chat for something it cannot do; the message says what it can."""
