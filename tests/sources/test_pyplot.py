"""Figures of pyplot's; matplotlib is no dependency, so that what is asked of it is stood in for."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from nbstream.sources.shown import representation

PNG = b"\x89PNG\r\n\x1a\n..."


class Figure:
    __module__ = "matplotlib.figure"

    def savefig(self, file: Any, **_: Any) -> None:
        file.write(PNG)


@pytest.mark.parametrize(
    ("backend", "closes", "forgotten"),
    [
        ("inline", True, True),
        ("module://matplotlib_inline.backend_inline", True, True),
        ("inline", False, False),
        ("module://ipympl.backend_nbagg", True, False),
        ("agg", True, False),
    ],
)
def test_a_figure_that_the_inline_backend_would_show_again_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, backend: str, *, closes: bool, forgotten: bool
) -> None:
    known = [figure := Figure()]
    pyplot = SimpleNamespace(get_backend=lambda: backend, close=known.remove)
    settings = SimpleNamespace(instance=lambda: SimpleNamespace(close_figures=closes))
    config = SimpleNamespace(InlineBackend=settings)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    monkeypatch.setitem(sys.modules, "matplotlib_inline.config", config)
    assert [kind for kind, _ in representation(figure).images] == ["image/png"]
    assert known == ([] if forgotten else [figure])


def test_a_figure_is_shown_where_pyplot_was_never_used() -> None:
    assert representation(Figure()).images
