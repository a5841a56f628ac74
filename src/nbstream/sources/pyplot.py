"""Figures that pyplot knows, which a notebook would show a second time."""

from __future__ import annotations

import sys


def forget(figure: object) -> None:
    """Keep a figure that is shown in its tool's cell from being shown below the cell too.

    At the end of a cell matplotlib's inline backend shows all the figures that pyplot knows, and
    closes them. This closes one earlier; the figure itself stays as it was, to be drawn on, saved
    or shown. Other backends, and whoever has told this one to close nothing, keep theirs.
    """
    # Not imported: where they are in use, they are there.
    config = sys.modules.get("matplotlib_inline.config")
    pyplot = sys.modules.get("matplotlib.pyplot")
    if config is None or pyplot is None or "inline" not in pyplot.get_backend():
        return
    if config.InlineBackend.instance().close_figures:
        pyplot.close(figure)
