"""What a tool returned, as a notebook would show it.

The model is given the SDK's text of it. A reader is shown more: a table, a picture, JSON, markdown,
whatever the object says of itself in the ways that notebooks ask for (`_repr_mimebundle_`,
`_repr_html_`, …). All of it is turned into a few forms that can be shown without trusting it.
"""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nbstream.bounds import MAX_SHOWN
from nbstream.events import Form, MediaType
from nbstream.sources.fields import is_given_as_parts
from nbstream.sources.pyplot import forget
from nbstream.sources.tables import is_richer, is_seen_without_scripts, tables_in

_log = logging.getLogger("nbstream")

_METHODS = {
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/markdown": "_repr_markdown_",
    "text/html": "_repr_html_",
    "application/json": "_repr_json_",
    "image/svg+xml": "_repr_svg_",
    "text/latex": "_repr_latex_",
}
_PLAIN = (bool, int, float, str, bytes, bytearray, list, tuple, dict)
_MAGIC: tuple[tuple[bytes, MediaType], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)

_BY_SCRIPTS = (
    "scripts draw it, and none run here: view.tools has the object itself, as its output, "
    "for a cell to show"
)


class Markdown(str):
    """Text that a tool returns as markdown: the cell shows it rendered, the model reads the text.

    ```python
    @function_tool
    def report() -> str:
        return nbstream.Markdown("It is **3 °C** in Oslo.")
    ```
    """

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to show.

    Attributes:
        form: What `content` is.
        content: See `nbstream.events.Displayed`.
    """

    form: Form
    content: str


@dataclass(frozen=True, slots=True)
class Representation:
    """What there is to show of one object.

    Attributes:
        images: Media type and base64 of its pictures.
        shown: Everything else.
        note: Why there is none of it; empty where there is, or where nothing can be said.
    """

    images: tuple[tuple[MediaType, str], ...] = ()
    shown: tuple[Shown, ...] = ()
    note: str = ""


def representation(value: object) -> Representation:
    """Say how a notebook would show a value; empty where its text says it all. Never raises."""
    try:
        return _representation(value)
    except Exception:
        _log.debug("cannot show a %s: its text is shown", type(value).__name__, exc_info=True)
        return Representation()


def is_plain(value: object) -> bool:
    """Whether showing a value runs no code of its own: it can be neither slow nor in the way."""
    return value is None or type(value) in _PLAIN or is_given_as_parts(value)


def media_type(data: bytes) -> MediaType | None:
    """The kind of picture that a file is, by how it begins."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def _representation(value: object) -> Representation:
    if value is None or type(value) in (str, int, float, bool) or isinstance(value, type):
        return Representation()
    if isinstance(value, bytes | bytearray):
        return Representation(images=_pictures(value))
    if is_given_as_parts(value):
        # The SDK's own outputs: their texts and pictures are told as such.
        return Representation()
    return _by_bundle(_bundle(value)) or _as_json(value)


def _bundle(value: object) -> dict[str, Any]:
    """What the object says of itself, by media type."""
    # Some objects have every attribute that is asked for, and mean none of them.
    if hasattr(value, "_a_method_that_no_object_has_"):
        return {}
    bundle: dict[str, Any] = {}
    if callable(whole := getattr(value, "_repr_mimebundle_", None)):
        told = whole()
        bundle.update(told[0] if isinstance(told, tuple) else told or {})
    for kind, method in _METHODS.items():
        if kind in bundle:
            continue
        for say in (_formatter(kind, value), getattr(value, method, None)):
            said = say() if callable(say) else None
            # Some say what else is known of it, too.
            if (said := said[0] if isinstance(said, tuple) else said) is not None:
                bundle[kind] = said
                break
    if _is_figure(value):
        if "image/png" not in bundle:
            file = io.BytesIO()
            value.savefig(file, format="png", bbox_inches="tight")  # type: ignore[attr-defined]
            bundle["image/png"] = file.getvalue()
        forget(value)
    return bundle


def _formatter(kind: str, value: object) -> Callable[[], Any] | None:
    """What somebody registered with the notebook for objects of this type, if we are in one."""
    # Not imported: where IPython runs, it is there.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    formatter = shell.display_formatter.formatters.get(kind) if shell else None
    if formatter is None:
        return None
    try:
        say = formatter.lookup(value)
    except KeyError:
        return None
    return lambda: say(value)


def _is_figure(value: object) -> bool:
    module = type(value).__module__
    return module.startswith("matplotlib.") and callable(getattr(value, "savefig", None))


def _by_bundle(bundle: dict[str, Any]) -> Representation | None:
    """The first of its forms that can be shown, and what else there is on request."""
    for kind in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        if images := _pictures(bundle.get(kind)):
            return Representation(images=images)
    html, markdown = _text(bundle.get("text/html")), _text(bundle.get("text/markdown"))
    frame = _text(html or bundle.get("image/svg+xml"))
    on_request = (Shown("html", frame),) if is_seen_without_scripts(frame) else ()
    if html and (tables := tables_in(html)):
        shown = tuple(Shown("table", table) for table in tables)
        return Representation(shown=shown + (on_request if is_richer(html) else ()))
    if markdown:
        return Representation(shown=(Shown("markdown", markdown),))
    if latex := _text(bundle.get("text/latex")):
        return Representation(shown=(Shown("markdown", latex),))
    if (data := bundle.get("application/json")) is not None and (as_text := _json(data)):
        return Representation(shown=(as_text,))
    if on_request:
        text = _text(bundle.get("text/plain"))
        return Representation(shown=((Shown("text", text),) if text else ()) + on_request)
    return Representation(note=_BY_SCRIPTS) if frame else None


def _text(said: object) -> str:
    text = "".join(map(str, said)) if isinstance(said, list) else said
    return text if isinstance(text, str) and len(text) <= MAX_SHOWN else ""


def _pictures(said: object) -> tuple[tuple[MediaType, str], ...]:
    """A picture in bytes or in base64, if it begins like one."""
    if isinstance(said, str):
        said = base64.b64decode("".join(said.split()))
    if not isinstance(said, bytes | bytearray) or not (kind := media_type(bytes(said[:16]))):
        return ()
    return ((kind, base64.b64encode(said).decode("ascii")),)


def _as_json(value: object) -> Representation:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    elif callable(dump := getattr(value, "model_dump", None)):
        value = dump(mode="json")
    if not isinstance(value, dict | list | tuple):
        return Representation()
    text = _json(value)
    return Representation(shown=(text,) if text else ())


def _json(value: object) -> Shown | None:
    # NaN is no JSON: a value that holds one is shown as its text.
    text = json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
    return Shown("json", text) if len(text) <= MAX_SHOWN else None
