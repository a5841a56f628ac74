"""Where and when a view shows itself: the cell it is in, and what that cell has shown.

A view shows itself at most once by itself: at `await` or `.wait()`, or as a cell's last
expression. The last expression of the cell that awaited it is the same view again, so that one
is kept quiet; a `display(view)` that somebody wrote always shows one more.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any
from uuid import uuid4


def current_cell() -> object | None:
    """Something that names the execution under way; `None` outside IPython."""
    shell = _shell()
    if shell is None:
        return None
    # Kernels know the request; a terminal only counts.
    parent: dict[str, Any] = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell: object = parent.get("header", {}).get("msg_id") or shell.execution_count
    return cell


def in_notebook() -> bool:
    """Whether somebody may be there to show a widget: whether this is a kernel."""
    return hasattr(_shell(), "kernel")


def publish(bundle: dict[str, Any], metadata: dict[str, Any]) -> str:
    """Show a mime bundle in the current cell of a kernel; returns its new display id."""
    from IPython.display import display

    display_id = uuid4().hex
    display(  # type: ignore[no-untyped-call]
        bundle, metadata=metadata, raw=True, display_id=display_id
    )
    return display_id


def asked_by_display_hook() -> bool:
    """Whether IPython is showing a cell's last expression, rather than obeying `display()`.

    Both call the same method of the object and tell it nothing, so the call stack has to.
    """
    shell = _shell()
    if shell is None:
        return False
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "__call__" and frame.f_locals.get("self") is shell.displayhook:
            return True
        frame = frame.f_back
    return False


def _shell() -> Any:
    """The running IPython shell, without importing IPython into a script that has none."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None
