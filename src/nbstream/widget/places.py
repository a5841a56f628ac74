"""Where a view has shown itself: in the cells of a notebook, or in print where there is no page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from nbstream.document import Document
from nbstream.widget.marimo import Volunteer, shown_by_marimo
from nbstream.widget.printer import Printer
from nbstream.widget.rest import AtRest
from nbstream.widget.showing import (
    asked_by_display_hook,
    current_cell,
    in_notebook,
    publish,
)

Bundle = tuple[dict[str, Any], dict[str, Any]]
"""Contents by media type, and their metadata."""


class Places:
    """The places of one view.

    Args:
        document: What is printed where there is no page.
        bundle: Makes what shows the view; `None`: it has been closed.
        at_rest: Has the static output of each place.
        left: Called when nobody is there any more to read what is printed.
        widget: The view itself, for hosts that show widgets by other means.
        resend: Sends it the whole.

    Attributes:
        display_ids: Names of the outputs that show the view.
    """

    def __init__(
        self,
        document: Document,
        bundle: Callable[[], Bundle | None],
        at_rest: AtRest,
        *,
        left: Callable[[], None],
        widget: object,
        resend: Callable[[], None],
    ) -> None:
        self.display_ids: list[str] = []
        self._document = document
        self._bundle = bundle
        self._at_rest = at_rest
        self._left = left
        self._widget = widget
        self._resend = resend
        self._volunteer: Volunteer | None = None
        self._printer: Printer | None = None
        self._cells: set[object] = set()

    def show(self) -> None:
        """Show it in the current cell, or print it."""
        if not in_notebook():
            if shown_by_marimo(self._widget):
                self._volunteer = Volunteer(self._resend)
                self._volunteer.grew()
            else:
                self._print()
            return
        # A closed widget has no model to show, and ipywidgets takes its method away.
        if (bundle := self._bundle()) is None:
            self._at_rest.stand_alone()
            self._cells.add(current_cell())
            return
        data, metadata = bundle
        self.display_ids.append(publish({**data, "text/plain": self._at_rest.instead}, metadata))
        self._at_rest.stand_beside(self.display_ids[-1])
        self._cells.add(current_cell())

    def show_unless_shown(self, *, wanted: bool) -> None:
        """Show it where somebody waits for it, if that is wanted and it is shown nowhere yet."""
        cell = current_cell()
        shown = self.display_ids or self._printer or self._volunteer
        if wanted and not shown:
            self.show()
        if cell is not None:
            self._cells.add(cell)

    def show_as_asked(self) -> None:
        """Show it as `display()` asks, but not as the last expression of a cell that has it.

        Raises:
            NotImplementedError: It is the last expression of a line in a terminal, and is told by
                its name, as any other there: so IPython takes it.
        """
        if asked_by_display_hook() and not in_notebook():
            raise NotImplementedError
        if not (asked_by_display_hook() and current_cell() in self._cells):
            self.show()

    def grew(self) -> None:
        """There is more of it: what was printed goes on; a page is told by the wire."""
        if self._printer is not None:
            self._print_more(self._printer)
        if self._volunteer is not None:
            self._volunteer.grew()

    def _print(self) -> None:
        """Print what there is now, and the rest as it comes."""
        self._cells.add(current_cell())
        if self._printer is None or self._document.run.closed:
            self._printer = Printer(sys.stdout, sys.stderr)
            self._print_more(self._printer)

    def _print_more(self, printer: Printer) -> None:
        if not printer.show(self._document):
            self._left()
