"""The page's own renderer, run in Python by an embedded engine.

So static HTML cannot differ from the live page, and a notebook executed without a browser has it
all: the parser, the safety policy and the look exist once. The engine works on a thread of its
own and lets go of the interpreter's lock meanwhile.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from nbstream.bounds import MAX_ENGINE_BYTES
from nbstream.errors import ExportError

SECONDS = 20.0
"""How long one rendering may take on the engine's clock."""

_lock = threading.Lock()
_entry: Any = None


def call(name: str, *arguments: str) -> str:
    """Call a function of the static renderer: strings in, a string out. From any thread.

    Raises:
        ExportError: quickjs-ng is not installed, or the engine ran out of memory or time.
    """
    with _lock:
        return _asked(name, *arguments)


def portions(name: str, *arguments: str) -> Iterator[str]:
    """Call one that answers in portions, so that a long answer need never be there as a whole.

    The engine is this reader's alone until it has the last of them.

    Raises:
        ExportError: As `call`.
    """
    with _lock:
        portion = _asked(name, *arguments)
        # A document may be as long as what has become of it.
        del arguments
        while portion:
            yield portion
            portion = _asked("portion")


def _asked(name: str, *arguments: str) -> str:
    try:
        import quickjs  # 3 MB of engine, for those who export
    except ImportError as exc:
        raise ExportError('HTML needs the engine: pip install "quickjs-ng"') from exc
    try:
        # It collects garbage by itself when there is some; after each call, that costs 10 ms.
        return str(json.loads(_running()(name, *arguments, run_gc=False)))
    except (quickjs.JSException, quickjs.StackOverflow) as exc:
        # Whatever state it is in now, the next rendering begins with a fresh one.
        _stop()
        raise ExportError(
            f"the page could not be rendered: {str(exc).strip().splitlines()[0]:.200}. "
            "view.to_markdown() has the text"
        ) from exc


def _running() -> Any:
    global _entry  # noqa: PLW0603 - an engine takes 20 ms to start, and is kept
    if _entry is None:
        import quickjs

        _entry = quickjs.Function("entry", _program(), own_executor=True)
        _entry.set_memory_limit(MAX_ENGINE_BYTES)
        _entry.set_time_limit(SECONDS)
    return _entry


def _stop() -> None:
    global _entry  # noqa: PLW0603
    _entry = None


@cache
def _program() -> str:
    file = files("nbstream").joinpath("static", "static.js")
    if not file.is_file():
        raise ExportError(
            "nbstream's front end is not built: in a checkout, run `make build`; "
            "an installed nbstream that says this is damaged, install it again"
        )
    return file.read_text(encoding="utf-8") + (
        "\nfunction entry(name, ...rest) { return nbstream[name](...rest) }"
    )
