"""The renderer, once per kernel: a model that carries the front end for every view.

A view's own module is a loader of a few kilobytes; it asks this model for the rest. So a
notebook with thirty streams holds one renderer, on the wire and in saved state.
"""

from __future__ import annotations

import contextvars
import hashlib
from functools import cache
from importlib.resources import files

import anywidget
import traitlets

from nbstream.errors import NbstreamError

_current: Runtime | None = None


@cache
def built(name: str) -> str:
    """Read a file of the built front end; an optional one that is not there is empty.

    Raises:
        NbstreamError: The front end has not been built.
    """
    folder = files("nbstream").joinpath("static")
    file = folder.joinpath(name)
    if file.is_file():
        return file.read_text(encoding="utf-8")
    if folder.joinpath("core.js").is_file():
        return ""
    raise NbstreamError(
        "nbstream's front end is not built: in a checkout, run `make build`; "
        "an installed nbstream that says this is damaged, install it again"
    )


class Runtime(anywidget.AnyWidget):
    """Carries the front end. Views find it by its model id; nobody looks at it.

    Attributes:
        core: The renderer's module, as source.
        code: The module that colours code; evaluated on first use.
        math: The module that sets formulas; evaluated on first use.
        chat: The module that shows conversations; empty until there is one.
        version: A hash of them all: the page keeps one evaluated copy of each version.
    """

    _esm = "export default {}"
    core = traitlets.Unicode().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    math = traitlets.Unicode().tag(sync=True)
    chat = traitlets.Unicode().tag(sync=True)
    version = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        modules = {name: built(f"{name}.js") for name in ("core", "code", "math")}
        parts = [*modules.values(), built("chat.js")]
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        super().__init__(**modules, version=digest)


def carry(part: str) -> None:
    """Have the runtime carry a part that not every notebook needs, from now on."""
    # From a fresh context: an executed notebook drops what comes under a cell that has ended.
    contextvars.Context().run(runtime().set_trait, part, built(f"{part}.js"))


def runtime() -> Runtime:
    """This kernel's runtime model; made on first use, and again if somebody closed it."""
    global _current  # noqa: PLW0603 - one per kernel is the point
    if _current is None or _current.comm is None:
        _current = Runtime()
    return _current
