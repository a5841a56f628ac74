"""What a person may choose about a stream, by keyword or once for all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit

from nbstream.errors import OptionError


@dataclass(frozen=True, slots=True)
class Options:
    """How a stream is delivered and shown.

    Attributes:
        enabled: Stream; `False` shows the answer whole, at the end.
        batch_size: Pieces of text that make a batch leave before its time; `None`: only the
            clock decides.
        max_delay_ms: How long a piece may wait for others while the page keeps up, in
            milliseconds, 0 to 5,000; two thirds of it once more than a few words have gathered.
            It grows by itself when the page is slow or hidden, or when many streams are live.
        buffer_size: Characters that one batch carries at most, 1,000 to 10,000,000.
        render_fps: Frames per second that the page paints at most, 1 to 240.
        markdown: Read the text as markdown; `False` shows it as it came.
        virtual_scroll: Skip the rendering (not the text) of parts that are off screen.
        settle: What keeps the content when the kernel is gone. `auto`: a static output beside the
            view, which shows itself where there is no live view; `html`: a static page takes the
            view's place when the run is over; `widget`: nothing, only saved widget state.
        record: A file to write the run to while it happens; `nbstream.load` reads it. For one
            stream alone, not for `configure`.
        redact: Takes secrets out of each text that is written to a file, by `record` or
            `view.save`. It gets whole texts, so that a secret which came in pieces is found; so
            such a recording has the times of blocks and not of their pieces.
        images: Places that pictures in a text are fetched from without being asked for, each an
            origin and a path: `["https://example.org/charts/"]`. Every other picture waits for
            its reader to press Load. What a model writes behind such an address reaches its host.
    """

    enabled: bool = True
    batch_size: int | None = None
    max_delay_ms: float = 50
    buffer_size: int = 100_000
    render_fps: int = 60
    markdown: bool = True
    virtual_scroll: bool = True
    settle: str = "auto"
    record: str | os.PathLike[str] | None = None
    redact: Callable[[str], str] | None = None
    images: Sequence[str] = ()

    def to_wire(self) -> dict[str, Any]:
        """What the page has to know of them."""
        return {
            "render_fps": self.render_fps,
            "markdown": self.markdown,
            "virtual_scroll": self.virtual_scroll,
            "settle": self.settle,
            "images": list(self.images),
        }


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _number(low: float, high: float, *kinds: type) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        return (
            isinstance(value, kinds) and not isinstance(value, bool) and low <= float(value) <= high  # type: ignore[arg-type]
        )

    return fits


def _places(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_place(each) for each in value)


def _place(value: object) -> bool:
    """Whether it names an origin and a folder, and nothing that could be read another way."""
    if not isinstance(value, str) or not _PLACE.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


# No one who writes such an address means a name and a password, a search, or a way up.
_PLACE = re.compile(r"https://[^\s/?#@\\%]+/(?:(?!\.{1,2}/)[^\s/?#\\%]+/)*", re.IGNORECASE)

_FLAG = ("True or False", _flag)
_RULES: dict[str, tuple[str, Callable[[object], bool]]] = {
    "enabled": _FLAG,
    "batch_size": (
        "None or a whole number from 1 to 100,000",
        lambda value: value is None or _number(1, 100_000, int)(value),
    ),
    "max_delay_ms": ("a number from 0 to 5,000", _number(0, 5_000, int, float)),
    "buffer_size": (
        "a whole number from 1,000 to 10,000,000",
        _number(1_000, 10_000_000, int),
    ),
    "render_fps": ("a whole number from 1 to 240", _number(1, 240, int)),
    "markdown": _FLAG,
    "virtual_scroll": _FLAG,
    "record": (
        "None or the path of a file",
        lambda value: value is None or isinstance(value, str | os.PathLike),
    ),
    "redact": (
        "None or a function of a text that returns a text",
        lambda value: value is None or callable(value),
    ),
    "settle": ("auto, html or widget", lambda value: value in ("auto", "html", "widget")),
    "images": (
        'a list of https addresses that end in a slash, such as ["https://example.org/charts/"]',
        _places,
    ),
}

_defaults = Options()


def configure(**options: Any) -> Options:
    """Set defaults for every stream that starts from now on, and say what they now are.

    Args:
        **options: Any of `Options`, by name; the others stay as they are.

    Raises:
        OptionError: An option does not exist, or its value is out of range; nothing changed.
    """
    global _defaults  # noqa: PLW0603 - the one place that holds them
    if options.get("record") is not None:
        raise OptionError("record cannot be a default: every stream needs a file of its own")
    _defaults = take_options(options)
    return _defaults


def take_options(options: dict[str, Any]) -> Options:
    """Check `options`, and fill in the defaults that `configure` set.

    Raises:
        OptionError: An option does not exist, or its value is out of range.
    """
    for name, value in options.items():
        if name not in _RULES:
            known = ", ".join(field.name for field in fields(Options))
            raise OptionError(f"there is no option {name!r}; there are {known}")
        expected, fits = _RULES[name]
        if not fits(value):
            raise OptionError(f"{name} cannot be {value!r}: expected {expected}")
    return replace(_defaults, **options)
