"""Runs cells in a real kernel without a browser, as nbclient does it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"


def executed(
    *cells: str, allow_errors: bool = False, between: Callable[[], None] | None = None
) -> Any:
    """Run cells in a fresh kernel; returns the executed notebook.

    Args:
        *cells: What they hold.
        allow_errors: Whether a cell may fail.
        between: Called after each cell, while none is running.
    """
    make: Any = nbformat.v4
    notebook = make.new_notebook(cells=[make.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="python3", timeout=60, allow_errors=allow_errors)
    if between is not None:
        client.on_cell_executed = lambda **_: between()
    asyncio.run(client.async_execute())
    return notebook


def views(cell: Any) -> list[str]:
    """Model ids of the widgets that a cell shows, in order."""
    return [
        output["data"][WIDGET]["model_id"]
        for output in cell["outputs"]
        if WIDGET in output.get("data", {})
    ]


def pages(cell: Any) -> list[str]:
    """The markdown of each static output that a cell keeps, in order."""
    return [
        output["data"]["text/markdown"]
        for output in cell["outputs"]
        if "nbs-static" in output.get("data", {}).get("text/html", "")
    ]


def printed(cell: Any) -> str:
    """What a cell printed."""
    return "".join(
        output["text"] for output in cell["outputs"] if output["output_type"] == "stream"
    )


def states(notebook: Any) -> dict[str, dict[str, Any]]:
    """The saved state of every widget, by model id."""
    saved = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    return {name: model["state"] for name, model in saved.items()}


def saved_texts(notebook: Any, ids: Iterable[str]) -> list[str]:
    """The texts that an executed notebook keeps for these views; a chat's are its answers'."""
    kept = states(notebook)

    def text(name: str) -> str:
        blocks = kept[name]["snapshot"]["blocks"]
        said = [block["text"] for block in blocks if block["kind"] == "text"]
        answers = [text(block["props"]["view"]) for block in blocks if block["kind"] == "turn"]
        return "".join([*said, *answers])

    return [text(name) for name in ids]
