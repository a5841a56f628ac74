"""Where and when a view shows itself: the cell it is in, and what that cell has shown.

A view shows itself at most once by itself: at `await` or `.wait()`, or as a cell's last
expression. The last expression of the cell that awaited it is the same view again, so that one
is kept quiet; a `display(view)` that somebody wrote always shows one more.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any
from uuid import uuid4

import ipywidgets

from nbstream.bounds import MAX_PAIRS
from nbstream.widget.kept import Kept
from nbstream.widget.written import update_to_json

_made: Counter[object] = Counter()


def current_cell() -> object | None:
    """Something that names the execution under way; `None` outside IPython."""
    shell = _shell()
    if shell is None:
        return None
    # Kernels know the request; a terminal only counts.
    cell: object = _request().get("header", {}).get("msg_id") or shell.execution_count
    return cell


def asked_by_page() -> bool:
    """Whether a message of a page is being answered, rather than a cell run."""
    return str(_request().get("header", {}).get("msg_type", "")).startswith("comm_")


def run_by_a_page() -> bool:
    """Whether somebody's page runs the cell, and stays: an execution without one names no cell."""
    return bool(_request().get("metadata", {}).get("cellId"))


def in_notebook() -> bool:
    """Whether somebody may be there to show a widget: whether this is a kernel."""
    return hasattr(_shell(), "kernel")


def hears_clicks(*, blocking: bool) -> bool:
    """Whether what a reader presses is heard before the running cell is over.

    Kernels before ipykernel 7 handle the page's messages between cells alone; since 7.4 they do
    in a cell that awaits, not in one that blocks. Of other kernels nothing is known.

    Args:
        blocking: Whether the cell waits without giving the loop to others.
    """
    if not in_notebook() or "ipykernel" not in sys.modules:
        return False
    major, minor = sys.modules["ipykernel"].version_info[:2]
    return bool(major >= 7 and (not blocking or (major, minor) < (7, 4)))


def publish(bundle: dict[str, Any], metadata: dict[str, Any]) -> str:
    """Show a mime bundle in the current cell of a kernel; returns its new display id."""
    from IPython.display import display

    display_id = uuid4().hex
    display(  # type: ignore[no-untyped-call]
        bundle, metadata=metadata, raw=True, display_id=display_id
    )
    return display_id


def republish(kept: Kept, display_id: str) -> None:
    """Put another bundle in the place of one that was shown. From any thread.

    A display that is gone (its cell was cleared, or ran again) stays as it is.
    """
    publisher, transient = _shell().display_pub, {"display_id": display_id}
    if not _sends_json(publisher):
        publisher.publish(data=kept.bundle, metadata={}, transient=transient, update=True)
        return
    # What publishing by name does, except that the message is written once: as it is, the bundle,
    # its parts as JSON, those as one text and that as bytes would all be there together.
    session = publisher.session
    content = kept.to_json(transient)
    message = session.msg("update_display_data", content, parent=publisher.parent_header)
    session.send(publisher.pub_socket, message, ident=publisher.topic)


def tell_document(comm: Any, name: str, snapshot: dict[str, Any]) -> bool:
    """Tell a widget's page one trait, a document, by a message that is written once.

    Returns:
        Whether it was: not by a comm that is not ipykernel's own.
    """
    module = sys.modules.get("ipykernel.comm.comm")
    kernel = getattr(comm, "kernel", None)
    if module is None or type(comm) is not module.BaseComm or kernel is None:
        return False
    if not _is_json(kernel.session):
        return False
    # What the comm does, except that nobody answers this.
    content = update_to_json(comm.comm_id, name, snapshot)
    kernel.session.send(
        kernel.iopub_socket, "comm_msg", content, parent=kernel.get_parent(), ident=comm.topic
    )
    return True


def _sends_json(publisher: Any) -> bool:
    """Whether it is ipykernel's own, which sends what it is told as JSON and keeps nothing."""
    kernel = sys.modules.get("ipykernel.zmqshell")
    return (
        kernel is not None
        and type(publisher) is kernel.ZMQDisplayPublisher
        and _is_json(publisher.session)
        and not getattr(publisher, "store_display_history", False)
    )


def _is_json(session: Any) -> bool:
    return session.packer in ("json", "orjson")


def put_into_next_cell(source: str) -> bool:
    """Put text into a new cell below, which nobody has run; whether there is a notebook for it."""
    shell = _shell()
    if shell is None or not hasattr(shell, "set_next_input"):
        return False
    shell.set_next_input(source, replace=False)
    return True


def at_the_end_of_each_cell(call: Callable[[object], None]) -> None:
    """Have something called before a cell is over, while what it says still counts as the cell's.

    The same function is registered once.
    """
    if (shell := _shell()) is not None:
        shell.events.register("post_run_cell", call)


def is_in_a_box(widget: ipywidgets.Widget) -> bool:
    """Whether a widget stands in another, which is what is shown."""
    return any(
        isinstance(other, ipywidgets.Box) and widget in other.children
        for other in list(ipywidgets.widgets.widget._instances.values())
    )


def outputs_see_each_other() -> bool:
    """Whether a view can hide another output: not where each has a frame of its own."""
    return "google.colab" not in sys.modules


def is_crowded() -> bool:
    """Whether the current cell gets so many views that one more is to take only one output.

    Counts how often it was asked in that cell.
    """
    cell = current_cell()
    if cell is None:
        return False
    _made[cell] += 1
    return _made[cell] > MAX_PAIRS


def asked_by_display_hook() -> bool:
    """Whether IPython is showing a cell's last expression, rather than obeying `display()`.

    Both call the same method of the object and tell it nothing, so the call stack has to.
    """
    shell = _shell()
    if shell is None:
        return False
    # `%%capture` has a hook of its own for as long as its cell runs.
    hooks = (shell.displayhook, sys.displayhook)
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        caller = frame.f_locals.get("self") if frame.f_code.co_name == "__call__" else None
        if any(caller is hook for hook in hooks):
            return True
        frame = frame.f_back
    return False


def _request() -> dict[str, Any]:
    """The message that this kernel is answering; empty outside of one."""
    shell = _shell()
    return shell.get_parent() if hasattr(shell, "get_parent") else {}


def _shell() -> Any:
    """The running IPython shell, without importing IPython into a script that has none."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None
